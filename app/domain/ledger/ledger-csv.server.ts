import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';

/** Leaves that one question reads. With the longest leaves a block is some 12 MB. Own choice. */
export const CSV_BLOCK = 1_024;

/** The first line of `ledger.csv`. Source: docs/ledger.md, "ledger.csv". */
export const CSV_HEAD = 'version,kind,sequence,day,isp,state,commitment,of,detail,tokens\r\n';

/** A leaf as a line: its fields parted by commas, its tokens by spaces, ten cells always (RFC 4180). */
const line = sql`
  translate(entry, ' ,', ', ') || case when kind in ('tally', 'untally') then '' when kind = 'invalidate' then ',' else ',,' end || E'\\r\\n'`;

/**
 * Where the blocks of a ledger's lines begin in its CSV file: `starts[n]` is the byte at which block `n` starts, the last one the byte after the last whole
 * block. Grows as the ledger does and never changes, so that a process reads each leaf's length once. Own choice.
 */
export interface CsvIndex {
  starts: number[];
}

/** An index that knows the head alone. Own choice. */
export function newCsvIndex(): CsvIndex {
  return { starts: [CSV_HEAD.length] };
}

/** The whole length in bytes of a ledger's CSV file at `size` leaves; extends `index` on the way. Source: docs/ledger.md, "ledger.csv". */
export async function readCsvLength(
  campaignId: number,
  size: number,
  index: CsvIndex,
  given: Partial<Tools> = {},
): Promise<number> {
  const { db } = tools(given);
  const known = index.starts.length - 1;
  const whole = Math.floor(size / CSV_BLOCK);
  if (whole > known) {
    const rows = await db.execute<{ block: string; bytes: string }>(sql`
      select sequence / ${CSV_BLOCK}::bigint as block, sum(length(${line})) as bytes from count_entries
      where campaign_id = ${campaignId} and sequence >= ${known * CSV_BLOCK} and sequence < ${whole * CSV_BLOCK}
      group by 1 order by 1`);
    // Another request may have extended the index meanwhile.
    for (const { block, bytes } of rows)
      if (Number(block) === index.starts.length - 1) index.starts.push((index.starts.at(-1) ?? 0) + Number(bytes));
  }
  const start = index.starts[whole];
  if (start === undefined) throw new Error(`campaign ${campaignId}: the ledger has a gap before leaf ${size}`);
  const [rest] = await db.execute<{ bytes: string }>(sql`
    select coalesce(sum(length(${line})), 0) as bytes from count_entries
    where campaign_id = ${campaignId} and sequence >= ${whole * CSV_BLOCK} and sequence < ${size}`);
  return start + Number(rest?.bytes ?? 0);
}

async function readBlock(db: Db, campaignId: number, from: number, to: number): Promise<Buffer> {
  const [row] = await db.execute<{ text: string | null }>(sql`
    select string_agg(${line}, '' order by sequence) as text from count_entries
    where campaign_id = ${campaignId} and sequence >= ${from} and sequence < ${to}`);
  return Buffer.from(row?.text ?? '', 'latin1');
}

/**
 * The bytes `[from, to)` of a ledger's CSV file at `size` leaves, block by block, as the reader takes them: between two blocks nothing is asked of the
 * database, so a reader that leaves ends the reading. Needs the index as `readCsvLength` left it. Source: docs/ledger.md, "ledger.csv".
 */
export async function* readCsvBytes(
  { campaignId, size, from, to }: { campaignId: number; size: number; from: number; to: number },
  index: CsvIndex,
  given: Partial<Tools> = {},
): AsyncGenerator<Buffer> {
  const { db } = tools(given);
  if (from < CSV_HEAD.length) yield Buffer.from(CSV_HEAD).subarray(from, to);
  const whole = Math.floor(size / CSV_BLOCK);
  let block = Math.max(
    0,
    index.starts.findLastIndex((start, at) => start <= from && at <= whole),
  );
  for (let at = index.starts[block] ?? 0; at < to && block <= whole; block += 1) {
    const bytes = await readBlock(db, campaignId, block * CSV_BLOCK, Math.min((block + 1) * CSV_BLOCK, size));
    if (at + bytes.length > from) yield bytes.subarray(Math.max(0, from - at), to - at);
    at += bytes.length;
  }
}
