import { createServer, type Socket } from 'node:net';

/** How the sink behaves at a step of the conversation: an answer, hanging up, never answering, or answering slowly. */
export type Misbehaviour = { answer: string } | 'drop' | 'reset' | 'stall' | { lateMs: number };

/** Steps of a conversation; `dot`: the whole message has come. */
export type SmtpStep = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'dot';

/** A message that the sink had in full, whether or not it said so. */
export interface SunkMail {
  from: string;
  to: string[];
  source: Buffer;
}

/** A small SMTP server that can be told to misbehave; takes whatever ends in a dot. `url`: smtp://127.0.0.1:PORT. */
export interface SmtpSink {
  url: string;
  received: SunkMail[];
  connections: number;
  close(): Promise<void>;
}

const ANSWERS: Record<SmtpStep, string> = {
  greeting: '220 sink.example ESMTP',
  EHLO: '250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 End with a dot',
  dot: '250 2.0.0 Ok: taken',
};

/**
 * Starts the sink. `misbehave` is asked at every step, with the recipient where it is known, and answers null for a polite one. Undoes dot-stuffing
 * (RFC 5321 section 4.5.2) and looks at bytes alone, so that a line break which is none cannot be taken for one. The caller closes it.
 */
export async function smtpSink(
  misbehave: (step: SmtpStep, recipient: string | null) => Misbehaviour | null = () => null,
): Promise<SmtpSink> {
  const sockets = new Set<Socket>();
  const sink: SmtpSink = { url: '', received: [], connections: 0, close: async () => {} };
  const server = createServer((socket) => {
    sink.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.setNoDelay(true);
    let rest = Buffer.alloc(0);
    let isData = false;
    let from = '';
    let to: string[] = [];

    function step(name: SmtpStep): void {
      const odd = misbehave(name, to[0] ?? null);
      if (odd === 'drop') socket.destroy();
      else if (odd === 'reset') socket.resetAndDestroy();
      else if (odd === null) say(name, ANSWERS[name]);
      else if (odd !== 'stall' && 'lateMs' in odd) setTimeout(() => say(name, ANSWERS[name]), odd.lateMs);
      else if (odd !== 'stall') say(name, odd.answer);
    }
    function say(name: SmtpStep, answer: string): void {
      if (socket.destroyed) return;
      if (name === 'RCPT' && !answer.startsWith('2')) to.pop();
      if (name === 'DATA') isData = answer.startsWith('354');
      socket.write(`${answer}\r\n`);
      if (answer.startsWith('421')) socket.end();
    }
    function command(line: string): void {
      const verb = line.slice(0, 4).toUpperCase();
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (verb === 'MAIL') {
        from = address;
        to = [];
      }
      if (verb === 'RCPT') to.push(address);
      if (verb === 'EHLO' || verb === 'HELO') step('EHLO');
      else if (verb === 'MAIL' || verb === 'RCPT') step(verb);
      else if (verb === 'DATA' && to.length > 0) step('DATA');
      else socket.write(verb === 'DATA' ? '554 5.5.1 No valid recipients\r\n' : '250 Ok\r\n');
    }
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const mark = isData ? '\r\n.\r\n' : '\r\n';
        const end = rest.indexOf(mark);
        if (end < 0) return;
        const part = rest.subarray(0, end);
        rest = rest.subarray(end + mark.length);
        if (!isData) command(part.toString('latin1'));
        else {
          isData = false;
          sink.received.push({ from, to, source: unstuffed(part) });
          step('dot');
        }
      }
    });
    step('greeting');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  sink.url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  sink.close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((closed) => server.close(() => closed()));
  };
  return sink;
}

function unstuffed(message: Buffer): Buffer {
  return Buffer.from(`${message.toString('latin1').replaceAll('\r\n.', '\r\n')}\r\n`, 'latin1');
}
