import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { findFilingSet } from '../filing/read.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { columnsOf } from './columns.ts';
import { type Column, MOST_OPEN } from './export.ts';
import type { ExportQuery, ExportRequest } from './query.ts';
import { type ExportedCampaign, estimateRows, findCampaigns } from './rows.server.ts';

/** Key under which requests of one organization stand in line, so that its limit holds. */
const ASK_LOCK = 6_140_140;

/** Why an export is not taken: a campaign or filing set that the organization does not have, one that was cancelled, or too many that wait. Own choice. */
export type ExportRefusal = 'campaign_unknown' | 'set_unknown' | 'set_cancelled' | 'too_many';

/** The campaigns that a query is of, all of the organization's; or why there is nothing to export. Own choice. */
export async function findExported(
  db: Db,
  organizationId: number | null,
  query: ExportQuery,
): Promise<{ ok: true; campaigns: ExportedCampaign[] } | { ok: false; reason: Exclude<ExportRefusal, 'too_many'> }> {
  if (query.kind === 'filing') {
    const set = await findFilingSet(query.set, { db });
    const campaigns = set ? await findCampaigns(db, { organizationId, campaign: set.campaign }) : [];
    if (campaigns.length === 0) return { ok: false, reason: 'set_unknown' };
    return set?.cancelledAt ? { ok: false, reason: 'set_cancelled' } : { ok: true, campaigns };
  }
  const campaigns = await findCampaigns(db, { organizationId, campaign: query.campaign });
  if (query.campaign !== null && campaigns.length === 0) return { ok: false, reason: 'campaign_unknown' };
  return { ok: true, campaigns };
}

/** What an export would hold: its columns, and about how many rows (null: not known in advance). Own choice. */
export type ExportPreview =
  | { ok: true; columns: readonly Column[]; estimate: number | null; campaigns: readonly string[] }
  | { ok: false; reason: ExportRefusal };

/** Shows what an export would hold, without making it. Counts no signatures. Own choice. */
export async function previewExport(
  { organizationId, query }: { organizationId: number; query: ExportQuery },
  given: Partial<Tools> = {},
): Promise<ExportPreview> {
  const { db } = tools(given);
  const found = await findExported(db, organizationId, query);
  if (!found.ok) return found;
  return {
    ok: true,
    columns: columnsOf(query),
    estimate: await estimateRows(query, found.campaigns, { db }),
    campaigns: found.campaigns.map(({ slug }) => slug),
  };
}

/** Who asks for what: an organizer or a token of an organization, or its schedule. Own choice. */
export interface ExportAsking {
  organizationId: number;
  actor: string;
  locale: 'en' | 'es';
  request: ExportRequest;
  scheduleId?: number;
}

/**
 * Takes an export: one row and the job that makes it, and who asked for what and what for is written down. Refuses what the organization does not have, and more than
 * five that wait or run; a schedule's are not refused for that. The caller has seen to the permission (`permissionFor`), and for `isPersonal` to a fresh proof of who asks. Own choice.
 */
export async function askExport(
  { organizationId, actor, locale, request, scheduleId }: ExportAsking,
  given: Partial<Tools> = {},
): Promise<{ ok: true; publicId: string } | { ok: false; reason: ExportRefusal }> {
  const { db, now } = tools(given);
  const { query, format, destination, purpose } = request;
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ASK_LOCK}, ${organizationId})`);
    const found = await findExported(tx, organizationId, query);
    if (!found.ok) return found;
    const [open] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from export_runs where organization_id = ${organizationId} and state in ('queued', 'running')`,
    );
    if (scheduleId === undefined && (open?.n ?? 0) >= MOST_OPEN) return { ok: false, reason: 'too_many' };
    const estimate = await estimateRows(query, found.campaigns, { db: tx });
    const [row] = await tx.execute<{ id: string; public_id: string }>(sql`
      insert into export_runs (organization_id, schedule_id, kind, requested_by, purpose, query, format, destination, locale, created_at, estimate)
      values (${organizationId}, ${scheduleId ?? null}, ${query.kind}, ${actor}, ${purpose}, ${JSON.stringify(query)}::text::jsonb, ${format ?? 'files'},
        ${destination}, ${locale}, ${now().toISOString()}::timestamptz, ${estimate})
      returning id, public_id`);
    if (!row) throw new Error('an export was not stored');
    await enqueueJob(tx, { name: 'export.make', data: { exportId: Number(row.id) } });
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'export.ask',
      subject: `export:${row.public_id}`,
      facts: { query, format, destination, purpose },
      at: now(),
    });
    return { ok: true, publicId: row.public_id };
  });
}

/**
 * Stops an export that waits or runs: whoever makes it gives up within seconds, and nothing of it can be fetched. Refuses one that the organization does not have, and one that
 * has ended. Own choice.
 */
export async function cancelExport(
  { organizationId, publicId, actor }: { organizationId: number; publicId: string; actor: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' | 'ended' }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const at = now().toISOString();
    const [stopped] = await tx.execute(sql`
      update export_runs set state = 'cancelled', claim = null, finished_at = ${at}::timestamptz
      where organization_id = ${organizationId} and public_id = ${publicId}::uuid and state in ('queued', 'running') returning 1`);
    if (!stopped) {
      const [known] = await tx.execute(
        sql`select 1 from export_runs where organization_id = ${organizationId} and public_id = ${publicId}::uuid`,
      );
      return { ok: false, reason: known ? 'ended' : 'unknown' };
    }
    await recordDeed(tx, { organizationId, actor, action: 'export.cancel', subject: `export:${publicId}`, at: now() });
    return { ok: true };
  });
}
