import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A message as it came over the wire: the envelope's addresses and the bytes. */
export interface ReceivedMail {
  from: string;
  to: string[];
  source: Buffer;
}

/** A real SMTP server on this machine that keeps what it takes. `url`: smtp://127.0.0.1:PORT. */
export interface MailServer {
  url: string;
  received: ReceivedMail[];
  close(): Promise<void>;
}

/** Starts a server that accepts everything, unless `options` say otherwise. The caller closes it. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((to) => to.address),
          source: Buffer.concat(chunks),
        });
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
