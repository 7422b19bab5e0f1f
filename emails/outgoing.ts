import MailComposer from 'nodemailer/lib/mail-composer';

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

/** Options of every message: nothing is read from disk or the network, and lines end as RFC 5322 wants them. */
const messageRules = {
  disableFileAccess: true,
  disableUrlAccess: true,
  textEncoding: 'quoted-printable',
  newline: 'windows',
} as const;

/** The whole of a message, RFC 5322 bytes with CRLF and every byte below 128. `from`: the sender of a mail that names none. Own choice. */
export function composeSource(mail: OutgoingMail, from: Mailbox): Promise<Buffer> {
  return new MailComposer({
    ...messageRules,
    from: mailbox(mail.from ?? from),
    to: [mailbox(mail.to)],
    ...(mail.replyTo ? { replyTo: [mailbox(mail.replyTo)] } : {}),
    messageId: mail.messageId,
    subject: oneLine(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: Object.fromEntries(Object.entries(mail.headers ?? {}).map(([key, value]) => [key, oneLine(value)])),
  })
    .compile()
    .build();
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

/** One line of at most 900 characters without control characters, lone surrogates and characters that turn the direction of the text around. */
export function oneLine(value: string): string {
  return value
    .slice(0, maxHeaderChars)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

const plainAddress = /^[^\s<>()[\]\\,;:"@\p{Cc}]{1,64}@[^\s<>()[\]\\,;:"@\p{Cc}]{1,255}$/u;

/** Whether every address of a mail can exist and stands alone; one that cannot would make a second recipient or no message. Own choice. */
export function isAddressedPlainly(mail: OutgoingMail, from: Mailbox): boolean {
  const { address } = mail.from ?? from;
  return [mail.to.address, address, mail.replyTo?.address, mail.envelopeFrom].every(
    (one) => one === undefined || plainAddress.test(one),
  );
}
