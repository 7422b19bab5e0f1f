import { runCommand } from './fault.ts';
import { buildSite } from './site-build.ts';

await runCommand(async () => {
  const startedAt = Date.now();
  await buildSite(process.cwd());
  console.log(`Built the site into build/ in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
});
