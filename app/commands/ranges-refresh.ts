import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  compareRanges,
  FALL_LIMIT,
  GROWTH_LIMIT,
  type IspChange,
  type RangeChange,
  spansOf,
} from '#app/domain/isp/range-change.ts';
import { mergeEditions, type RangeEdition } from '#app/domain/isp/range-edition.ts';
import { addRangeFile, findCurrentRangeFileId, getRangeFile } from '#app/domain/isp/range-file.server.ts';
import { decodeRanges, encodeRanges, type Ranges, rangeBytes } from '#app/domain/isp/ranges.ts';
import type { Db } from '#db/client.ts';
import { CommandFault } from './fault.ts';
import { BUILD_RANGES, checkedSpans, readCatalogue, readShippedEditions, summaryOf } from './ranges-editions.ts';
import { isMmdb, readMmdb } from './ranges-mmdb.ts';

/** What `npm run ranges -- --from` was told. `dated`: the day of CSV data, `YYYY-MM-DD`; an MMDB file tells its own. */
export interface RefreshOptions {
  from: readonly string[];
  dated: string | undefined;
  name: string | undefined;
  by: string;
  acceptFall: readonly string[];
  isCheckOnly: boolean;
}

/** The database, where to say what is found, and the editions that are installed as packages. */
export interface RefreshTools {
  db: Db;
  say: (text: string) => void;
  shipped?: () => Promise<readonly RangeEdition[]>;
}

/** No file of AS numbers comes near; a file that does is another one. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

type Families = Partial<Record<'ipv4' | 'ipv6', RangeEdition['ipv4']>> & { dated: string | undefined };

/**
 * Compiles address data from files over the shipped editions, checks them against the ranges in use, and keeps them whole, so that every running
 * server reads them. Throws `CommandFault` with the whole report when a check fails; nothing is changed then. Answers the id, or null when
 * it was only to check.
 */
export async function refreshRanges(
  options: RefreshOptions,
  { db, say, shipped = readShippedEditions }: RefreshTools,
): Promise<number | null> {
  const files = await readFiles(options.from, say);
  const dated = files.dated ?? options.dated;
  if (!dated) throw new CommandFault('A CSV file does not tell the day of its data: add --dated YYYY-MM-DD.');
  const inUse = await rangesInUse(db);
  if (dated < inUse.editions.newest.dated)
    throw new CommandFault(
      `The data are of ${dated}, older than the ranges in use (${inUse.editions.newest.name}, ${inUse.editions.newest.dated}). To go back, use "npm run ranges -- retire".`,
    );
  const given = options.name ?? options.from.map((file) => basename(file)).join(' and ');
  const newest: RangeEdition = {
    name: nameOf(given, files, inUse),
    dated,
    ipv4: files.ipv4 ?? spansOf(inUse, 'ipv4'),
    ipv6: files.ipv6 ?? spansOf(inUse, 'ipv6'),
  };
  const tables = mergeEditions({ ...(await readCatalogue()), newest, older: await shipped() });
  const file = encodeRanges(tables);
  const compiled = decodeRanges(file);
  const change = compareRanges(inUse, compiled);
  const report = reportOf(change);
  say(`${summaryOf(tables)}; ${file.length} bytes, ${rangeBytes(compiled)} in memory`);
  say(report);
  const refused = refusalOf(change, options.acceptFall);
  if (refused) throw new CommandFault(`${refused}\nNothing was changed.`);
  if (options.isCheckOnly) return null;
  const accepted = [...options.acceptFall];
  const facts = { change, accepted, dated, before: inUse.editions.newest.name, after: newest.name };
  return await addRangeFile(
    { source: `${newest.name} (${dated})`, file, report: facts, createdBy: options.by },
    { db },
  );
}

async function readFiles(from: readonly string[], say: (text: string) => void): Promise<Families> {
  const found: Families = { dated: undefined };
  for (const file of from) {
    const name = basename(file);
    const bytes = await readWhole(file);
    if (isMmdb(bytes)) {
      const { dated, databaseType, ipv4, ipv6 } = readMmdb(name, bytes);
      say(`${name}: ${databaseType} of ${dated}, ${ipv4.length} IPv4 and ${ipv6.length} IPv6 ranges.`);
      if (ipv4.length > 0) put(found, 'ipv4', ipv4, name);
      if (ipv6.length > 0) put(found, 'ipv6', ipv6, name);
      if (!found.dated || dated < found.dated) found.dated = dated;
    } else {
      const { family, reading } = checkedSpans(name, bytes.toString('utf8'));
      const few = reading.faults.map(
        ({ kind, count, line }) =>
          ` ${kind === 'overlap' ? 'Overlapping ranges' : 'Lines left out'}: ${count}, the first on line ${line}.`,
      );
      say(`${name}: ${reading.spans.length} ${family === 'ipv4' ? 'IPv4' : 'IPv6'} ranges.${few.join('')}`);
      put(found, family, reading.spans, name);
    }
  }
  return found;
}

function put(found: Families, family: 'ipv4' | 'ipv6', spans: RangeEdition['ipv4'], name: string): void {
  if (found[family])
    throw new CommandFault(`${name} holds ${family === 'ipv4' ? 'IPv4' : 'IPv6'} ranges, and so did a file before it.`);
  found[family] = spans;
}

async function readWhole(file: string): Promise<Buffer> {
  const size = await stat(file).catch((cause: unknown) => {
    throw new CommandFault(`There is no file ${file}.`, { cause });
  });
  if (!size.isFile()) throw new CommandFault(`${file} is not a file.`);
  if (size.size > MAX_FILE_BYTES) throw new CommandFault(`${file} is larger than 512 MiB: not a file of AS numbers.`);
  return await readFile(file);
}

async function rangesInUse(db: Db): Promise<Ranges> {
  const id = await findCurrentRangeFileId({ db });
  if (id !== null) return decodeRanges(await getRangeFile(id, { db }));
  const bytes = await readFile(resolve(BUILD_RANGES)).catch((cause: unknown) => {
    throw new CommandFault('The address ranges of the build are missing: run "npm run build" first.', { cause });
  });
  return decodeRanges(bytes);
}

function nameOf(given: string, files: Families, inUse: Ranges): string {
  if (files.ipv4 && files.ipv6) return given;
  const kept = inUse.editions.newest.name;
  return files.ipv4 ? `${given} (IPv4), ${kept} (IPv6)` : `${kept} (IPv4), ${given} (IPv6)`;
}

function reportOf({ isps, announced }: RangeChange): string {
  const lines = isps.map(({ slug, before, after, fell }) => {
    const cells = [slug.padEnd(20), ...pair(before.ipv4, after.ipv4), ...pair(before.ipv6, after.ipv6)];
    return `  ${cells.join(' ')}${fell.length > 0 ? '  FELL' : ''}`;
  });
  const all = [
    ...pair(announced.before.ipv4, announced.after.ipv4),
    ...pair(announced.before.ipv6, announced.after.ipv6),
  ];
  return [
    `  ${'ISP'.padEnd(20)} ${'IPv4 before'.padStart(13)} ${'after'.padStart(13)} ${''.padStart(8)} ${'IPv6 /48 before'.padStart(13)} ${'after'.padStart(11)}`,
    ...lines,
    `  ${'every network'.padEnd(20)} ${all.join(' ')}`,
  ].join('\n');
}

function pair(before: number, after: number): string[] {
  return [String(before).padStart(13), String(after).padStart(13), percent(before, after).padStart(8)];
}

function percent(before: number, after: number): string {
  if (before === 0) return after === 0 ? '0.0%' : 'new';
  const share = (100 * (after - before)) / before;
  return `${share > 0 ? '+' : ''}${share.toFixed(1)}%`;
}

function refusalOf({ isps, announced }: RangeChange, acceptFall: readonly string[]): string | null {
  if (!announced.isWithinLimits)
    return `Stopped: all addresses together may fall by ${100 * FALL_LIMIT}% or grow by ${100 * GROWTH_LIMIT}%; these data are of another size.`;
  const unknown = acceptFall.filter((slug) => !isps.some((change) => change.slug === slug && change.fell.length > 0));
  if (unknown.length > 0) return `Stopped: --accept-fall names ${unknown.join(', ')}, of which nothing fell.`;
  const fallen = isps.filter(({ slug, fell }) => fell.length > 0 && !acceptFall.includes(slug));
  if (fallen.length === 0) return null;
  return [
    `Stopped: ${fallen.length === 1 ? 'a large ISP' : `${fallen.length} large ISPs`} would lose more than ${100 * FALL_LIMIT}% of the addresses:`,
    ...fallen.map((change) => `  ${change.slug}: ${fallWords(change)}`),
    `If that is right, say so for each: ${fallen.map(({ slug }) => `--accept-fall ${slug}`).join(' ')}`,
  ].join('\n');
}

function fallWords({ before, after, fell }: IspChange): string {
  return fell
    .map((family) => `${family === 'ipv4' ? 'IPv4' : 'IPv6'} ${percent(before[family], after[family])}`)
    .join(', ');
}
