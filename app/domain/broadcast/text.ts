/** Blanks that a broadcast may hold. `isp` and `state` may be unknown for a member and need words for that: `{{isp|your internet provider}}`. */
export const BLANKS = ['isp', 'state', 'isp_link', 'campaign_title', 'campaign_link'] as const;

/** Name of a blank. */
export type Blank = (typeof BLANKS)[number];

const MAY_BE_UNKNOWN: readonly Blank[] = ['isp', 'state'];
const OF_CAMPAIGN: readonly Blank[] = ['campaign_title', 'campaign_link'];

/** Longest words for "unknown", in characters. */
const MAX_FALLBACK = 100;

/** What is wrong with the blanks of a text; `at`: the blank as it was written. */
export interface BlankFault {
  reason: 'unknown_blank' | 'needs_fallback' | 'needs_campaign' | 'broken';
  at: string;
}

/** Values of the blanks for one member; null: not known. */
export type BlankValues = Readonly<Record<Blank, string | null>>;

const BLANK = /\{\{([^{}]*)\}\}/g;

function partsOf(inside: string): { name: string; fallback: string } {
  const [name = '', ...rest] = inside.split('|');
  return { name: name.trim(), fallback: rest.join('|').trim() };
}

const isBlank = (name: string): name is Blank => (BLANKS as readonly string[]).includes(name);

/** Every fault of a text's blanks, in their order; at most 20. `hasCampaign`: whether the broadcast leads to one. */
export function faultsOfBlanks(text: string, hasCampaign: boolean): BlankFault[] {
  const faults: BlankFault[] = [];
  for (const [at, inside = ''] of text.matchAll(BLANK)) {
    const { name, fallback } = partsOf(inside);
    if (!isBlank(name)) faults.push({ reason: 'unknown_blank', at });
    else if (
      MAY_BE_UNKNOWN.includes(name) &&
      (fallback === '' || fallback.length > MAX_FALLBACK || /[\n\r]/.test(fallback))
    )
      faults.push({ reason: 'needs_fallback', at });
    else if (OF_CAMPAIGN.includes(name) && !hasCampaign) faults.push({ reason: 'needs_campaign', at });
  }
  const left = /.{0,20}(?:\{\{|\}\}).{0,20}/.exec(text.replace(BLANK, ''));
  if (left) faults.push({ reason: 'broken', at: left[0] });
  return faults.slice(0, 20);
}

/** A text parted into its words and its blanks, in order. Throws on a blank that `faultsOfBlanks` would refuse. */
export function pieces(text: string): (string | { name: Blank; fallback: string })[] {
  const found: (string | { name: Blank; fallback: string })[] = [];
  let from = 0;
  for (const match of text.matchAll(BLANK)) {
    const { name, fallback } = partsOf(match[1] ?? '');
    if (!isBlank(name)) throw new Error(`there is no blank of the name ${name}`);
    found.push(text.slice(from, match.index), { name, fallback });
    from = match.index + match[0].length;
  }
  return [...found, text.slice(from)].filter((piece) => piece !== '');
}

/** A text with its blanks filled; a value that is not known is what the blank says for that. */
export function filled(text: string, values: BlankValues): string {
  return pieces(text)
    .map((piece) => (typeof piece === 'string' ? piece : (values[piece.name] ?? piece.fallback)))
    .join('');
}

/** What the text says first, on one line: what a mail program shows beside the subject. At most 120 characters. */
export function openingOf(text: string): string {
  const line = text
    .replace(/[#*_>`[\]]/g, '')
    .replace(/\(https?:[^)]*\)/g, '')
    .replace(/\\(.)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= 120 ? line : `${line.slice(0, 117).replace(/\s+\S*$/, '')}...`;
}

/** A value as Markdown reads it letter for letter: every sign that could mean something there is escaped. Source: CommonMark 0.31, section 2.4. */
export function safeInMarkdown(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g, '\\$&');
}

/** A text as it stands for nobody in particular, in lists and titles: each blank as its words for "unknown", or its name in brackets. Any text will do. */
export function plainly(text: string): string {
  return text.replace(BLANK, (_, inside: string) => {
    const { name, fallback } = partsOf(inside);
    return fallback || `[${name}]`;
  });
}
