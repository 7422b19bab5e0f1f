import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { connection, type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type CopyFormat, copyOut, copyStatement, framed } from './copy.server.ts';
import type { CountDimension } from './export.ts';
import { countQuery, findCampaigns } from './rows.server.ts';

/** Most slugs that the answer about an unknown campaign lists. */
const MAX_SLUGS = 50;

/** A quarter of what may wait for a slow reader. */
const PIECE_BYTES = 65_536;

/** What a stream of counts needs: a pool for it besides the tools of every verb, and who asks, for the record. Own choice. */
export interface ExportTools extends Tools {
  sql: Sql;
  /** "command", "organizer:ID" or "system". */
  actor: string;
}

/** Counts of one campaign as a stream: columns of the journals alone. Own choice. */
export interface CountStream {
  campaign: string;
  by: readonly CountDimension[];
  format: CopyFormat;
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

/**
 * Exports the counts of a campaign as a stream that never holds more than a few pieces in memory, and records who asked for
 * what. Columns: those asked for, then `COUNT_FIGURES`. An unknown ISP or state is an empty cell, in JSON null. CSV is
 * RFC 4180 with a header, and no cell of text starts a formula. Counts are as the sequencer last wrote them, at most a few
 * seconds old; small groups are not suppressed. Refuses an unknown campaign. A stream has no manifest. Source: DESIGN section 4, "Count".
 */
export async function exportCounts(
  { campaign, by, format }: CountStream,
  given: Partial<ExportTools> = {},
): Promise<ExportStream | CampaignUnknown> {
  const { db, now } = tools(given);
  const campaigns = await findCampaigns(db, { organizationId: null, campaign });
  if (campaigns.length === 0) {
    const slugs = await db.execute<{ slug: string }>(sql`select slug from campaigns order by slug limit ${MAX_SLUGS}`);
    return { ok: false, reason: 'campaign_unknown', slugs: slugs.map(({ slug }) => slug) };
  }
  await recordDeed(db, {
    organizationId: null,
    at: now(),
    actor: given.actor ?? 'system',
    action: 'export.counts',
    subject: `campaign:${campaign}`,
    facts: { by, format },
  });
  const pool = given.sql ?? connection().sql;
  const { rows, end } = await copyOut(pool, copyStatement(countQuery(campaigns, by, format === 'csv'), format));
  let passed = format === 'csv' ? -1 : 0;
  const count = (more: number) => {
    passed += more;
  };
  const bytes = Readable.from(framed(rows, format, count), { objectMode: false, highWaterMark: PIECE_BYTES * 4 });
  // A connection that is lost meanwhile has ended its query.
  bytes.on('close', () => end().catch(() => {}));
  return { ok: true, bytes, rows: () => passed };
}
