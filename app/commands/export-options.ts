import { parseArgs } from 'node:util';
import { COUNT_DIMENSIONS, type CountDimension, type CountExport, EXPORT_FORMATS } from '#app/domain/export/export.ts';

/** What the command line asks for; `fault` is one sentence. `out` is null for standard output. */
export type ExportAsked =
  | { kind: 'help' }
  | { kind: 'counts'; query: CountExport; out: string | null }
  | { kind: 'fault'; fault: string };

const OPTIONS = {
  campaign: { type: 'string' },
  by: { type: 'string', default: COUNT_DIMENSIONS.join(',') },
  format: { type: 'string', default: 'csv' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** How to call the command, in short. */
export const EXPORT_USAGE = `Usage: npm run export -- counts --campaign SLUG [--by day,isp,state] [--format csv|json|ndjson] [--out FILE]
       npm run export -- --help`;

/** The whole help. */
export const EXPORT_HELP = `${EXPORT_USAGE}

Writes how many people signed a campaign, by day, ISP and state.

What is counted
  Signatures confirmed from the signer's own mailbox, once a person and campaign, as the sequencer wrote them into the
  journals: at most a few seconds behind. A signature counts on the day it was confirmed. One that was withdrawn or
  invalidated later is taken out on the day that happened, so "counted" of a single day can be negative; the sum over
  all days is the campaign's public count.

Columns, in this order
  those named by --by, in the order named:
    day         UTC, YYYY-MM-DD
    isp         the ISP that the signer stated, by its slug (the last part of its page's address, /isps/SLUG);
                empty (JSON: null) when none of the catalogue was stated
    state       two letters, from the ZIP that the signer gave; empty (JSON: null) when the ZIP is of none
  then
    signed      signatures that came in
    withdrawn   taken out by their signers
    invalidated taken out by a moderator
    moved       who came to this ISP and state by correcting theirs, less who left it so; 0 over all rows
    counted     signed - withdrawn - invalidated + moved

Options
  --campaign SLUG   the campaign, by the last part of its page's address (required)
  --by COLUMNS      any of day, isp, state, in any order, parted by commas (default: day,isp,state);
                    --by '' gives one row for the whole campaign
  --format FORMAT   csv     RFC 4180: header, UTF-8, lines end in CR LF, no text cell starts a spreadsheet formula (default)
                    json    an array of objects
                    ndjson  one object a line
  --out FILE        write to FILE, which appears only when it is complete; without it, to standard output
  -h, --help        this text

Examples
  npm run -s export -- counts --campaign put-it-in-writing > counts.csv
  npm run -s export -- counts --campaign put-it-in-writing --by isp --format json --out by-isp.json
  npm run -s export -- counts --campaign put-it-in-writing --by day,state --format ndjson | head

  -s keeps npm's own lines out of the output.

Before you publish
  Rows are not suppressed, however small: a row of one or two people by day, ISP and state may point at a person. This
  command is for organizers. Publish by fewer columns, or leave small rows out.

Source      the tables count_journal and campaigns of the database named by DATABASE_URL; when that is unset, the database
            of the running "npm start", or the one under DATA_DIR (default .data). Nothing of a signer's is read.
Recorded    each export is noted in audit_events: when, which campaign, columns and format.
Exit code   0 done, 1 it could not be done, 2 the command was called wrongly`;

function isDimension(text: string): text is CountDimension {
  return (COUNT_DIMENSIONS as readonly string[]).includes(text);
}

const fault = (sentence: string): ExportAsked => ({ kind: 'fault', fault: sentence });

/** Reads a command line, without the program's name. Never throws. */
export function readExportOptions(args: string[]): ExportAsked {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fault(`${sentence.replace(/\.$/, '')}.`);
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const [what, surplus] = positionals;
  if (what === undefined) return fault('Say what to export: counts.');
  if (what !== 'counts') return fault(`"${what}" cannot be exported, only counts.`);
  if (surplus !== undefined) return fault(`"${surplus}" is one word too many.`);
  if (!values.campaign) return fault('Name the campaign with --campaign SLUG.');
  const by = values.by === '' ? [] : values.by.split(',').map((name) => name.trim());
  const dimensions = by.filter(isDimension);
  const unknown = by.find((name) => !isDimension(name));
  if (unknown !== undefined) return fault(`"${unknown}" is no column for --by: it takes ${list(COUNT_DIMENSIONS)}.`);
  const twice = by.find((name, at) => by.indexOf(name) !== at);
  if (twice !== undefined) return fault(`--by names "${twice}" twice.`);
  const format = EXPORT_FORMATS.find((name) => name === values.format);
  if (!format) return fault(`"${values.format}" is no format: --format takes ${list(EXPORT_FORMATS)}.`);
  if (values.out === '') return fault('--out needs the name of a file.');
  return { kind: 'counts', query: { campaign: values.campaign, by: dimensions, format }, out: values.out ?? null };
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true });
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
