import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import { type DkimKey, signMail } from './dkim.ts';
import { openGate, urgencyOf } from './gate.ts';
import { outcomeOf, type PostOutcome } from './outcome.ts';
import { composeSource, isAddressedPlainly, type Mailbox, type OutgoingMail, oneLine } from './outgoing.ts';

// Must never reach a browser bundle; tests/rules searches for it. The effect keeps it in every bundle that takes this file.
const BUNDLE_MARKER = 'untolled-marker-emails-transport';
Reflect.set(globalThis, BUNDLE_MARKER, true);

/** Hands messages over, one call per message; a refusal is an outcome, never thrown. `close` lets deliveries under way finish. */
export interface Post {
  send(mail: OutgoingMail): Promise<PostOutcome>;
  close(): Promise<void>;
}

/** A message as it would have left: `source` is the whole of it, RFC 5322 bytes with CRLF; `messageId` in angle brackets. */
export interface KeptMail {
  messageId: string;
  kind: string;
  from: string;
  to: string;
  subject: string;
  source: Buffer;
}

/** Keeps a message in place of sending it; keeping the same `messageId` again must change nothing. */
export type KeepMail = (mail: KeptMail) => Promise<unknown>;

/** What every post needs: the default sender, and the key that signs; without one, mails leave unsigned. */
interface Desk {
  from: Mailbox;
  dkim?: DkimKey | undefined;
}

/** Which post to open: `smtpUrl` (smtp:// or smtps://) sends; without it every message goes to `keep`. `from`: default sender. */
export interface PostOptions extends Desk {
  smtpUrl: string | undefined;
  keep: KeepMail;
}

/** The post that the configuration asks for: SMTP when `smtpUrl` is set, the mailbox otherwise. Opens no connection yet. */
export function createPost({ smtpUrl, keep, ...desk }: PostOptions): Post {
  return smtpUrl ? createSmtpPost({ smtpUrl, ...desk }) : createMailboxPost({ keep, ...desk });
}

/**
 * Connections at most, and how long (ms) each stage may last before the attempt counts as a temporary failure. A connection that idles is
 * closed by us before the server does, so that no message is handed to one that is going away. Own choice.
 */
const SMTP_LIMITS = {
  // One of them is kept for mails that somebody waits for (emails/gate.ts).
  maxConnections: 6,
  maxMessages: 100,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 45_000,
  idleTimeout: 10_000,
} as const;

const sendTimeoutMs = 120_000;

/**
 * A post over SMTP with pooled connections. The pool never sends a message again by itself: whether to try again is the
 * caller's decision, because only the caller has the record of attempts. `sendTimeoutMs`: end of patience for one message, counted from when a
 * connection is free for it.
 */
export function createSmtpPost(options: Desk & { smtpUrl: string; sendTimeoutMs?: number }): Post {
  const patienceMs = options.sendTimeoutMs ?? sendTimeoutMs;
  const transport = nodemailer.createTransport({ ...SMTP_LIMITS, pool: true, maxRequeues: 0, url: options.smtpUrl });
  const gate = openGate(SMTP_LIMITS.maxConnections);
  transport.use('stream', ({ message, data: { raw } }, done) => {
    // Read by the connection itself once the server has asked for the message, so that its end tells whether all of it was handed over.
    if (raw instanceof Readable) message.createReadStream = () => raw;
    done();
  });
  return {
    async send(mail) {
      if (!isAddressedPlainly(mail, options.from)) return impossible;
      const source = await finished(mail, options);
      const leave = await gate.enter(urgencyOf(mail.kind));
      const raw = readableOf(source);
      try {
        const info = await transport.sendMail({
          envelope: { from: mail.envelopeFrom ?? (mail.from ?? options.from).address, to: [mail.to.address] },
          messageId: mail.messageId,
          raw,
          xMailer: false,
          signal: AbortSignal.timeout(patienceMs),
        });
        return { outcome: 'accepted', response: oneLine(info.response) };
      } catch (error) {
        return outcomeOf(error, raw.readableEnded);
      } finally {
        leave();
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** A post that builds the same bytes as the SMTP post and hands them to `keep`; a fault of `keep` is thrown. */
export function createMailboxPost({ keep, ...desk }: Desk & { keep: KeepMail }): Post {
  return {
    async send(mail) {
      if (!isAddressedPlainly(mail, desk.from)) return impossible;
      await keep({
        messageId: mail.messageId,
        kind: mail.kind,
        from: (mail.from ?? desk.from).address,
        to: mail.to.address,
        subject: oneLine(mail.subject),
        source: await finished(mail, desk),
      });
      return { outcome: 'accepted', response: '250 kept in the mailbox' };
    },
    async close() {},
  };
}

const PART_BYTES = 16 * 1024;

/** The bytes in parts, so that the end is reached only when nearly all of them have left. */
function readableOf(source: Buffer): Readable {
  let at = 0;
  return new Readable({
    read() {
      this.push(at < source.length ? source.subarray(at, at + PART_BYTES) : null);
      at += PART_BYTES;
    },
  });
}

const impossible = {
  outcome: 'permanent_failure',
  code: null,
  response: 'Not an address that mail can go to',
} as const satisfies PostOutcome;

async function finished(mail: OutgoingMail, { from, dkim }: Desk): Promise<Buffer> {
  const source = mail.source ?? (await composeSource(mail, from));
  return dkim ? signMail(source, dkim, new Date()) : source;
}
