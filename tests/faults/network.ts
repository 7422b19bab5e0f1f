import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A network namespace that lives as long as the process inside it, which ends when this one does, however it ends. */
export interface Namespace {
  /** Runs a command inside and waits for it. */
  run(command: string): Promise<void>;
  /** Starts a program of ours inside, before all others in turn; it must end when its standard input does. */
  start(args: readonly string[]): ChildProcess;
  readonly pid: number;
  close(): void;
}

/**
 * Why no network can be laid out on this machine, in a sentence, or null when one can: it takes Linux, `ip` and `tc` (iproute2), `unshare` and
 * `nsenter` (util-linux), and root or the right to make user namespaces.
 */
export function networkFault(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  try {
    const trial = 'ip link add trial0 type veth peer name trial1 && tc qdisc add dev trial0 root handle 1: htb';
    const as = process.getuid?.() === 0 ? ['-n'] : ['-rn'];
    execFileSync('unshare', [...as, 'sh', '-c', trial], { stdio: 'pipe' });
    execFileSync('nsenter', ['--version'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    const told = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    return `network namespaces with tc cannot be had here: ${told}`;
  }
}

/** What lets a program run whenever it is ready, so that a busy machine is not measured in place of the line; the best that is allowed. */
function priorityCommand(): readonly string[] {
  const realTime = ['chrt', '--rr', '1'];
  try {
    execFileSync('chrt', ['--rr', '1', 'true'], { stdio: 'pipe' });
    return realTime;
  } catch {
    return ['nice', '-n', process.getuid?.() === 0 ? '-15' : '0'];
  }
}

/**
 * Opens a namespace. It has no name and no file: the kernel frees it, and every device in it, when the last process inside is gone. Without
 * root it is opened in a user namespace, inside that of `beside` when given, so that devices can be moved between the two.
 */
export async function openNamespace(beside?: Namespace): Promise<Namespace> {
  const isRoot = process.getuid?.() === 0;
  const enter = (pid: number) => ['-t', String(pid), ...(isRoot ? [] : ['-U', '--preserve-credentials']), '-n'];
  const holder = ['sh', '-c', 'echo open; exec cat'];
  const keeper =
    isRoot || !beside
      ? spawn('unshare', [isRoot ? '-n' : '-rn', ...holder], { stdio: ['pipe', 'pipe', 'inherit'] })
      : spawn('nsenter', [...enter(beside.pid), 'unshare', '-n', ...holder], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(keeper.stdout, 'data');
  const pid = keeper.pid ?? 0;
  const [first = '', ...priority] = priorityCommand();
  const children = new Set<ChildProcess>();
  const namespace: Namespace = {
    pid,
    async run(command) {
      await run('nsenter', [...enter(pid), 'sh', '-ec', command]);
    },
    start(args) {
      const child = spawn(first, [...priority, 'nsenter', ...enter(pid), ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
      keeper.stdin.end();
      keeper.kill('SIGKILL');
    },
  };
  await namespace.run('ip link set lo up');
  return namespace;
}
