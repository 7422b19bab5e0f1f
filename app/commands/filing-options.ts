import { parseArgs } from 'node:util';

/** How the command is called. */
export const FILING_USAGE = `Usage:
  npm run filing -- list [CAMPAIGN]
  npm run filing -- make CAMPAIGN --kind petition|personal|form --by NAME [--until TIME]
                     [--filer NAME --email ADDRESS --line1 STREET [--line2 TEXT] --city CITY --state XX --zip NNNNN]
  npm run filing -- export SET --out FOLDER [--paper letter|a4]
  npm run filing -- filed SET --confirmation NUMBER --on TIME --by NAME
  npm run filing -- cancel SET

A set fixes what is handed to the campaign's docket in one go: one petition with its signers, the letters that are
their writers' own, or form letters as groups. Petition and form need the filer, who hands them in. SET is the first
eight characters of a set's number or more. TIME is like 2026-11-22T18:00:00Z, or a day in UTC like
2026-11-22: its first moment for --until, its last one or now for --on. An export deletes nothing
and gives the same bytes again; only "filed" says that the docket has it.`;

const options = {
  kind: { type: 'string' },
  by: { type: 'string' },
  until: { type: 'string' },
  filer: { type: 'string' },
  email: { type: 'string' },
  line1: { type: 'string' },
  line2: { type: 'string' },
  city: { type: 'string' },
  state: { type: 'string' },
  zip: { type: 'string' },
  out: { type: 'string' },
  paper: { type: 'string' },
  confirmation: { type: 'string' },
  on: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Which options each deed takes. */
const TAKES: Record<string, readonly (keyof typeof options)[]> = {
  list: [],
  make: ['kind', 'by', 'until', 'filer', 'email', 'line1', 'line2', 'city', 'state', 'zip'],
  export: ['out', 'paper'],
  filed: ['confirmation', 'on', 'by'],
  cancel: [],
};

/** A call of the command, or what is wrong with it in a sentence; `help` when that was asked for. */
export type FilingCall =
  | { kind: 'call'; deed: string; subject: string | undefined; given: Partial<Record<keyof typeof options, string>> }
  | { kind: 'fault'; fault: string }
  | { kind: 'help' };

/** Reads the words of the command line. Refuses unknown deeds, options that the deed does not take, and words too many. */
export function readFilingOptions(words: readonly string[]): FilingCall {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(words);
  } catch (fault) {
    return { kind: 'fault', fault: fault instanceof Error ? fault.message : String(fault) };
  }
  const { help, ...given } = parsed.values;
  const [deed, subject, ...more] = parsed.positionals;
  if (help || deed === 'help') return { kind: 'help' };
  const takes = deed === undefined ? undefined : TAKES[deed];
  if (deed === undefined || !takes)
    return { kind: 'fault', fault: deed === undefined ? 'Say what to do.' : `There is no "${deed}".` };
  if (more.length > 0) return { kind: 'fault', fault: `"${more[0]}" is one word too many.` };
  const wrong = Object.keys(given).find((name) => !takes.includes(name as keyof typeof options));
  if (wrong) return { kind: 'fault', fault: `"${deed}" takes no --${wrong}.` };
  return { kind: 'call', deed, subject, given };
}

function parse(words: readonly string[]) {
  return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
}

/**
 * When something was handed in: an instant as it is given, or of a day alone its last moment, or `now` when it is not over, so that nobody who withdrew on that
 * day before it is shown again. Null when it is no time.
 */
export function readHandedIn(text: string, now: Date): Date | null {
  const at = readInstant(text);
  if (!at || text.includes('T')) return at;
  const end = new Date(at.getTime() + 86_400_000 - 1);
  return at <= now && end > now ? now : end;
}

/** An instant of the command line, `2026-11-22` (its first moment in UTC) or with a time and a zone; null when it is none. */
export function readInstant(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const at = new Date(text);
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  // The 31st of February is the 3rd of March to `Date`.
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  return isDay && !Number.isNaN(at.getTime()) ? at : null;
}
