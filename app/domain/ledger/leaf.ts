/** Version that every leaf begins with. Source: docs/ledger.md, "Bytes". */
const VERSION = 'v1';

/** Fewest and most shares that one leaf publishes or takes back. Source: docs/ledger.md, "Small cells". */
export const MIN_TALLY_TOKENS = 11;
/** Most shares of one leaf, so that a leaf stays within the 65,535 bytes of an entry bundle. Own choice. */
export const MAX_TALLY_TOKENS = 500;

/** What the ledger's breakdowns are by. Own choice. */
export type LeafDimension = 'isp' | 'state';

/**
 * One leaf of a campaign's ledger. `sequence`: its place, from 0. `day`: UTC, YYYY-MM-DD. `commitment`: 43 characters, `tokens`: 22 each, base64url
 * without padding, rising in ASCII order; of an anchor the commitment is the head of the audit's chain. `of`: the leaf that it replaces or takes back. `value`: slug of the ISP or `other`, letters of the state or `none`.
 * Source: docs/ledger.md, "Bytes".
 */
export type Leaf = { sequence: number; day: string } & (
  | { kind: 'sign' | 'anchor'; commitment: string }
  | { kind: 'correct'; commitment: string; of: number }
  | { kind: 'withdraw'; of: number }
  | { kind: 'invalidate'; of: number; reason: string }
  | { kind: 'tally' | 'untally'; dimension: LeafDimension; value: string; tokens: readonly string[] }
);

/** Bytes as base64url without padding, which has one spelling only: the bits beyond the last byte are 0. */
const COMMITMENT = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const TOKEN = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;
const REASON = /^[a-z0-9-]{1,40}$/;
const VALUES: Record<LeafDimension, RegExp> = { isp: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, state: /^(?:[A-Z]{2}|none)$/ };

/** Writes a leaf as it is hashed and published. Throws on fields that `parseLeaf` would refuse. Source: docs/ledger.md, "Bytes". */
export function writeLeaf(leaf: Leaf): string {
  const text = [VERSION, leaf.kind, leaf.sequence, leaf.day, ...fieldsAfterDay(leaf)].join(' ');
  if (!parseLeaf(text)) throw new RangeError(`leaf ${leaf.sequence} has fields that no leaf may have`);
  return text;
}

/** The fields after the day, as the sequencer's statements take them. Source: docs/ledger.md, "Bytes". */
export function fieldsAfterDay(leaf: Leaf): string[] {
  switch (leaf.kind) {
    case 'sign':
    case 'anchor':
      return ['-', '-', leaf.commitment, '-'];
    case 'correct':
      return ['-', '-', leaf.commitment, String(leaf.of)];
    case 'withdraw':
      return ['-', '-', '-', String(leaf.of)];
    case 'invalidate':
      return ['-', '-', '-', String(leaf.of), leaf.reason];
    default: {
      const cells = leaf.dimension === 'isp' ? [leaf.value, '-'] : ['-', leaf.value];
      return [...cells, '-', '-', String(leaf.tokens.length), leaf.tokens.join(',')];
    }
  }
}

/** Reads a leaf; null for anything that is not one, byte by byte: a leaf has one spelling. Source: docs/ledger.md, "Bytes". */
export function parseLeaf(text: string): Leaf | null {
  const [version, kind = '', number = '', day = '', isp = '', state = '', commitment = '', of = '', ...tail] =
    text.split(' ');
  if (version !== VERSION || !NUMBER.test(number) || !isDay(day)) return null;
  const head = { sequence: Number(number), day };
  if (kind === 'tally' || kind === 'untally') {
    if (commitment !== '-' || of !== '-') return null;
    const shares = parseShares(isp, state, tail);
    return shares && { ...head, kind, ...shares };
  }
  if (isp !== '-' || state !== '-') return null;
  const isSaid = COMMITMENT.test(commitment);
  const refersTo = NUMBER.test(of) && Number(of) < head.sequence ? Number(of) : null;
  if (kind === 'sign' || kind === 'anchor')
    return isSaid && of === '-' && tail.length === 0 ? { ...head, kind, commitment } : null;
  if (refersTo === null) return null;
  if (kind === 'correct') return isSaid && tail.length === 0 ? { ...head, kind, commitment, of: refersTo } : null;
  if (commitment !== '-') return null;
  if (kind === 'withdraw') return tail.length === 0 ? { ...head, kind, of: refersTo } : null;
  const [reason = '', ...more] = tail;
  if (kind !== 'invalidate' || more.length > 0 || !REASON.test(reason)) return null;
  return { ...head, kind, of: refersTo, reason };
}

function parseShares(isp: string, state: string, tail: readonly string[]) {
  const [count = '', list = '', ...more] = tail;
  if (more.length > 0 || (isp === '-') === (state === '-')) return null;
  const dimension: LeafDimension = isp === '-' ? 'state' : 'isp';
  const value = isp === '-' ? state : isp;
  const tokens = list.split(',');
  const isWhole =
    VALUES[dimension].test(value) &&
    count === String(tokens.length) &&
    tokens.length >= MIN_TALLY_TOKENS &&
    tokens.length <= MAX_TALLY_TOKENS &&
    tokens.every((token, at) => TOKEN.test(token) && (at === 0 || (tokens[at - 1] ?? '') < token));
  return isWhole ? { dimension, value, tokens } : null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
