import { parseArgs } from 'node:util';
import type { CountStream } from '#app/domain/export/export.server.ts';
import {
  COUNT_DIMENSIONS,
  type CountDimension,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  type ExportKind,
  hasOwnFormat,
  isFromJournals,
} from '#app/domain/export/export.ts';

/** An export with its manifest into a folder; `query` and `request` are still to be read by their schemas. */
export interface FolderAsked {
  kind: 'folder';
  query: Record<string, unknown>;
  format: string | null;
  purpose: string | null;
  organization: string | null;
  dir: string;
}

/** What the command line asks for; `fault` is one sentence. `out` is null for standard output. */
export type ExportAsked =
  | { kind: 'help' }
  | { kind: 'counts'; query: CountStream; out: string | null }
  | FolderAsked
  | { kind: 'fault'; fault: string };

const text = { type: 'string' } as const;
const OPTIONS = {
  campaign: text,
  by: text,
  format: text,
  out: text,
  dir: text,
  organization: text,
  status: text,
  isp: text,
  state: text,
  from: text,
  to: text,
  texts: { type: 'boolean' },
  set: text,
  paper: text,
  purpose: text,
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Option = Exclude<keyof typeof OPTIONS, 'help'>;

/** Which options each kind takes besides --dir and --organization. */
const TAKES: Record<ExportKind, readonly Option[]> = {
  counts: ['campaign', 'by', 'format', 'out', 'purpose'],
  signatures: ['campaign', 'format', 'status', 'isp', 'state', 'from', 'to', 'purpose'],
  letters: ['campaign', 'format', 'texts', 'purpose'],
  filing: ['set', 'paper', 'purpose'],
  ledger: ['campaign', 'purpose'],
};

/** Columns that a stream of counts may have: those of the journals. */
const STREAM_COLUMNS = COUNT_DIMENSIONS.filter((name) => isFromJournals([name]));
/** Formats that a stream of counts may have: those that the database writes itself. */
const STREAM_FORMATS = ['csv', 'json', 'ndjson'] as const;

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
  const kind = EXPORT_KINDS.find((one) => one === what);
  if (what === undefined) return fault(`Say what to export: ${list(EXPORT_KINDS)}.`);
  if (kind === undefined) return fault(`"${what}" cannot be exported, only ${list(EXPORT_KINDS)}.`);
  if (surplus !== undefined) return fault(`"${surplus}" is one word too many.`);
  const taken: readonly string[] = [...TAKES[kind], 'dir', 'organization', 'help'];
  const wrong = Object.keys(values).find((name) => !taken.includes(name));
  if (wrong !== undefined) return fault(`"${kind}" takes no --${wrong}.`);
  for (const name of ['out', 'dir'] as const)
    if (values[name] === '') return fault(`--${name} needs the name of a ${name === 'out' ? 'file' : 'folder'}.`);
  if (values.dir !== undefined) return inFolder(kind, values, values.dir);
  if (kind !== 'counts') return fault(`Name a new folder for the files with --dir FOLDER.`);
  return stream(values);
}

type Values = ReturnType<typeof parse>['values'];

const commaed = (text: string) => (text === '' ? [] : text.split(',').map((name) => name.trim()));

function stream({
  campaign,
  by = STREAM_COLUMNS.slice(1).join(','),
  format: wanted = 'csv',
  out,
  organization,
}: Values): ExportAsked {
  if (organization !== undefined) return fault('--organization needs --dir FOLDER.');
  if (!campaign) return fault('Name the campaign with --campaign SLUG.');
  const columns = columnsOf(by, STREAM_COLUMNS);
  if (!Array.isArray(columns)) return columns;
  const format = STREAM_FORMATS.find((name) => name === wanted);
  if (!format) return fault(`"${wanted}" is no format without --dir: --format takes ${list(STREAM_FORMATS)}.`);
  return { kind: 'counts', query: { campaign, by: columns, format }, out: out ?? null };
}

function inFolder(kind: ExportKind, values: Values, dir: string): ExportAsked {
  if (values.out !== undefined) return fault('--out and --dir do not go together.');
  const format = hasOwnFormat(kind) ? null : (values.format ?? 'csv');
  if (format !== null && !EXPORT_FORMATS.some((name) => name === format))
    return fault(`"${format}" is no format: --format takes ${list(EXPORT_FORMATS)}.`);
  const { campaign, isp, state, from, to, set, paper, status } = values;
  const by = columnsOf(values.by ?? '', COUNT_DIMENSIONS);
  if (!Array.isArray(by)) return by;
  const given = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const queries: Record<ExportKind, Record<string, unknown>> = {
    counts: { campaign, by },
    signatures: { campaign, isp, state, from, to, statuses: status === undefined ? undefined : commaed(status) },
    letters: { campaign, withTexts: values.texts },
    filing: { set, paper },
    ledger: { campaign },
  };
  const query = { kind, ...given(queries[kind]) };
  return {
    kind: 'folder',
    query,
    format,
    purpose: values.purpose ?? null,
    organization: values.organization ?? null,
    dir,
  };
}

function columnsOf(by: string, known: readonly CountDimension[]): CountDimension[] | (ExportAsked & { kind: 'fault' }) {
  const names = commaed(by);
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    return { kind: 'fault', fault: `"${unknown}" is no column for --by: it takes ${list(known)}.` };
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return { kind: 'fault', fault: `--by names "${twice}" twice.` };
  return known.length > 0 ? names.flatMap((name) => known.filter((one) => one === name)) : [];
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true });
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
