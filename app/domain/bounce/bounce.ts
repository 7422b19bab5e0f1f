/** What a bounce turned out to be; mirrors `db/schema/delivery.ts`. `complaint`: a receiver called the mail spam; `forged`: its address carries no valid signature of ours; `unrelated`: no bounce at all. */
export const BOUNCE_VERDICTS = ['permanent', 'temporary', 'delayed', 'complaint', 'forged', 'unrelated'] as const;

/** One of the verdicts. */
export type BounceVerdict = (typeof BOUNCE_VERDICTS)[number];

/** By which way a bounce came in. */
export const BOUNCE_WAYS = ['folder', 'http'] as const;

/** One of the ways. */
export type BounceWay = (typeof BOUNCE_WAYS)[number];

/**
 * What became of a message. `came_back`: it moved its delivery to `bounced`. Refusals: `known`: it was taken before; `under_way`: the attempt that it is
 * about has not been written down yet, hand it in again in some seconds; `too_large`, `unreadable`: it was not read, and nothing is kept of it.
 */
export type BounceTaken =
  | {
      ok: true;
      bounceId: number;
      verdict: BounceVerdict;
      deliveryId: number | null;
      /** The copy of a broadcast that it is about. */
      recipientId: number | null;
      cameBack: boolean;
    }
  | { ok: false; reason: 'known' | 'under_way' | 'too_large' | 'unreadable' };

/** Most bytes of a bounce that are read: room for the longest letter returned whole, and little enough that none keeps a process busy. Own choice. */
export const maxBounceBytes = 256 * 1024;

/** Most characters of a diagnostic that are kept. Own choice. */
export const maxDiagnosticChars = 500;

/** What a report says of one recipient, in lower case where the RFC says so. `status`: class, subject and detail, e.g. `5.1.1`. Source: RFC 3464 section 2.3. */
export interface RecipientReport {
  action: string | null;
  status: string | null;
  diagnostic: string | null;
}

/** How a report is read. `isFinal`: the server gave the letter up; `isAboutAddress`: nothing that is sent there can arrive. */
export interface BounceReading {
  verdict: Exclude<BounceVerdict, 'forged' | 'complaint'>;
  isFinal: boolean;
  isAboutAddress: boolean;
}

/** Detail codes of class 5 that speak of the letter or of the receiver's rules and not of the address: full, too long, content, policy. RFC 3463 section 3. */
const ABOUT_LETTER = /^5\.(?:2\.[23]|3\.4|6\.|7\.)/;

/**
 * Reads what a report says of our recipient. A letter that a server gave up after days of trying (`failed` with class 4) came back, but says nothing for good
 * about the address. Source: RFC 3464 sections 2.3.3 and 2.3.4; RFC 3463.
 */
export function readReport({ action, status, diagnostic }: RecipientReport): BounceReading {
  const none: BounceReading = { verdict: 'unrelated', isFinal: false, isAboutAddress: false };
  if (action !== null && action !== 'failed' && action !== 'delayed') return none;
  const kind = /^[45]/.exec(status ?? '')?.[0] ?? /\b([45])\d\d\b/.exec(diagnostic ?? '')?.[1] ?? null;
  if (action === 'delayed') return { ...none, verdict: 'delayed' };
  if (kind === '4') return { verdict: 'temporary', isFinal: action === 'failed', isAboutAddress: false };
  if (kind === null && action === null) return none;
  return { verdict: 'permanent', isFinal: true, isAboutAddress: kind === '5' && !ABOUT_LETTER.test(status ?? '') };
}

/** The fields of a `message/delivery-status` part about each recipient; the first block is about the message. Unfolds lines. RFC 3464 section 2.1. */
export function readDeliveryStatus(text: string): RecipientReport[] {
  const blocks = text
    .replaceAll('\r\n', '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n[ \t]*\n+/)
    .map(fieldsOf);
  return blocks
    .filter((fields) => fields.has('final-recipient') || fields.has('action') || fields.has('status'))
    .map((fields) => ({
      action: fields.get('action')?.toLowerCase() ?? null,
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null,
      diagnostic: fields.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? null,
    }));
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = /^([A-Za-z][\w-]*)[ \t]*:(.*)$/.exec(line) ?? [];
    // Comments in round brackets may follow a value (RFC 5322); the text of a diagnostic keeps its own.
    if (name && value !== undefined) {
      const key = name.toLowerCase();
      const kept = key === 'diagnostic-code' ? value : value.replace(/\([^()]*\)/g, '');
      if (!fields.has(key)) fields.set(key, kept.trim());
    }
  }
  return fields;
}

/**
 * What the text of a bounce without a report says, where the server names in a header who failed (Exim before 4.89, older systems): the first code of
 * class 5, or null. Source: Exim specification, "X-Failed-Recipients".
 */
export function readFailureText(text: string): RecipientReport | null {
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? null;
  const line = text.split(/\r?\n/).find((one) => /\b5\d\d[ -]/.test(one) || (status !== null && one.includes(status)));
  return line ? { action: 'failed', status, diagnostic: line.trim() } : null;
}
