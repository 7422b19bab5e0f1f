import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

/** What mails are signed with: the domain and selector under which the public key stands in the DNS, and the private RSA key, parsed once. */
export interface DkimKey {
  domain: string;
  selector: string;
  key: KeyObject;
}

/**
 * Fields that stand in the signature once more than in the message, so that nobody can add a second From or Subject to a signed message.
 * Source: RFC 6376 section 8.15.
 */
const SEALED = [
  'from',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
] as const;

/** Fields that are signed where they occur. Source: RFC 6376 section 5.4.1; RFC 8058 section 4 asks for the two of unsubscribing. */
const SIGNED = [
  'sender',
  'content-transfer-encoding',
  'auto-submitted',
  'in-reply-to',
  'references',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
] as const;

const signLater = promisify(sign);

/**
 * A message with its DKIM-Signature on top: rsa-sha256, relaxed/relaxed. `source`: the whole message, CRLF, header fields in ASCII. The key works on
 * a thread of its own. `at`: the time of signing. Throws when the key cannot sign. Source: RFC 6376; RFC 8301 for the algorithm.
 */
export async function signMail(source: Buffer, { domain, selector, key }: DkimKey, at: Date): Promise<Buffer> {
  const text = source.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('the message has no empty line after its head');
  const bodyHash = createHash('sha256')
    .update(relaxedBody(text.slice(end + 4)), 'latin1')
    .digest('base64');
  const { names, lines } = chosenFields(text.slice(0, end));
  const bare = [
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain};`,
    ` s=${selector}; t=${Math.floor(at.getTime() / 1000)};`,
    ` h=${names.join(':').replace(/.{50,70}:/g, '$&\r\n  ')};`,
    ` bh=${bodyHash};`,
    ' b=',
  ].join('\r\n');
  const signed = [...lines, relaxedField(bare)].join('\r\n');
  const signature = (await signLater('sha256', Buffer.from(signed, 'latin1'), key)).toString('base64');
  return Buffer.concat([Buffer.from(`${bare}${signature.replace(/.{72}(?=.)/g, '$&\r\n  ')}\r\n`, 'latin1'), source]);
}

/** The names for `h=` and the fields as they are hashed; of a field that occurs more than once the lowest comes first. RFC 6376 section 5.4.2. */
function chosenFields(head: string): { names: string[]; lines: string[] } {
  const fields = new Map<string, string[]>();
  for (const field of head.split(/\r\n(?![ \t])/)) {
    const name = field.slice(0, field.indexOf(':')).trim().toLowerCase();
    fields.set(name, [field, ...(fields.get(name) ?? [])]);
  }
  const names: string[] = [];
  const lines: string[] = [];
  for (const name of [...SEALED, ...SIGNED]) {
    const present = fields.get(name) ?? [];
    lines.push(...present.map(relaxedField));
    names.push(...present.map(() => name));
  }
  return { names: [...names, ...SEALED], lines };
}

/** RFC 6376 section 3.4.2. */
function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}

/** RFC 6376 section 3.4.4. */
function relaxedBody(body: string): string {
  let text = body.replace(/[ \t]+/g, ' ').replaceAll(' \r\n', '\r\n');
  if (text.endsWith(' ')) text = text.slice(0, -1);
  let end = text.length;
  while (text.startsWith('\r\n', end - 2) && end >= 2) end -= 2;
  return end === 0 ? '' : `${text.slice(0, end)}\r\n`;
}
