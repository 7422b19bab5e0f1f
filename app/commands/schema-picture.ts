import { writeFile } from 'node:fs/promises';
import { runCommand } from './fault.ts';
import { schemaDot, schemaSvg } from './schema-dot.ts';

await runCommand(async () => {
  await writeFile('docs/schema.svg', await schemaSvg(await schemaDot(process.cwd())));
  console.log('Wrote docs/schema.svg.');
});
