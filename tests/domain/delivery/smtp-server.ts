import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { afterAll } from 'vitest';
import { createSmtpPost } from '#emails/transport.ts';

interface Received {
  to: string[];
  source: Buffer;
}

/** A real SMTP server whose answer to each message is the next of `answers`; `drop` closes the connection instead. */
export async function server(answers: (number | 'drop')[] = []) {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session: SMTPServerSession, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const answer = answers.shift() ?? 250;
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks) });
        if (answer === 250) return done(null, 'taken as 4711');
        if (answer === 'drop') {
          for (const connection of (smtp as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
            .connections)
            connection._socket.destroy();
          return;
        }
        done(Object.assign(new Error('says the server'), { responseCode: answer }));
      });
    },
  });
  smtp.on('error', () => {});
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const post = createSmtpPost({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: { address: 'campaign@untolled.example' },
    sendTimeoutMs: 5_000,
  });
  afterAll(async () => {
    await post.close();
    await new Promise<void>((closed) => smtp.close(closed));
  });
  return { received, post };
}
