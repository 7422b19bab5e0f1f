/** Marker that must never reach a browser bundle; `tests/rules` searches for it. */
export const BUNDLE_MARKER = 'untolled-marker-emails-transport';

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
 * What the post says of a message. `accepted`: the server took responsibility. `temporary_failure`: 4xx, no connection or no answer
 * in time; try again later with the same Message-ID. `permanent_failure`: 5xx or an address that cannot exist; never try again.
 * `code`: SMTP reply code, null when no server answered. Source: RFC 5321 section 4.2.1.
 */
export type PostOutcome =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'temporary_failure' | 'permanent_failure'; code: number | null; response: string };

/** Hands messages over, one call per message; a refusal is an outcome, never thrown. `close` waits for nothing. */
export interface Post {
  send(mail: OutgoingMail): Promise<PostOutcome>;
  close(): Promise<void>;
}

/** A message as it would have left: `source` is the whole of it, RFC 5322 bytes with CRLF. */
export interface KeptMail {
  messageId: string;
  kind: string;
  from: string;
  to: string;
  subject: string;
  source: Buffer;
}

/** Which post to open: `smtpUrl` (smtp:// or smtps://) sends; without it every message goes to `keep`. */
export interface PostOptions {
  smtpUrl: string | undefined;
  /** Sender of every message that names none. */
  from: Mailbox;
  keep(mail: KeptMail): Promise<void>;
}
