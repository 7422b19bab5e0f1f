import { readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { guardDriver } from './driver-guard.ts';
import { CommandFault, runCommand } from './fault.ts';

// Runs after every install (decision 0011). The file is replaced, not written over: copies of node_modules may share it by hard links.
await runCommand(async () => {
  const file = fileURLToPath(new URL('./connection.js', import.meta.resolve('postgres')));
  const source = await readFile(file, 'utf8');
  const guarded = guardDriver(source);
  if (guarded === null)
    throw new CommandFault(
      `The guard of decision 0011 does not fit this version of postgres: ${file}. Renew it, or drop it when the driver no longer needs it.`,
    );
  if (guarded === source) return;
  await writeFile(`${file}.new`, guarded);
  await rename(`${file}.new`, file);
});
