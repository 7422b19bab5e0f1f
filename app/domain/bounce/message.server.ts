import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { type RecipientReport, readDeliveryStatus, readFailureText } from './bounce.ts';

/**
 * What a message that came in holds. `addressedTo`: every address that it was sent or delivered to, in lower case; `reports`: what it says of each recipient,
 * empty when it is no bounce; `returnedIds`: Message-IDs, with brackets, of what it returns; `isComplaint`: a feedback report says that its reader called the mail spam. Source of the last: RFC 5965.
 */
export interface BounceMessage {
  addressedTo: string[];
  reports: RecipientReport[];
  returnedIds: string[];
  isComplaint: boolean;
}

/** Limits of parsing: a report is three parts deep. Own choice. */
const LIMITS = { forceRfc822Attachments: true, maxNestingDepth: 10, maxHeadersSize: 64 * 1024 } as const;

/** Longest address that is one: 64 characters, `@`, 255 characters. Source: RFC 5321 section 4.5.3.1. */
const MAX_ADDRESS_CHARS = 320;

/** Fields in which servers note whom they delivered to, beside `To`. */
const ADDRESS_FIELDS = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);

/** Most lines of a message that are read, because each costs more than its bytes: twice those of a letter and its html. Own choice. */
const MAX_LINES = 20_000;

/** Takes a message apart. Throws on bytes that are no message, such as parts nested without end or lines without number. Source: RFC 3464, RFC 3462. */
export async function readBounceMessage(source: Uint8Array): Promise<BounceMessage> {
  if (source.reduce((lines, byte) => lines + Number(byte === 0x0a), 0) > MAX_LINES)
    throw new Error('the message has too many lines');
  const email = await PostalMime.parse(source, LIMITS);
  const partsOf = (type: RegExp) => email.attachments.filter((part) => type.test(part.mimeType));
  const status = partsOf(/^message\/(?:global-)?delivery-status$/).flatMap((part) => readDeliveryStatus(textOf(part)));
  const hasFailed = email.headers.some(({ key }) => key === 'x-failed-recipients');
  const told = status.length === 0 && hasFailed ? readFailureText(email.text ?? '') : null;
  const returned = partsOf(/^(?:message\/(?:rfc822|global|global-headers|rfc822-headers)|text\/rfc822-headers)$/);
  return {
    addressedTo: addressesOf(email),
    reports: told ? [told] : status,
    returnedIds: returned.flatMap((part) => messageIdOf(textOf(part)) ?? []),
    isComplaint: partsOf(/^message\/feedback-report$/).some((part) => isAbuse(textOf(part))),
  };
}

function addressesOf({ headers }: Email): string[] {
  return headers
    .filter(({ key }) => ADDRESS_FIELDS.has(key))
    .flatMap(({ value }) => value.split(/[\s<>,;:"()]+/))
    .filter((word) => word.length <= MAX_ADDRESS_CHARS && /^[^@]+@[^@]+$/.test(word))
    .map((address) => address.toLowerCase());
}

function messageIdOf(returned: string): string | undefined {
  const head = returned.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^message-id:\s*(<[^<>\s]+>)/im.exec(head)?.[1];
}

/** Kinds of feedback that say "I do not want this". `opt-out` is how some receivers call the same button. Source: RFC 5965 section 3.1 and its registry. */
function isAbuse(report: string): boolean {
  return /^feedback-type:[ \t]*(?:abuse|fraud|opt-out)[ \t]*$/im.test(report.replaceAll('\r', ''));
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
