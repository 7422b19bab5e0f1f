import { existsSync, openSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { childVariables } from '#app/env.server.ts';
import { type GuardedProcess, spawnGuarded } from '#db/guarded-process.ts';

const MAX_LOG_BYTES = 10_000_000;

/** A part of the site that runs as its own process, with a name for the operator and the file that holds its log. */
export interface Part {
  name: string;
  logFile: string;
  process: GuardedProcess;
}

/** Starts one script of `app/` as a guarded process in production mode; its output is appended to `logFile`. */
export function startPart(name: string, script: string, logFile: string, overrides: Record<string, string>): Part {
  if (existsSync(logFile) && statSync(logFile).size > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
  return {
    name,
    logFile,
    process: spawnGuarded({
      command: process.execPath,
      args: ['--import', 'tsx', script],
      stopSignal: 'TERM',
      cwd: process.cwd(),
      variables: childVariables({ NODE_ENV: 'production', ...overrides }),
      output: openSync(logFile, 'a', 0o600),
    }),
  };
}

/** One sentence about a part that ended unasked, with the end of its log. */
export async function epitaph({ name, logFile, process }: Part): Promise<string> {
  const { code, signal } = await process.ended;
  const log = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
  return `The ${name} ended by itself (${signal ?? `exit code ${code}`}); everything is stopped. The end of ${logFile}:\n${log}`;
}
