import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';

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
  /** Plain-text files beside the message, their bytes as they are. `fileName`: letters, digits, hyphens and full stops. */
  attachments?: readonly { fileName: string; text: string }[];
  /** The whole message, where it was composed beforehand (`copies.ts`); subject, texts and headers are then those in it. */
  source?: Buffer;
}

/** Options of every message: nothing is read from disk or the network, and lines end as RFC 5322 wants them. */
const messageRules = {
  disableFileAccess: true,
  disableUrlAccess: true,
  textEncoding: 'quoted-printable',
  newline: 'windows',
} as const;

/** The whole of a message, RFC 5322 bytes with CRLF and every byte below 128. `from`: the sender of a mail that names none. Own choice. */
export async function composeSource(mail: OutgoingMail, from: Mailbox): Promise<Buffer> {
  const fields = { From: mail.from ?? from, To: mail.to, 'Reply-To': mail.replyTo };
  const composed = await new MailComposer({
    ...messageRules,
    from: mailbox(fields.From),
    to: [mailbox(fields.To)],
    ...(mail.replyTo ? { replyTo: [mailbox(mail.replyTo)] } : {}),
    messageId: mail.messageId,
    subject: literal(oneLine(mail.subject)),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    attachments: (mail.attachments ?? []).map(({ fileName, text }) => ({
      filename: fileName,
      content: Buffer.from(text),
      contentType: 'text/plain; charset=utf-8',
      contentTransferEncoding: 'base64',
      contentDisposition: 'attachment',
    })),
    headers: Object.fromEntries(Object.entries(mail.headers ?? {}).map(([key, value]) => [key, oneLine(value)])),
  })
    .compile()
    .build();
  return Object.entries(fields).reduce((source, [field, box]) => withLiteralName(source, field, box), composed);
}

const maxNameChars = 200;

function nameOf({ name = '' }: Mailbox): string {
  return Array.from(oneLine(name)).slice(0, maxNameChars).join('');
}

/** A name that looks encoded is left out here, because nodemailer would only put it in quotes, which programs look through. */
function mailbox(box: Mailbox): { name: string; address: string } {
  const name = nameOf(box);
  return { name: looksEncoded(name) ? '' : name, address: box.address };
}

/** The message with the name that `mailbox` left out. */
function withLiteralName(source: Buffer, field: string, box: Mailbox | undefined): Buffer {
  const name = box ? nameOf(box) : '';
  if (!looksEncoded(name)) return source;
  const text = source.toString('latin1');
  const line = new RegExp(`(^|\\r\\n)${field}:\\s*<?([^\\s<>]+)>?\\r\\n`);
  return Buffer.from(
    text.replace(
      line,
      (_, before, address) =>
        `${before}${field}: ${literal(name).replaceAll('?= =?', '?=\r\n =?')}\r\n <${address}>\r\n`,
    ),
    'latin1',
  );
}

/** Text that programs would take for encoded words is encoded itself, so that it is read as it was written. Source: RFC 2047 section 5. */
function literal(line: string): string {
  return looksEncoded(line) ? encodeWord(line, 'Q', 52) : line;
}

function looksEncoded(line: string): boolean {
  return line.includes('=?');
}

/** Below the 998 that a header line may be long, because a word without blanks cannot be folded. Source: RFC 5322 section 2.1.1. */
const maxHeaderChars = 900;

/** One line of at most 900 characters without control characters, lone surrogates, byte order marks and characters that turn the direction of the text around. */
export function oneLine(value: string): string {
  return value
    .slice(0, maxHeaderChars)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
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
