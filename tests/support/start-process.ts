import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { childVariables } from '#app/env.server.ts';

/** An `npm start` under test: what it printed so far, and how it ended. */
export interface StartProcess {
  child: ChildProcess;
  output: () => string;
  faults: () => string;
  /** Settles when stdout holds the text; throws when the process ends first or nothing comes in time. */
  printed(text: string, withinMs?: number): Promise<void>;
  ended: Promise<number | null>;
}

/** Runs `app/commands/start.ts` in a process group of its own, as a terminal would. `user` needs root. */
export function startProcess(variables: Record<string, string>, user?: { uid: number; gid: number }): StartProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'app/commands/start.ts'], {
    env: childVariables({
      NODE_ENV: 'test',
      APP_ENV: '',
      DATABASE_URL: '',
      PORT: '0',
      LOG_LEVEL: 'info',
      ...variables,
    }) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...user,
  });
  let output = '';
  let faults = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    faults += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output: () => output,
    faults: () => faults,
    ended,
    async printed(text, withinMs = 60_000) {
      const deadline = Date.now() + withinMs;
      while (!output.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
          throw new Error(`"${text}" was not printed\n${output}\n${faults}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
  };
}

/** The process numbers of the children of a process whose command line holds a text. Linux only. */
export async function childrenOf(pid: number, text: string): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);
  const found: number[] = [];
  for (const child of children) {
    if ((await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')).includes(text)) found.push(child);
  }
  return found;
}
