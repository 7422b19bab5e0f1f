import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A user of the system, by numbers. */
export interface UserIds {
  uid: number;
  gid: number;
}

/** How to start a guarded process. `user` needs root. `variables` is its whole environment. */
export interface GuardedOptions {
  command: string;
  args: readonly string[];
  /** Signal that asks this program to end in good order. */
  stopSignal: 'INT' | 'TERM';
  cwd: string;
  variables: Record<string, string | undefined>;
  user?: UserIds;
  /** Words before the shell, e.g. `unshare` with its options; must end in running what follows in the same process. */
  prefix?: readonly string[];
  /** Where its output goes: to pipes of this process, or appended to an open file. */
  output?: 'pipe' | number;
}

/** A process that does not outlive the one that started it. */
export interface GuardedProcess {
  child: ChildProcess;
  /** Settles when the process has ended, with its exit code or the signal that ended it. Never rejects. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Sends the stop signal, then SIGKILL after `graceMs`; settles when the process has ended. */
  stop(graceMs: number): Promise<void>;
}

// The watcher holds the reading end of a pipe. The pipe ends without a line only when the parent is gone, however it died.
// It forks twice, so that it is not a child of the program it watches.
const guard = '( ( read -r line || kill -s "$0" $$ 2>/dev/null ) <&3 3<&- >/dev/null 2>&1 & ); exec "$@" 3<&-';

/**
 * Starts a program in a session of its own, so that a terminal's Ctrl-C reaches only the parent, and has it asked to stop
 * when the parent dies, even by SIGKILL. Needs `/bin/sh`. Own choice.
 */
export function spawnGuarded(options: GuardedOptions): GuardedProcess {
  const output = options.output ?? 'pipe';
  const [first, ...rest] = [
    ...(options.prefix ?? []),
    ...['/bin/sh', '-c', guard, options.stopSignal, options.command],
    ...options.args,
  ];
  const child = spawn(first ?? '/bin/sh', rest, {
    cwd: options.cwd,
    env: options.variables as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', output, output, 'pipe'],
    ...options.user,
  });
  const watcher = child.stdio[3] as NodeJS.WritableStream;
  watcher.on('error', () => {});
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => {
      watcher.end('ended\n');
      resolve({ code, signal });
    });
  });
  return {
    child,
    ended,
    async stop(graceMs) {
      if (child.exitCode === null && child.signalCode === null) child.kill(`SIG${options.stopSignal}`);
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * Runs a program to its end; settles with its exit code and all it wrote. Never rejects: a missing program is code 127.
 * `variables` is its whole environment; `cwd` is `/` unless given. Own choice.
 */
export async function runToEnd(
  command: readonly string[],
  { cwd = '/', variables, user }: { cwd?: string; variables: Record<string, string | undefined>; user?: UserIds },
): Promise<{ code: number; output: string }> {
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd,
    env: variables as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  try {
    const [code] = await once(child, 'close');
    return { code: code ?? 1, output };
  } catch (error) {
    return { code: 127, output: String(error) };
  }
}
