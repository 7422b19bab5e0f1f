import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { countSegment } from '../segment/segment.server.ts';
import { type SegmentQuery, segmentQuery, type Topic } from '../segment/segment.ts';
import { segmentWhere } from '../segment/where.server.ts';
import type { BroadcastCounts, BroadcastLocale, BroadcastState, CauseKind, PauseReason } from './broadcast.ts';
import type { CauseFacts } from './cause.ts';

/** A broadcast in a list. `cause`: what it was drafted for by itself. Instants in UTC. */
export interface BroadcastLine {
  publicId: string;
  state: BroadcastState;
  subject: string | null;
  cause: { kind: CauseKind; isp: string } | null;
  pausedBecause: PauseReason | null;
  recipients: number;
  sent: number;
  scheduledAt: Date | null;
  changedAt: Date;
}

const dated = (text: string | null) => (text === null ? null : new Date(text));

type LineRow = Omit<BroadcastLine, 'cause' | 'scheduledAt' | 'changedAt'> & {
  kind: CauseKind | null;
  isp: string | null;
  scheduled_at: string | null;
  changed_at: string;
};

/** The broadcasts of an organization, newest first; at most 200. Drafts come first, those that wait for approval before all. */
export async function listBroadcasts(organizationId: number, given: Partial<Tools> = {}): Promise<BroadcastLine[]> {
  const { db } = tools(given);
  const rows = await db.execute<LineRow>(sql`
    select b.public_id as "publicId", b.state, b.paused_because as "pausedBecause", b.recipients, coalesce(c.sent, 0) as sent, b.scheduled_at, b.changed_at,
      (select t.subject from broadcast_texts t where t.broadcast_id = b.id order by t.locale limit 1) as subject, k.kind, i.name as isp
    from broadcasts b left join broadcast_counts c on c.broadcast_id = b.id left join broadcast_causes k on k.id = b.cause_id left join isps i on i.id = k.isp_id
    where b.organization_id = ${organizationId} order by b.state = 'draft' and b.cause_id is not null desc, b.state = 'draft' desc, b.id desc limit 200`);
  return rows.map(({ kind, isp, scheduled_at: scheduledAt, changed_at: changedAt, ...row }) => ({
    ...row,
    cause: kind && isp ? { kind, isp } : null,
    scheduledAt: dated(scheduledAt),
    changedAt: new Date(changedAt),
  }));
}

/** A broadcast with everything that its page shows. `members`: how many its segment holds now, for a draft; what members did is as of `lookedAt`. */
export interface BroadcastView extends Omit<BroadcastLine, 'cause' | 'sent'> {
  id: number;
  cause: { kind: CauseKind; isp: string; foundAt: Date; facts: CauseFacts } | null;
  revision: number;
  query: SegmentQuery;
  segment: { id: number; name: string } | null;
  topic: Topic;
  campaign: string | null;
  texts: { locale: BroadcastLocale; subject: string; body: string }[];
  createdBy: string;
  changedBy: string;
  approvedBy: string | null;
  zone: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  counts: BroadcastCounts & { unsubscribed: number; signed: number; wrote: number; lookedAt: Date | null };
  members: number | null;
  hasPostalAddress: boolean;
}

type ViewRow = Omit<LineRow, 'sent'> &
  Omit<BroadcastCounts, 'recipients'> &
  Record<'unsubscribed' | 'signed' | 'wrote' | 'id' | 'revision', number> & {
    query: unknown;
    topic: Topic;
    campaign: string | null;
    segment: { id: number; name: string } | null;
    texts: BroadcastView['texts'] | null;
    facts: CauseFacts | null;
    has_address: boolean;
    zone: string | null;
  } & Record<'created_by' | 'changed_by', string> &
  Record<'approved_by' | 'started_at' | 'finished_at' | 'looked_at' | 'found_at', string | null>;

/** A broadcast of an organization; null when it has none of that number. */
export async function findBroadcast(
  { organizationId, publicId }: { organizationId: number; publicId: string },
  given: Partial<Tools> = {},
): Promise<BroadcastView | null> {
  const { db, now } = tools(given);
  if (!/^[0-9a-f-]{36}$/.test(publicId)) return null;
  const [row] = await db.execute<ViewRow>(sql`
    select b.id, b.public_id as "publicId", b.state, b.revision, b.query, b.topic, b.paused_because as "pausedBecause", b.recipients, b.scheduled_at, b.changed_at, b.created_by, b.changed_by,
      b.approved_by, b.zone, b.started_at, b.finished_at, null as subject, p.slug as campaign, k.kind, i.name as isp, k.facts, k.found_at,
      coalesce(c.sent, 0) as sent, coalesce(c.failed, 0) as failed, coalesce(c.bounced, 0) as bounced, coalesce(c.skipped, 0) as skipped, coalesce(c.complained, 0) as complained,
      coalesce(c.unsubscribed, 0) as unsubscribed, coalesce(c.signed, 0) as signed, coalesce(c.wrote, 0) as wrote, c.looked_at,
      case when g.id is not null then jsonb_build_object('id', g.id, 'name', g.name) end as segment, coalesce(o.postal_address, '') <> '' as has_address,
      (select jsonb_agg(jsonb_build_object('locale', t.locale, 'subject', t.subject, 'body', t.body) order by t.locale) from broadcast_texts t where t.broadcast_id = b.id) as texts
    from broadcasts b join organizations o on o.id = b.organization_id
      left join broadcast_counts c on c.broadcast_id = b.id left join campaigns p on p.id = b.campaign_id left join segments g on g.id = b.segment_id
      left join broadcast_causes k on k.id = b.cause_id left join isps i on i.id = k.isp_id
    where b.public_id::text = ${publicId} and b.organization_id = ${organizationId}`);
  if (!row) return null;
  const query = segmentQuery.parse(row.query);
  const isOpen = row.state === 'draft' || row.state === 'scheduled';
  const { recipients, sent, failed, bounced, skipped, complained, unsubscribed, signed, wrote } = row;
  return {
    id: row.id,
    publicId: row.publicId,
    state: row.state,
    subject: row.texts?.[0]?.subject ?? null,
    cause:
      row.kind && row.isp && row.facts
        ? { kind: row.kind, isp: row.isp, foundAt: new Date(row.found_at ?? 0), facts: row.facts }
        : null,
    pausedBecause: row.pausedBecause,
    recipients,
    scheduledAt: dated(row.scheduled_at),
    changedAt: new Date(row.changed_at),
    revision: row.revision,
    query,
    segment: row.segment,
    topic: row.topic,
    campaign: row.campaign,
    texts: row.texts ?? [],
    createdBy: row.created_by,
    changedBy: row.changed_by,
    approvedBy: row.approved_by,
    zone: row.zone,
    startedAt: dated(row.started_at),
    finishedAt: dated(row.finished_at),
    counts: {
      recipients,
      sent,
      failed,
      bounced,
      skipped,
      complained,
      unsubscribed,
      signed,
      wrote,
      lookedAt: dated(row.looked_at),
    },
    members: isOpen ? await countSegment(query, organizationId, { db, now, topic: row.topic }) : null,
    hasPostalAddress: row.has_address,
  };
}

/** What a draft may be set to: saved segments and campaigns of the organization, at most 200 each, by name. */
export async function listChoices(organizationId: number, given: Partial<Tools> = {}) {
  const { db } = tools(given);
  const saved = await db.execute<{ id: number; name: string }>(
    sql`select id, name from segments where organization_id = ${organizationId} and archived_at is null order by name limit 200`,
  );
  const campaigns = await db.execute<{ slug: string; title: string }>(sql`
    select k.slug, coalesce((select t.title from campaign_texts t where t.campaign_id = k.id order by t.locale limit 1), k.slug) as title
    from campaigns k where k.organization_id = ${organizationId} order by title limit 200`);
  return { segments: [...saved], campaigns: [...campaigns] };
}

/** The ISPs that members of a segment have, most first, with how many; `slug` and `name` null: not known. At most 20: the readers that a preview offers. */
export async function listReaders(
  { organizationId, query }: { organizationId: number; query: SegmentQuery },
  given: Partial<Tools> = {},
) {
  const { db, now } = tools(given);
  const where = segmentWhere(query, organizationId, { at: now() });
  const rows = await db.execute<{ slug: string | null; name: string | null; many: number }>(sql`
    select i.slug, i.name, m.many from (select s.isp_id, count(*)::int as many from subscriptions s where ${where} group by s.isp_id) m
      left join isps i on i.id = m.isp_id order by m.many desc, i.name limit 20`);
  return [...rows];
}
