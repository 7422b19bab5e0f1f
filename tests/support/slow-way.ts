import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll } from 'vitest';

const PART_BYTES = 4096;

/** A port on this machine that leads to `port`, whose answers come at `mbps` at most on each connection; for the calling test file. */
export async function slowWay(port: number, mbps: number): Promise<number> {
  const bytesPerMs = (mbps * 1000) / 8;
  async function* paced(source: AsyncIterable<Buffer>) {
    let freeAt = 0;
    for await (const chunk of source)
      for (let at = 0; at < chunk.length; at += PART_BYTES) {
        const part = chunk.subarray(at, at + PART_BYTES);
        freeAt = Math.max(freeAt, performance.now() - 20) + part.length / bytesPerMs;
        if (freeAt > performance.now() + 1) await pause(freeAt - performance.now());
        yield part;
      }
  }
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far);
    pipeline(far, paced, near).catch(() => near.destroy());
    near.on('error', () => far.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => void server.close());
  return (server.address() as AddressInfo).port;
}
