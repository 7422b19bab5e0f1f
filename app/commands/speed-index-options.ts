import { parseArgs } from 'node:util';
import {
  MAX_IMPORT_BYTES,
  NO_ISP,
  OPTIONAL_COLUMNS,
  PLAUSIBLE_CHANGE,
  PLAUSIBLE_MBPS,
  REQUIRED_COLUMNS,
  STEP_MBPS,
} from '#app/domain/speed-index/import.ts';

/** What the command line asks for; `fault` is one sentence. */
export type SpeedIndexAsked =
  | { kind: 'help' }
  | { kind: 'import'; file: string; isDryRun: boolean; replaceReason: string | null }
  | { kind: 'fault'; fault: string };

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  replace: { type: 'boolean', default: false },
  reason: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** How to call the command, in short. */
export const SPEED_INDEX_USAGE = `Usage: npm run speed-index -- import FILE [--dry-run] [--replace --reason TEXT]
       npm run speed-index -- --help`;

/** The whole help. */
export const SPEED_INDEX_HELP = `${SPEED_INDEX_USAGE}

Takes in new months of the Netflix ISP Speed Index, whole or not at all.

The file
  CSV in UTF-8, commas, a header; columns in any order, at most ${MAX_IMPORT_BYTES.toLocaleString('en-US')} bytes.
  Must be there: ${REQUIRED_COLUMNS.join(', ')}
  May be there:  ${OPTIONAL_COLUMNS.join(', ')}
    month           2026-06; a month that has ended
    isp             the name as the index printed it, e.g. "Verizon FiOS"
    mbps, rank      at least one of them; the other may be empty
    source          where the figure was read
    confidence      sourced, partly or memory (kept, never published)
    list            major, expanded, country or mobile
    rank_counts     what the rank counts, in the same words each month: ranks are compared only where these are equal
    isp_slug_today  the last part of the ISP's address on this site; may be empty where the name is known;
                    ${NO_ISP} where it is no ISP of the catalogue
  db/seed/speed-index.csv is such a file.

What is checked
  Refused, with line and column: what cannot be read, months that have not ended, rows that stand twice, unknown names.
  Doubted, and taken in all the same: bitrates beyond ${PLAUSIBLE_MBPS.join(' to ')} Mbps, off the steps of ${STEP_MBPS} since 2023, more than
  ${PLAUSIBLE_CHANGE * 100}% away from those of the three months before; ranks that stand twice or run against the bitrates.
  A row that says what is held already is left. One that contradicts it is refused, unless --replace says that it is meant.

Options
  --dry-run        say what would happen and write nothing
  --replace        replace held values that differ; needs --reason
  --reason TEXT    why, kept with the old values in audit_events
  -h, --help       this text

The same file a second time changes nothing. "npm run seed" neither overwrites nor deletes what was imported.

Exit code   0 done, 1 it could not be done or the file was refused, 2 the command was called wrongly`;

const fault = (sentence: string): SpeedIndexAsked => ({ kind: 'fault', fault: sentence });

/** Reads a command line, without the program's name. Never throws. */
export function readSpeedIndexOptions(args: string[]): SpeedIndexAsked {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fault(`${sentence.replace(/\.$/, '')}.`);
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const [deed, file, surplus] = positionals;
  if (deed === undefined) return fault('Say what to do: import.');
  if (deed !== 'import') return fault(`"${deed}" is nothing this command does: it takes import.`);
  if (file === undefined) return fault('Name the file to import.');
  if (surplus !== undefined) return fault(`"${surplus}" is one word too many.`);
  const reason = values.reason?.trim() ?? '';
  if (values.replace && reason === '') return fault('--replace needs --reason TEXT.');
  if (!values.replace && values.reason !== undefined) return fault('--reason goes with --replace.');
  return { kind: 'import', file, isDryRun: values['dry-run'], replaceReason: values.replace ? reason : null };
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true });
}
