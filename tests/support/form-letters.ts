import { FORM_TEXTS, type FormText, QUOTED } from './form-letter-texts.ts';
import { PERSONAL_SENTENCES } from './personal-letter-texts.ts';

/** How form letters were varied in 2017, in the order of the brief. */
export const PATTERNS = ['verbatim', 'typos', 'header and footer', 'personal paragraph', 'spun'] as const;

/** What a letter that is nobody's form is like. `combined`: two forms pasted together, which belongs to neither alone. */
export const PERSONAL_KINDS = [
  'plain',
  'short',
  'quoting law',
  'quoting evidence',
  'quoting both',
  'replying',
  'combined',
] as const;

/** A made-up letter. `form`: the form that it comes from, null for a personal one; `merged`: what the platform filled in; `template`: the draft it began from. */
export interface MadeLetter {
  body: string;
  template: string;
  merged: string[];
  form: string | null;
  pattern: (typeof PATTERNS)[number] | null;
  kind: (typeof PERSONAL_KINDS)[number] | null;
}

/** What to make: `perPattern` letters of every form and pattern, `personal` letters of other kinds, `combined` of two forms; the same seed, the same letters. */
export interface Corpus {
  seed: number;
  perPattern: number;
  personal: number;
  combined?: number;
  forms?: readonly string[];
}

type Random = (below: number) => number;

/** Source: Marsaglia, "Xorshift RNGs" (2003), the 32-bit triple 13, 17, 5. */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Letters in a random order. */
export function formLetters({ seed, perPattern, personal, combined = 0, forms }: Corpus): MadeLetter[] {
  const random = randomFrom(seed);
  const texts = FORM_TEXTS.filter(({ name }) => !forms || forms.includes(name));
  const letters: MadeLetter[] = [];
  for (const text of texts)
    for (const pattern of PATTERNS)
      for (let count = 0; count < perPattern; count += 1) letters.push(ofForm(text, pattern, random));
  for (let count = 0; count < personal; count += 1) letters.push(ofPerson(pick(texts, random), random));
  for (let count = 0; count < combined; count += 1) {
    const first = pick(texts, random);
    const second =
      pick(
        texts.filter(({ name, locale }) => name !== first.name && locale === first.locale),
        random,
      ) ?? first;
    const merged = mergedValues(first.locale, random);
    const body = `${filled(given(first.text), merged)}\n\n${filled(given(second.text), merged)}`;
    letters.push(letterOf({ text: first, merged, body, form: null, pattern: null, kind: 'combined' }));
  }
  for (let at = letters.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    [letters[at], letters[other]] = [letters[other] as MadeLetter, letters[at] as MadeLetter];
  }
  return letters;
}

function ofForm(text: FormText, pattern: (typeof PATTERNS)[number], random: Random): MadeLetter {
  const merged = mergedValues(text.locale, random);
  let body = filled(pattern === 'spun' ? spun(text.text, random) : given(text.text), merged);
  if (pattern === 'typos') body = mistyped(body, random);
  if (pattern === 'personal paragraph')
    body = withParagraph(body, sentences(text.locale, 2 + random(6), random), random);
  const made = { text, merged, form: text.name, pattern, kind: null };
  if (pattern !== 'header and footer' && (pattern !== 'spun' || random(2) === 0))
    return letterOf({ ...made, body: framed(text, body, merged) });
  return letterOf({ ...made, body: otherwiseFramed(text.locale, body, merged, random) });
}

function ofPerson(text: FormText, random: Random): MadeLetter {
  const merged = mergedValues(text.locale, random);
  const kind =
    (
      [
        'plain',
        'plain',
        'plain',
        'plain',
        'plain',
        'short',
        'short',
        'quoting law',
        'quoting evidence',
        'quoting both',
        'replying',
      ] as const
    )[random(11)] ?? 'plain';
  const most = text.locale === 'en' ? 14 : 7;
  const own = sentences(text.locale, kind === 'short' ? 1 + random(2) : 3 + random(most - 2), random);
  const quotes = QUOTED[text.locale];
  if (kind === 'quoting law' || kind === 'quoting both')
    own.splice(random(own.length + 1), 0, pick(quotes.slice(0, -1), random));
  if (kind === 'quoting evidence' || kind === 'quoting both')
    own.splice(random(own.length + 1), 0, quotes.at(-1) ?? '');
  if (kind === 'replying')
    for (let count = 1 + random(3); count > 0; count -= 1) {
      const said = pick(filled(given(text.text), merged).split(/(?<=[.!?])\s+/), random);
      own.splice(
        random(own.length + 1),
        0,
        text.locale === 'en'
          ? `You write: "${said}" I see it another way.`
          : `Ustedes escriben: «${said}» Yo lo veo de otra manera.`,
      );
    }
  const body = paragraphs(own, random);
  return letterOf({
    text,
    merged,
    form: null,
    pattern: null,
    kind,
    body: otherwiseFramed(text.locale, body, merged, random),
  });
}

function letterOf({
  text,
  merged,
  ...rest
}: Omit<MadeLetter, 'template' | 'merged'> & { text: FormText; merged: Merged }): MadeLetter {
  return { ...rest, template: framed(text, filled(given(text.text), merged), merged), merged: Object.values(merged) };
}

type Merged = Record<'name' | 'isp' | 'state' | 'addressee' | 'zip', string>;

const FIRST =
  'Ana Luis Mary John Wei Fatima Olga Sam Priya Tom Rosa Ibrahim Grace Nils Aisha Carl Joy Pedro Hana Lou'.split(' ');
const LAST =
  'Ruiz Smith Chen Okafor Novak Garcia Brown Patel Kim Haddad Olsen Price Vega Stone Moreau Diaz Fox Lund'.split(' ');
const ISPS = [
  'Comcast',
  'Cox Communications',
  'AT&T',
  'Verizon',
  'Charter Spectrum',
  'Frontier',
  'T-Mobile Home Internet',
  'Mediacom',
];
const STATES = {
  en: ['California', 'New York', 'Ohio', 'the District of Columbia', 'Texas', 'New Hampshire'],
  es: ['California', 'Nueva York', 'Texas', 'Nuevo México'],
};
const ADDRESSEES = [
  'Attorney General',
  'Federal Communications Commission',
  'Public Utilities Commission',
  'customer relations office',
];

function mergedValues(locale: 'en' | 'es', random: Random): Merged {
  return {
    name: `${pick(FIRST, random)} ${pick(LAST, random)}`,
    isp: pick(ISPS, random),
    state: pick(STATES[locale], random),
    addressee: pick(ADDRESSEES, random),
    zip: String(10_000 + random(89_999)),
  };
}

function filled(text: string, merged: Merged): string {
  return text.replace(/\{(\w+)\}/g, (_, name: keyof Merged) => merged[name]);
}

/** Every slot at its first choice, and every slot at any. */
function given(text: string): string {
  return text.replace(/\[([^|\]]*)[^\]]*\]/g, '$1');
}
function spun(text: string, random: Random): string {
  return text.replace(/\[([^\]]*)\]/g, (_, choices: string) => pick(choices.split('|'), random));
}

function framed({ locale }: FormText, body: string, { addressee, name, zip }: Merged): string {
  return locale === 'en'
    ? `To the ${addressee}:\n\n${body}\n\nThank you for your time.\n\n${name}\nZIP ${zip}\n`
    : `A la siguiente oficina: ${addressee}\n\n${body}\n\nGracias por su tiempo.\n\n${name}\nCódigo postal ${zip}\n`;
}

function otherwiseFramed(locale: 'en' | 'es', body: string, { addressee, name, zip }: Merged, random: Random): string {
  const date = `${random(12) + 1}/${random(28) + 1}/2026`;
  const heads =
    locale === 'en'
      ? [
          `Dear ${addressee},`,
          `${name}\n${zip}\n\n${date}\n\nRe: open internet\n\nDear Sir or Madam:`,
          'To whom it may concern',
          `Hello ${addressee} - `,
          `ATTN: ${addressee}\nNovember ${1 + random(29)}, 2026\n\nDear Commissioners,`,
          '',
        ]
      : [
          `Estimados señores:`,
          `${name}\n${date}\n\nAsunto: internet abierto\n\nA quien corresponda:`,
          `Hola, ${addressee}:`,
          '',
        ];
  const feet =
    locale === 'en'
      ? [
          `Sincerely,\n${name}`,
          `Respectfully submitted,\n\n${name}\n${zip}`,
          `${name}, ZIP ${zip}`,
          `Thanks so much for reading,\n${name}`,
          `Best regards\n${name}\nvoter and parent`,
          '',
        ]
      : [`Atentamente,\n${name}`, `Saludos cordiales\n${name}\n${zip}`, `Muchas gracias por su atención.\n${name}`, ''];
  return `${pick(heads, random)}\n\n${body}\n\n${pick(feet, random)}\n`;
}

/** Two to six words in a hundred mistyped, left out, doubled or differently set. */
function mistyped(body: string, random: Random): string {
  const perCent = 2 + random(5);
  return body.replace(/\S+/g, (word) => {
    if (random(100) >= perCent) return word;
    const at = random(Math.max(1, word.length - 1));
    const turned = [
      word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
      word.slice(0, at) + word.slice(at + 1),
      word.slice(0, at) + word[at] + word.slice(at),
      `${word} ${word}`,
      '',
      word.toUpperCase(),
      `${word},`,
    ];
    return pick(turned, random);
  });
}

function withParagraph(body: string, own: string[], random: Random): string {
  const parts = body.split('\n\n');
  if (parts.length > 1 || random(2) === 0) parts.splice(random(parts.length + 1), 0, own.join(' '));
  else {
    const said = (parts[0] ?? '').split(/(?<=[.!?])\s+/);
    said.splice(random(said.length + 1), 0, ...own);
    return said.join(' ');
  }
  return parts.join('\n\n');
}

function sentences(locale: 'en' | 'es', count: number, random: Random): string[] {
  const left = [...PERSONAL_SENTENCES[locale]];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    spun(left.splice(random(left.length), 1)[0] ?? '', random),
  );
}

function paragraphs(own: readonly string[], random: Random): string {
  return own
    .map((sentence, at) => (at > 0 && random(4) === 0 ? `\n\n${sentence}` : `${at > 0 ? ' ' : ''}${sentence}`))
    .join('');
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)] as T;
}
