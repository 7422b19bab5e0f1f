import { connect, type Socket } from 'node:net';

let person = 0;

/** The form of one more person, as a browser without scripting posts it. */
function signRequest(port: number, path: string): string {
  person += 1;
  const body = `name=Ada+Lovelace&email=ada${person}.${process.pid}%40mail.example&zip=94103&isp=comcast&website=`;
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-US,en;q=0.5',
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    'Sec-Fetch-Site: same-origin',
    'Connection: keep-alive',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/**
 * Signatures per second by some people at once for a while: each posts another form as soon as the last was answered by a 303 with a
 * claim; any other answer throws. `signed.total` rises by those answered.
 */
export async function signaturesPerSecond(
  port: number,
  path: string,
  people: number,
  forMs: number,
  signed: { total: number },
): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + forMs;
  const before = signed.total;
  const one = async () => {
    const socket = await open(port);
    try {
      while (performance.now() < until) {
        const answer = await ask(socket, signRequest(port, path));
        if (!/^HTTP\/1\.1 303 /.test(answer) || !answer.includes('/thanks?claim='))
          throw new Error(`a form was answered by ${answer.slice(0, 200)}`);
        signed.total += 1;
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: people }, one));
  return ((signed.total - before) * 1000) / (performance.now() - startedAt);
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.setNoDelay(true)));
    socket.once('error', reject);
  });
}

/** Sends a request and reads one whole answer: its body is empty, of a stated length, or in chunks. */
function ask(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const onData = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (!isWhole(received)) return;
      socket.off('data', onData).off('close', onClose);
      resolve(received);
    };
    const onClose = () => reject(new Error('the connection closed before the answer'));
    socket.on('data', onData).once('close', onClose);
    socket.write(request);
  });
}

function isWhole(received: string): boolean {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = received.slice(0, end);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined) return received.length >= end + 4 + Number(length);
  return !/^transfer-encoding: chunked/im.test(head) || received.endsWith('\r\n0\r\n\r\n');
}
