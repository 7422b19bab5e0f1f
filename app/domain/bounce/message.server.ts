import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { type RecipientReport, readDeliveryStatus, readFailureText } from './bounce.ts';

/**
 * What a message that came in holds. `addressedTo`: every address that it was sent or delivered to, in lower case; `reports`: what it says of each recipient,
 * empty when it is no bounce; `returnedIds`: Message-IDs, with brackets, of what it returns.
 */
export interface BounceMessage {
  addressedTo: string[];
  reports: RecipientReport[];
  returnedIds: string[];
}

/** Limits of parsing: a report is three parts deep. Own choice. */
const LIMITS = { forceRfc822Attachments: true, maxNestingDepth: 10, maxHeadersSize: 256 * 1024 } as const;

/** Fields in which servers note whom they delivered to, beside `To`. */
const ADDRESS_FIELDS = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);

/** Takes a message apart. Throws on bytes that are no message, such as parts nested without end. Source: RFC 3464, RFC 3462. */
export async function readBounceMessage(source: Uint8Array): Promise<BounceMessage> {
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
  };
}

function addressesOf({ headers }: Email): string[] {
  return headers
    .filter(({ key }) => ADDRESS_FIELDS.has(key))
    .flatMap(({ value }) => value.match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? [])
    .map((address) => address.toLowerCase());
}

function messageIdOf(returned: string): string | undefined {
  const head = returned.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^message-id:\s*(<[^<>\s]+>)/im.exec(head)?.[1];
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
