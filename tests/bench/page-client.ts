import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  /** Names and values in a flat list, in the order received. */
  head: string[];
  body: Buffer;
}

/** The request of an ordinary browser for a page. */
export function browserRequest(port: number, path: string): Buffer {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-US,en;q=0.5',
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Connection: keep-alive',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Asks once and reads the whole answer, which must state its length. */
export function askOnce(port: number, path: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(browserRequest(port, path)));
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const total = answerLength(received);
      if (total === 0 || received.length < total) return;
      socket.destroy();
      const at = received.indexOf('\r\n\r\n');
      const [first = '', ...lines] = received.subarray(0, at).toString('latin1').split('\r\n');
      const head = lines.flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
      resolve({ status: Number(first.split(' ')[1]), head, body: received.subarray(at + 4) });
    });
  });
}

/**
 * Answers per second over some connections for a while: each asks again as soon as its answer is whole. Reads only the length of each
 * answer, so that the client is not what is measured.
 */
export async function answersPerSecond(
  port: number,
  path: string,
  connections: number,
  forMs: number,
): Promise<number> {
  const request = browserRequest(port, path);
  let answers = 0;
  let isOver = false;
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const startedAt = performance.now();
  const faults: Error[] = [];
  for (const socket of sockets) {
    let pending = 0;
    let partial: Buffer | null = null;
    socket.on('error', (error) => faults.push(error));
    socket.on('data', (chunk: Buffer) => {
      let rest = chunk.length;
      if (pending === 0) {
        const seen = partial ? Buffer.concat([partial, chunk]) : chunk;
        pending = answerLength(seen);
        partial = pending === 0 ? seen : null;
        if (pending === 0) return;
        rest = seen.length;
      }
      pending -= rest;
      if (pending > 0) return;
      if (pending < 0) faults.push(new Error('more bytes came than were announced'));
      pending = 0;
      answers += 1;
      if (!isOver) socket.write(request);
    });
    socket.write(request);
  }
  await new Promise((done) => setTimeout(done, forMs));
  isOver = true;
  const elapsedMs = performance.now() - startedAt;
  const counted = answers;
  for (const socket of sockets) socket.destroy();
  if (faults[0]) throw faults[0];
  return (counted * 1000) / elapsedMs;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

/** Length of the whole answer that these bytes begin, or 0 while its head is incomplete. Throws on anything but a 200. */
function answerLength(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`expected a page, got: ${head.split('\r\n')[0]}`);
  const at = head.search(/\r\ncontent-length: /i);
  if (at < 0) throw new Error('the answer states no length');
  return end + 4 + Number.parseInt(head.slice(at + 18, at + 30), 10);
}
