import { z } from 'zod';

/** Life of an imported list; `db/schema` keeps the same list. */
export type ImportState =
  | 'uploaded'
  | 'checking'
  | 'checked'
  | 'importing'
  | 'done'
  | 'undoing'
  | 'undone'
  | 'cancelled'
  | 'failed';

/** States in which the worker has something to do. */
export const WORKING_STATES: readonly ImportState[] = ['checking', 'importing', 'undoing'];

/** Largest file of an imported list, in bytes: 64 MB. Issue 6. */
export const maxImportBytes = 64 * 1024 * 1024;

/** Most rows of one file; a longer list is imported in parts. Own choice. */
export const maxImportRows = 1_000_000;

/** Faults of rows that are kept with their lines; the rest is only counted. Own choice. */
export const maxKeptFaults = 1000;

/** What a column may say. `email` is needed; when, where and by which wording somebody agreed come from columns or hold for the whole file. */
export const IMPORT_FIELDS = [
  'email',
  'isp',
  'state',
  'zip',
  'language',
  'consent_when',
  'consent_where',
  'consent_wording',
] as const;

/** One of `IMPORT_FIELDS`. */
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** How a file is written, as far as it says itself. `columns`: the names of its first row, or "1", "2" where it names none. */
export const importFormat = z.object({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.enum([',', ';', '\t', '|']),
  hasHeader: z.boolean(),
  columns: z.array(z.string()).max(500),
});

/** A parsed `importFormat`. */
export type ImportFormat = z.infer<typeof importFormat>;

const cell = (max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    z.string().trim().max(max).optional(),
  );

/** Longest text of where somebody agreed, and of the wording, in characters. Own choice. */
export const maxWhereChars = 300;
/** See `maxWhereChars`. */
export const maxWordingChars = 5000;

/**
 * Which column (counted from 0) says what, and what holds for every row that says nothing itself: the day on which people agreed (`YYYY-MM-DD`), where, and to which wording; the language.
 * Refused without an address column, and unless when, where and wording each come from somewhere. Messages are codes.
 */
export const importMapping = z
  .object({
    columns: z.partialRecord(z.enum(IMPORT_FIELDS), z.number().int().min(0).max(499)),
    consentWhen: z.preprocess((value) => (value === '' ? undefined : value), z.iso.date('when_shape').optional()),
    consentWhere: cell(maxWhereChars),
    consentWording: cell(maxWordingChars),
    language: z.enum(['en', 'es']).default('en'),
  })
  .check(({ value, issues }) => {
    const miss = (path: string, message: string) =>
      issues.push({ code: 'custom', message, path: [path], input: value });
    const { columns } = value;
    if (columns.email === undefined) miss('email', 'email_column');
    const taken = Object.values(columns);
    if (new Set(taken).size < taken.length) miss('columns', 'column_twice');
    if (columns.consent_when === undefined && value.consentWhen === undefined) miss('consentWhen', 'when_missing');
    if (columns.consent_where === undefined && value.consentWhere === undefined) miss('consentWhere', 'where_missing');
    if (columns.consent_wording === undefined && value.consentWording === undefined)
      miss('consentWording', 'wording_missing');
  });

/** A parsed `importMapping`. */
export type ImportMapping = z.infer<typeof importMapping>;

/** The fields beside a file that is handed in. */
export const uploadForm = z.object({ name: z.string().max(500).default('') });

/** What may be wrong with a row; each has its words. A row with one of them is not taken in. */
export const ROW_FAULTS = [
  'email_missing',
  'email_shape',
  'cell_long',
  'when_missing',
  'when_shape',
  'when_future',
  'where_missing',
  'wording_missing',
] as const;

/** One of `ROW_FAULTS`, or a duplicate of an earlier line, which is not an error. */
export type RowFault = (typeof ROW_FAULTS)[number] | 'duplicate';

/** What became of the rows of a file. `added`: new members; `known`: members before; `suppressed`: they left, or are not to be written to; `unknownIsp`, `unknownState`: taken in without. */
export const IMPORT_FIGURES = [
  'added',
  'known',
  'suppressed',
  'duplicates',
  'refused',
  'unknownIsp',
  'unknownState',
  'removed',
  'stayed',
] as const;

/** Counts by what became of the rows. */
export type ImportFigures = Partial<Record<(typeof IMPORT_FIGURES)[number], number>>;

const guesses: Record<ImportField, RegExp> = {
  email: /^(?:e?[-_ ]?mail(?:[-_ ]?address)?|address email|correo(?:[-_ ]?electr[oó]nico)?|emailaddress)$/,
  isp: /^(?:isp|provider|internet[-_ ]?(?:provider|service[-_ ]?provider)|carrier|proveedor(?: de internet)?)$/,
  state: /^(?:state|region|province|estado|st|us[-_ ]?state|address[-_ ]?state)$/,
  zip: /^(?:zip|zip[-_ ]?code|postal[-_ ]?code|postcode|c[oó]digo[-_ ]?postal|zip5?)$/,
  language: /^(?:lang|language|locale|idioma|lengua)$/,
  consent_when:
    /^(?:consent(?:ed)?[-_ ]?(?:when|at|date|time(?:stamp)?|on)|opt[-_ ]?in[-_ ]?(?:date|time|at)|subscribed[-_ ]?(?:at|on|date)|confirm[-_ ]?time|optin_time|fecha[-_ ]?de[-_ ]?(?:alta|consentimiento))$/,
  consent_where:
    /^(?:consent(?:ed)?[-_ ]?(?:where|source|url|page)|opt[-_ ]?in[-_ ]?(?:source|url|page)|source|signup[-_ ]?(?:source|url|page)|origen)$/,
  consent_wording:
    /^(?:consent[-_ ]?(?:wording|text|statement)|wording|opt[-_ ]?in[-_ ]?text|texto(?:[-_ ]?de[-_ ]?consentimiento)?)$/,
};

/** Which column probably says what, by its name; where none is named like an address, by a row that holds one. An organizer corrects it. */
export function guessColumns(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): ImportMapping['columns'] {
  const guessed: ImportMapping['columns'] = {};
  const names = columns.map((name) => name.normalize('NFKC').trim().toLowerCase());
  for (const field of IMPORT_FIELDS) {
    const at = names.findIndex((name) => guesses[field].test(name));
    if (at >= 0 && !Object.values(guessed).includes(at)) guessed[field] = at;
  }
  if (guessed.email === undefined) {
    const at = columns.findIndex((_, index) =>
      sample.some((row) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(row[index] ?? '')),
    );
    if (at >= 0) guessed.email = at;
  }
  return guessed;
}

/**
 * An instant as lists write it: `2024-03-01`, `2024-03-01 14:05[:06]`, ISO 8601 with a zone, or `3/1/2024` with an optional time as in the United States; times without a zone are UTC. Null
 * for anything else, and for a day that does not exist.
 */
export function consentInstant(typed: string): Date | null {
  const text = typed.trim();
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(?: ?([AP]M))?)?$/i.exec(text);
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2}| UTC)?)?$/i.exec(text);
  if (!us && !iso) return null;
  const [year, month, day] = us ? [us[3], us[1], us[2]] : [iso?.[1], iso?.[2], iso?.[3]];
  const [hourText = '0', minute = '0', second = '0'] = (us ? us[4] : iso?.[4])?.split(':') ?? [];
  const half = us?.[5]?.toUpperCase();
  const hour = Number(hourText);
  if (half && (hour < 1 || hour > 12)) return null;
  const hours = half ? (hour % 12) + (half === 'PM' ? 12 : 0) : hour;
  const zone = iso?.[5]?.trim().toUpperCase() ?? 'Z';
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const minutes = offset ? (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1) : 0;
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute), Number(second));
  const found = new Date(at);
  if (found.getUTCMonth() !== Number(month) - 1 || found.getUTCDate() !== Number(day)) return null;
  return new Date(at - minutes * 60_000);
}
