import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { connection, type Tools, tools } from '#app/db.server.ts';
import { auditEvents } from '#db/schema/audit.ts';
import { COUNT_FIGURES, type CountDimension, type CountExport, type ExportFormat } from './export.ts';

/** Most slugs that the answer about an unknown campaign lists. */
const MAX_SLUGS = 50;

/** A quarter of what may wait for a slow reader. */
const PIECE_BYTES = 65_536;

/** What an export needs: a pool for the stream besides the tools of every verb, and who asks, for the record. Own choice. */
export interface ExportTools extends Tools {
  sql: Sql;
  /** "command", "organizer:ID" or "system". */
  actor: string;
}

/** The bytes of an export as they are made, UTF-8; `rows` is complete when the stream has ended. Own choice. */
export interface ExportStream {
  ok: true;
  bytes: NodeJS.ReadableStream;
  rows(): number;
}

/** A campaign that is not there, with those that are (at most 50, by slug). Own choice. */
export interface CampaignUnknown {
  ok: false;
  reason: 'campaign_unknown';
  slugs: string[];
}

/** A leading character that a spreadsheet takes for a formula is disarmed by an apostrophe. Source: OWASP ASVS 5.0, 1.2.10. */
const disarmed = (column: string) =>
  `case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r', E'\\n') then '''' || ${column} else ${column} end`;

/**
 * The counts of one campaign as one query: a row for each group, ordered by its columns, unknown last. Journals alone are
 * read. All parts are literals of this repository but `campaignId`, an integer. `forSheets` disarms formulas. Own choice.
 */
export function countQuery(campaignId: number, by: readonly CountDimension[], forSheets: boolean): string {
  const slug = forSheets ? disarmed('slug') : 'slug';
  const columns: Record<CountDimension, string> = {
    day: 'j.day',
    isp: 'i.isp as isp',
    state: forSheets ? `${disarmed('j.state')} as state` : 'j.state',
  };
  const keys: Record<CountDimension, string> = { day: 'j.day', isp: 'i.isp', state: 'j.state' };
  const keyList = by.map((dimension) => keys[dimension]).join(', ');
  const sum = (figure: string) => (by.length > 0 ? `sum(${figure})` : `coalesce(sum(${figure}), 0)`);
  const figures: Record<(typeof COUNT_FIGURES)[number], string> = {
    signed: sum('j.signed'),
    withdrawn: sum('j.withdrawn'),
    invalidated: sum('j.invalidated'),
    moved: sum('j.moved_in - j.moved_out'),
    counted: sum('j.signed - j.withdrawn - j.invalidated + j.moved_in - j.moved_out'),
  };
  return `
    select ${[...by.map((name) => columns[name]), ...COUNT_FIGURES.map((name) => `${figures[name]} as ${name}`)].join(', ')}
    from count_journal j left join (select id, ${slug} as isp from isps) i on i.id = j.isp_id
    where j.campaign_id = ${Math.trunc(campaignId)}
    ${by.length > 0 ? `group by ${keyList} order by ${keyList}` : ''}`;
}

function copyStatement(query: string, format: ExportFormat): string {
  return format === 'csv'
    ? `copy (${query}) to stdout with (format csv, header, encoding 'UTF8')`
    : `copy (select row_to_json(r) from (${query}) r) to stdout with (format text, encoding 'UTF8')`;
}

/**
 * Starts a COPY on a connection of its own. `end` gives the connection back; where rows are left it ends the query first, because whoever reads no further would let
 * the server go on to the last row. The cancelling goes by the server process of this transaction, so that it also holds through a pooler.
 */
async function copyOut(pool: Sql, statement: string): Promise<{ rows: Readable; end(): Promise<void> }> {
  const own = await pool.reserve();
  try {
    await own.unsafe('begin read only');
    const [backend] = await own.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
    const rows = await own.unsafe(statement).readable();
    const closed = new Promise<void>((resolve) => {
      rows.on('close', resolve).on('error', () => {});
    });
    const end = async () => {
      try {
        if (!rows.readableEnded && !rows.destroyed) {
          await pool.unsafe(`select pg_cancel_backend(${Number(backend?.pid)})`);
          rows.resume();
          await closed;
        }
        await own.unsafe('rollback').catch(() => {});
      } finally {
        own.release();
      }
    };
    return { rows, end };
  } catch (fault) {
    await own.unsafe('rollback').catch(() => {});
    own.release();
    throw fault;
  }
}

/**
 * The rows of a COPY in the format wanted, in pieces of many rows: what arrived together is handled together, because a call per row costs as much as the query. The
 * driver hands whole rows on, each with its line end, and no value holds one: days, slugs, letters of states and figures. Bytes are read and written as latin1, so that
 * UTF-8 passes unchanged. `count` is told how many rows passed.
 */
async function* framed(rows: Readable, format: ExportFormat, count: (rows: number) => void): AsyncGenerator<Buffer> {
  let isFirst = true;
  if (format === 'json') yield Buffer.from('[\n');
  for await (const chunk of rows.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let text = chunk.toString('latin1');
    if (!text.endsWith('\n')) throw new Error('a row of the export came in parts');
    let passed = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) passed += 1;
    count(passed);
    // COPY in text format doubles the backslashes that JSON has; JSON holds no other character that it escapes.
    if (format !== 'csv' && text.includes('\\')) text = text.replaceAll('\\\\', '\\');
    if (format === 'csv') text = text.replaceAll('\n', '\r\n');
    if (format === 'json') text = (isFirst ? '' : ',\n') + text.slice(0, -1).replaceAll('\n', ',\n');
    isFirst = false;
    yield Buffer.from(text, 'latin1');
  }
  if (format === 'json') yield Buffer.from('\n]\n');
}

/**
 * Exports the counts of a campaign as a stream that never holds more than a few pieces in memory, and records who asked for
 * what. Columns: those asked for, then `COUNT_FIGURES`. An unknown ISP or state is an empty cell, in JSON null. CSV is
 * RFC 4180 with a header, and no cell of text starts a formula. Counts are as the sequencer last wrote them, at most a few
 * seconds old; small groups are not suppressed. Refuses an unknown campaign. Source: DESIGN section 4, "Count".
 */
export async function exportCounts(
  { campaign, by, format }: CountExport,
  given: Partial<ExportTools> = {},
): Promise<ExportStream | CampaignUnknown> {
  const { db, now } = tools(given);
  const found = await db.execute<{ id: number }>(sql`select id from campaigns where slug = ${campaign}`);
  const id = found[0]?.id;
  if (id === undefined) {
    const slugs = await db.execute<{ slug: string }>(sql`select slug from campaigns order by slug limit ${MAX_SLUGS}`);
    return { ok: false, reason: 'campaign_unknown', slugs: slugs.map(({ slug }) => slug) };
  }
  await db.insert(auditEvents).values({
    at: now(),
    actor: given.actor ?? 'system',
    action: 'export.counts',
    subject: `campaign:${campaign}`,
    facts: { by, format },
  });
  const pool = given.sql ?? connection().sql;
  const { rows, end } = await copyOut(pool, copyStatement(countQuery(id, by, format === 'csv'), format));
  let passed = format === 'csv' ? -1 : 0;
  const count = (more: number) => {
    passed += more;
  };
  const bytes = Readable.from(framed(rows, format, count), { objectMode: false, highWaterMark: PIECE_BYTES * 4 });
  // A connection that is lost meanwhile has ended its query.
  bytes.on('close', () => end().catch(() => {}));
  return { ok: true, bytes, rows: () => passed };
}
