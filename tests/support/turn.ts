import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Does `work` while no other process does work of the same name in this folder, or on this machine when `scope` is empty. The turn is a Linux abstract
 * socket: the kernel ends it with the process, so that a crash leaves no lock behind.
 */
export async function inTurn<T>(name: string, work: () => Promise<T>, scope = process.cwd()): Promise<T> {
  const digest = createHash('sha256').update(`${scope}\0${name}`).digest('hex').slice(0, 32);
  const server = createServer();
  while (!(await taken(`\0untolled-turn-${digest}`, server))) await new Promise((done) => setTimeout(done, 100));
  try {
    return await work();
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}

function taken(path: string, server: ReturnType<typeof createServer>): Promise<boolean> {
  return new Promise((answer, fault) => {
    const refused = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? answer(false) : fault(error));
    server.once('error', refused);
    server.listen(path, () => {
      server.off('error', refused);
      answer(true);
    });
  });
}
