import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Does `work` while no other process does work of the same name in this folder, or on this machine when `scope` is empty. The turn is a Linux abstract
 * socket: the kernel ends it with the process, so that a crash leaves no lock behind.
 */
export async function inTurn<T>(name: string, work: () => Promise<T>, scope = process.cwd()): Promise<T> {
  const digest = createHash('sha256').update(`${scope}\0${name}`).digest('hex').slice(0, 32);
  let turn = await takeTurn(`\0untolled-turn-${digest}`);
  while (!turn) {
    await new Promise((done) => setTimeout(done, 100));
    turn = await takeTurn(`\0untolled-turn-${digest}`);
  }
  const { release } = turn;
  try {
    return await work();
  } finally {
    await release();
  }
}

/** The turn, or null while another process has it. */
function takeTurn(path: string): Promise<{ release(): Promise<unknown> } | null> {
  return new Promise((answer, fault) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? answer(null) : fault(error)));
    server.listen(path, () => answer({ release: () => new Promise((closed) => server.close(closed)) }));
  });
}
