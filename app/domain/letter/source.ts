import type { DeliveryChannel } from '../delivery/delivery.ts';

/** A sender's postal address in the parts of the FCC's bulk form; mirrors `db/schema/letter.ts`. `zip`: five digits; `zipExtension`: four. */
export interface SenderAddress {
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  zipExtension: string | null;
}

/** One way by which a letter leaves: the channel and the addressee's address, form or proceeding there, as it was shown. */
export interface LetterWay {
  channel: DeliveryChannel;
  address: string;
}

/**
 * Everything that a channel carries of a letter. `fromName` and `to` (the addressee's name) are null only in letters of before migration 0012, whose
 * bytes held subject and body alone. `replyTo`: the writer's e-mail address. `about`: the ISP that the letter is about. `postal`: null when no part of
 * it was given. `docket`: the proceeding of a letter to a docket. Texts are well-formed Unicode of any characters.
 */
export interface LetterSource {
  fromName: string | null;
  replyTo: string | null;
  postal: SenderAddress | null;
  to: string | null;
  ways: LetterWay[];
  docket: { number: string; title: string } | null;
  about: string | null;
  subject: string;
  body: string;
}

const POSTAL_LINES = [
  ['Address-Line-1', 'line1'],
  ['Address-Line-2', 'line2'],
  ['City', 'city'],
  ['State', 'state'],
  ['Zip', 'zip'],
  ['Zip-Extension', 'zipExtension'],
] as const satisfies readonly (readonly [string, keyof SenderAddress])[];

const WAY_LINES: Readonly<Record<DeliveryChannel, string>> = {
  email: 'By-E-Mail',
  docket: 'By-Docket-Filing',
  web_form: 'By-Web-Form',
  paper: 'By-Post',
};

const ORDER = [
  'From',
  'Reply-To',
  ...POSTAL_LINES.map(([name]) => name),
  'To',
  ...Object.values(WAY_LINES),
  'Docket',
  'Docket-Title',
  'About',
  'Subject',
];

const BARE_SUBJECT = 'Subject: ';

/**
 * The exact text of a letter, whose UTF-8 bytes the preview shows, the digest covers and every channel carries: lines `Name: value` for what is
 * not null, in a fixed order (ways by channel), then an empty line and the body as it is. In a value a backslash, LF and CR stand as `\\`, `\n` and
 * `\r`; a subject that is the only line stands as it is, as in letters of before migration 0012. Throws when that one has a line break. Own choice.
 */
export function letterSource(letter: LetterSource): string {
  const { fromName, replyTo, postal, to, ways, docket, about, subject, body } = letter;
  const lines: [string, string | null][] = [
    ['From', fromName],
    ['Reply-To', replyTo],
    ...POSTAL_LINES.map(([name, part]): [string, string | null] => [name, postal?.[part] ?? null]),
    ['To', to],
    ...Object.entries(WAY_LINES).flatMap(([channel, name]) =>
      ways.flatMap((way): [string, string][] => (way.channel === channel ? [[name, way.address]] : [])),
    ),
    ['Docket', docket?.number ?? null],
    ['Docket-Title', docket?.title ?? null],
    ['About', about],
    ['Subject', subject],
  ];
  const said = lines.filter((line): line is [string, string] => line[1] !== null);
  if (said.length === 1) {
    if (subject.includes('\n')) throw new Error('the subject of a letter without a head is one line');
    return `Subject: ${subject}\n\n${body}`;
  }
  const written = said.map(([name, value]) => `${name}: ${escaped(value)}\n`);
  return `${written.join('')}\n${body}`;
}

/** What `letterSource` was given, from its text or UTF-8 bytes: the same in every part. Throws on anything that `letterSource` does not write. */
export function parseLetterSource(source: string | Uint8Array): LetterSource {
  const text =
    typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source);
  const end = text.indexOf('\n\n');
  if (end < 0) throw new Error('the letter has no empty line before its body');
  const head = text.slice(0, end).split('\n');
  // Letters of before migration 0012 wrote their subject as it was; their bytes stay, because their digest was shown.
  const isBare = head.length === 1 && head[0]?.startsWith(BARE_SUBJECT);
  const lines = isBare ? [['Subject', text.slice(BARE_SUBJECT.length, end)] as const] : head.map(readLine);
  let place = 0;
  for (const [name] of lines) {
    const at = ORDER.indexOf(name);
    const isAgain = at === place && !name.startsWith('By-');
    if (at < place || (isAgain && lines.filter((line) => line[0] === name).length > 1))
      throw new Error(`the letter has a line ${JSON.stringify(name)} where none may be`);
    place = at;
  }
  const one = (name: string) => lines.find((line) => line[0] === name)?.[1] ?? null;
  const parts = Object.fromEntries(POSTAL_LINES.map(([name, part]) => [part, one(name)])) as unknown as SenderAddress;
  const channels = Object.entries(WAY_LINES) as [DeliveryChannel, string][];
  const number = one('Docket');
  const subject = one('Subject');
  if (subject === null) throw new Error('the letter has no subject');
  return {
    fromName: one('From'),
    replyTo: one('Reply-To'),
    postal: Object.values(parts).some((part) => part !== null) ? parts : null,
    to: one('To'),
    ways: lines.flatMap(([name, address]) => {
      const channel = channels.find(([, line]) => line === name)?.[0];
      return channel ? [{ channel, address }] : [];
    }),
    docket: number === null ? null : { number, title: one('Docket-Title') ?? '' },
    about: one('About'),
    subject,
    body: text.slice(end + 2),
  };
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function readLine(line: string): [name: string, value: string] {
  const at = line.indexOf(': ');
  if (at < 0) throw new Error('a line of the letter’s head has no value');
  const value = line.slice(at + 2).replace(/\\([\s\S]?)/g, (_, mark: string) => {
    const meant = { '\\': '\\', n: '\n', r: '\r' }[mark];
    if (meant === undefined) throw new Error('a line of the letter’s head ends in half a sign');
    return meant;
  });
  return [line.slice(0, at), value];
}

/** A postal address as lines for a sheet of paper: street, second line, then "San Francisco, CA 94103-1234". Empty parts leave nothing behind. */
export function postalLines(address: SenderAddress): string[] {
  const { line1, line2, city, state, zip, zipExtension } = address;
  const code = [zip, zipExtension].filter(Boolean).join('-');
  const place = [[city, state].filter(Boolean).join(', '), code].filter(Boolean).join(' ');
  return [line1, line2, place].flatMap((line) => (line ? [line] : []));
}
