import nodemailer from 'nodemailer';

// Must never reach a browser bundle; tests/rules searches for it. The effect keeps it in every bundle that takes this file.
const BUNDLE_MARKER = 'untolled-marker-emails-transport';
Reflect.set(globalThis, BUNDLE_MARKER, true);

/** An address with an optional display name. Passed on as an object, never as text: text with a comma or a line break reroutes. */
export interface Mailbox {
  name?: string;
  address: string;
}

/** One message to one recipient. `messageId` in angle brackets, derived from what it is about, so that a retry is the same message. */
export interface OutgoingMail {
  /** What sort of message, for the mailbox and for logs, e.g. "confirmation" or "letter". */
  kind: string;
  messageId: string;
  /** Where bounces of it go: the sender on the envelope (MAIL FROM). Left out: the address of `from`. */
  envelopeFrom?: string;
  /** Left out: the post's own sender. */
  from?: Mailbox;
  to: Mailbox;
  replyTo?: Mailbox;
  subject: string;
  text: string;
  html?: string;
  headers?: Record<string, string>;
}

/**
 * What the post says of a message. `accepted`: the server took responsibility. `temporary_failure`: 4xx, no connection, no answer
 * in time before the message was handed over, or our own log-in refused; try again later with the same Message-ID. `shouldHold`: the
 * server closes to everybody (421), so leave it alone for a while. `permanent_failure`: 5xx for this message or an address that cannot
 * exist; never try again. `unknown`: the whole message was handed over and no answer came, so the server may have it; try again with the same
 * Message-ID. `code`: SMTP reply code, null when no server answered. Source: RFC 5321 sections 3.8, 4.2.1 and 6.1.
 */
export type PostOutcome =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'temporary_failure'; code: number | null; response: string; shouldHold: boolean }
  | { outcome: 'permanent_failure'; code: number | null; response: string }
  | { outcome: 'unknown'; code: null; response: string };

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

/** Which post to open: `smtpUrl` (smtp:// or smtps://) sends; without it every message goes to `keep`. `from`: default sender. */
export interface PostOptions {
  smtpUrl: string | undefined;
  from: Mailbox;
  keep: KeepMail;
}

/** The post that the configuration asks for: SMTP when `smtpUrl` is set, the mailbox otherwise. Opens no connection yet. */
export function createPost({ smtpUrl, from, keep }: PostOptions): Post {
  return smtpUrl ? createSmtpPost({ smtpUrl, from }) : createMailboxPost({ from, keep });
}

/** Connections at most, and how long (ms) each stage may last before the attempt counts as a temporary failure. Own choice. */
const SMTP_LIMITS = {
  maxConnections: 5,
  maxMessages: 100,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 45_000,
} as const;

const sendTimeoutMs = 120_000;

/** Options of every message: nothing is read from disk or the network, and the software does not advertise itself. */
const messageRules = {
  disableFileAccess: true,
  disableUrlAccess: true,
  xMailer: false,
  textEncoding: 'quoted-printable',
} as const;

/**
 * A post over SMTP with pooled connections. The pool never sends a message again by itself: whether to try again is the
 * caller's decision, because only the caller has the record of attempts. `sendTimeoutMs`: end of patience for one message.
 */
export function createSmtpPost(options: { smtpUrl: string; from: Mailbox; sendTimeoutMs?: number }): Post {
  const patienceMs = options.sendTimeoutMs ?? sendTimeoutMs;
  const transport = nodemailer.createTransport({ ...SMTP_LIMITS, pool: true, maxRequeues: 0, url: options.smtpUrl });
  return {
    async send(mail) {
      const refusal = refusalOf(mail, options.from);
      if (refusal) return refusal;
      try {
        const info = await transport.sendMail({
          ...compose(mail, options.from),
          signal: AbortSignal.timeout(patienceMs),
        });
        return { outcome: 'accepted', response: oneLine(info.response) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** A post that builds the same bytes as the SMTP post and hands them to `keep`; a fault of `keep` is thrown. */
export function createMailboxPost({ from, keep }: { from: Mailbox; keep: KeepMail }): Post {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const refusal = refusalOf(mail, from);
      if (refusal) return refusal;
      const { message } = await transport.sendMail(compose(mail, from));
      if (!Buffer.isBuffer(message)) throw new Error('the composed message is not a buffer');
      await keep({
        messageId: mail.messageId,
        kind: mail.kind,
        from: (mail.from ?? from).address,
        to: mail.to.address,
        subject: oneLine(mail.subject),
        source: message,
      });
      return { outcome: 'accepted', response: '250 kept in the mailbox' };
    },
    async close() {
      transport.close();
    },
  };
}

function compose(mail: OutgoingMail, from: Mailbox) {
  return {
    ...messageRules,
    from: mailbox(mail.from ?? from),
    to: [mailbox(mail.to)],
    ...(mail.replyTo ? { replyTo: [mailbox(mail.replyTo)] } : {}),
    messageId: mail.messageId,
    subject: oneLine(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: Object.fromEntries(Object.entries(mail.headers ?? {}).map(([key, value]) => [key, oneLine(value)])),
  };
}

const maxNameChars = 200;

function mailbox({ name, address }: Mailbox): { name: string; address: string } {
  return {
    name: Array.from(oneLine(name ?? ''))
      .slice(0, maxNameChars)
      .join(''),
    address,
  };
}

/** Below the 998 that a header line may be long, because a word without blanks cannot be folded. Source: RFC 5322 section 2.1.1. */
const maxHeaderChars = 900;

/** One line without control characters, lone surrogates and characters that turn the direction of the text around. */
function oneLine(value: string): string {
  return value
    .slice(0, maxHeaderChars)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

const plainAddress = /^[^\s<>()[\]\\,;:"@\p{Cc}]{1,64}@[^\s<>()[\]\\,;:"@\p{Cc}]{1,255}$/u;

function refusalOf(mail: OutgoingMail, from: Mailbox): PostOutcome | null {
  for (const { address } of [mail.to, mail.from ?? from, mail.replyTo ?? mail.to]) {
    if (!plainAddress.test(address))
      return { outcome: 'permanent_failure', code: null, response: 'Not an address that mail can go to' };
  }
  return null;
}

/** Stages of a conversation at which a 5xx answer is about the message and not about us. Source: RFC 5321 section 3.3. */
const MESSAGE_STAGES = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

function outcomeOf(error: unknown): PostOutcome {
  const { responseCode, permanent, command, code, response, message } = error as Error & {
    responseCode?: number;
    permanent?: boolean;
    command?: string;
    code?: string;
    response?: string;
  };
  const refused = permanent === true && MESSAGE_STAGES.has(command ?? '');
  const impossible = code === 'EENVELOPE' && command === 'API';
  const said = { code: responseCode ?? null, response: oneLine(response ?? message) };
  if (refused || impossible) return { outcome: 'permanent_failure', ...said };
  return { outcome: 'temporary_failure', ...said, shouldHold: responseCode === 421 };
}
