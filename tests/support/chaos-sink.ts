import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What goes wrong: an answer of this code, no answer at all, a connection that is reset, or one that answers slowly (`late`). */
export type Mischief = number | 'stall' | 'reset' | 'late';

/** Where it goes wrong in the life of a connection and of a message; `dot`: the whole message has come and is not kept; `kept`: it is kept first. */
export type Stage = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'dot' | 'kept';

/** How the sink treats connections (numbered from 1) and messages, named by the delivery in their VERP sender; `attempt` counts MAIL commands. */
export interface Chaos {
  connection(number: number): { stage: Stage; mischief: Mischief } | null;
  message(delivery: string, attempt: number): { stage: Stage; mischief: Mischief } | null;
  lateMs: number;
}

/** A sink on `smtp-server`. `kept`: how often each delivery was kept; `messageIds` and `attempts`: what was seen of it. */
export interface ChaosSink {
  url: string;
  kept: Map<string, number>;
  messageIds: Map<string, Set<string>>;
  attempts: Map<string, number>;
  close(): Promise<void>;
}

type Command = (this: Connection, command: Buffer, done: () => void) => void;
interface Connection {
  session: SMTPServerSession;
  _socket: Socket;
  send(code: number, text: string): void;
  close(): void;
  handler_EHLO: Command;
  handler_HELO: Command;
  handler_DATA: Command;
}

const deliveryOf = (address: string) =>
  (/^bounce\+([0-9a-f]{32})-/.exec(address)?.[1] ?? 'nobody').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const refusal = (code: number) => Object.assign(new Error('chaos'), { responseCode: code });

/** Starts the sink; the caller closes it. */
export async function chaosSink(chaos: Chaos): Promise<ChaosSink> {
  const kept = new Map<string, number>();
  const messageIds = new Map<string, Set<string>>();
  const attempts = new Map<string, number>();
  let connections = 0;
  const sockets = new Set<Socket>();
  const planned = new Map<string, { stage: Stage; mischief: Mischief } | null>();

  const found = (session: SMTPServerSession) =>
    [...(smtp as unknown as { connections: Set<Connection> }).connections].find((one) => one.session.id === session.id);
  /** Plays the mischief of a stage, or goes on. */
  function play(session: SMTPServerSession, stage: Stage, goOn: (fault?: Error) => void): void {
    const plan = planned.get(session.id);
    const mischief = plan?.stage === stage ? plan.mischief : null;
    if (mischief === null) goOn();
    else if (mischief === 'reset') found(session)?._socket.resetAndDestroy();
    else if (mischief === 'late') setTimeout(goOn, chaos.lateMs);
    else if (mischief !== 'stall') {
      goOn(refusal(mischief));
      if (mischief === 421) setTimeout(() => found(session)?.close(), 10);
    }
  }
  function watch(connection: Connection) {
    for (const [name, stage] of [
      ['handler_EHLO', 'EHLO'],
      ['handler_HELO', 'EHLO'],
      ['handler_DATA', 'DATA'],
    ] as const) {
      const real = connection[name];
      connection[name] = function (command, done) {
        play(connection.session, stage, (fault) => {
          if (!fault) return real.call(this, command, done);
          this.send((fault as Error & { responseCode: number }).responseCode, 'chaos');
          done();
        });
      };
    }
  }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onConnect(session, done) {
      connections += 1;
      planned.set(session.id, chaos.connection(connections));
      const connection = found(session);
      if (connection) watch(connection);
      play(session, 'greeting', (fault) => (fault ? done(fault) : done()));
    },
    onMailFrom({ address }, session, done) {
      const delivery = deliveryOf(address);
      const attempt = (attempts.get(delivery) ?? 0) + 1;
      attempts.set(delivery, attempt);
      planned.set(session.id, chaos.message(delivery, attempt));
      play(session, 'MAIL', done);
    },
    onRcptTo: (_, session, done) => play(session, 'RCPT', done),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom } = session.envelope;
        const delivery = deliveryOf(mailFrom ? mailFrom.address : '');
        play(session, 'dot', (fault) => {
          if (fault) return done(fault);
          const id = /^message-id:\s*(\S+)/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '';
          messageIds.set(delivery, (messageIds.get(delivery) ?? new Set()).add(id));
          kept.set(delivery, (kept.get(delivery) ?? 0) + 1);
          play(session, 'kept', (late) => (late ? done(late) : done(null, 'kept')));
        });
      });
    },
  });
  smtp.on('error', () => {});
  smtp.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  const address = smtp.server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    kept,
    messageIds,
    attempts,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => smtp.close(() => closed()));
    },
  };
}
