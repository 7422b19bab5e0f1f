import { Transform, type TransformCallback } from 'node:stream';
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { connection, type Tools, tools } from '#app/db.server.ts';
import { auditEvents } from '#db/schema/organizer.ts';
import { COUNT_FIGURES, type CountDimension, type CountExport, type ExportFormat } from './export.ts';

/** Most slugs that the answer about an unknown campaign lists. */
const MAX_SLUGS = 50;

/** Rows are handed on in pieces of this size, because PostgreSQL sends them one by one. */
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
    counted: sum('j.signed - j.withdrawn - j.invalidated'),
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

/** What stands before, between and after the rows. PostgreSQL ends each row with a line feed. */
const FRAMES: Record<ExportFormat, { head: string; between: string; end: string; tail: string; headerRows: number }> = {
  csv: { head: '', between: '', end: '\r\n', tail: '', headerRows: 1 },
  json: { head: '[\n', between: ',\n', end: '', tail: '\n]\n', headerRows: 0 },
  ndjson: { head: '', between: '', end: '\n', tail: '', headerRows: 0 },
};

/** Gathers the rows of a COPY, one a chunk, into larger pieces of the format wanted. */
class Framing extends Transform {
  readonly #frame;
  readonly #isJson;
  #piece: string;
  rows = 0;

  constructor(format: ExportFormat) {
    super({ writableHighWaterMark: PIECE_BYTES * 4 });
    this.#frame = FRAMES[format];
    this.#isJson = format !== 'csv';
    this.#piece = this.#frame.head;
  }

  override _transform(row: Buffer, _: BufferEncoding, done: TransformCallback): void {
    // Bytes are read as latin1 and written as latin1, so that UTF-8 passes unchanged.
    let line = row.toString('latin1', 0, row.length - 1);
    // COPY in text format doubles the backslashes that JSON has; JSON holds no other character that it escapes.
    if (this.#isJson && line.includes('\\')) line = line.replaceAll('\\\\', '\\');
    this.#piece += this.rows > 0 ? this.#frame.between + line + this.#frame.end : line + this.#frame.end;
    this.rows += 1;
    if (this.#piece.length >= PIECE_BYTES) {
      this.push(this.#piece, 'latin1');
      this.#piece = '';
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, Buffer.from(this.#piece + this.#frame.tail, 'latin1'));
    this.rows -= this.#frame.headerRows;
  }
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
  const rows = await pool.unsafe(copyStatement(countQuery(id, by, format === 'csv'), format)).readable();
  const framing = new Framing(format);
  rows.on('error', (fault) => framing.destroy(fault));
  framing.on('close', () => rows.destroy());
  return { ok: true, bytes: rows.pipe(framing), rows: () => framing.rows };
}
