import { createServer } from 'node:net';

/** A port of this machine that nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((found, fault) => {
    const probe = createServer();
    probe.once('error', fault);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
