import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { AlertKind } from '../judgement/watch.ts';

/** Whose alerts: those of the campaigns of an organization (`campaignId`: of one of them), and those of no campaign where it keeps the installation. */
export interface AlertsOf {
  organizationId: number;
  runsInstallation: boolean;
  campaignId?: number;
}

/** An alert as organizers see it. `key` and `facts` name no person. Instants in ISO 8601, UTC. */
export interface OwnAlert {
  id: number;
  campaignSlug: string | null;
  kind: AlertKind;
  key: string;
  facts: Record<string, number>;
  raisedAt: string;
  settledAt: string | null;
  settledReason: string | null;
}

const isTheirs = ({ organizationId, runsInstallation, campaignId }: AlertsOf) => sql`
  (c.organization_id = ${organizationId} and (${campaignId ?? null}::int is null or c.id = ${campaignId ?? null})
    or a.campaign_id is null and ${runsInstallation}::boolean)`;

/** The open alerts, newest first, then those settled in the last week; at most 100 in all. A network's key is shown by its first characters alone. */
export async function listOwnAlerts(of: AlertsOf, given: Partial<Tools> = {}): Promise<OwnAlert[]> {
  const { db, now } = tools(given);
  const rows = await db.execute<Omit<OwnAlert, 'id' | 'settledAt'> & { id: string; settledAt: string | null }>(sql`
    select a.id, c.slug as "campaignSlug", a.kind, case a.kind when 'network-surge' then left(a.key, 8) else a.key end as key, a.facts,
      a.raised_at as "raisedAt", a.settled_at as "settledAt", a.settled_reason as "settledReason"
    from alerts a left join campaigns c on c.id = a.campaign_id
    where ${isTheirs(of)} and (a.settled_at is null or a.settled_at > ${now().toISOString()}::timestamptz - interval '7 days')
    order by a.settled_at is not null, coalesce(a.settled_at, a.raised_at) desc, a.id desc limit 100`);
  return rows.map(({ id, raisedAt, settledAt, ...rest }) => ({
    ...rest,
    id: Number(id),
    raisedAt: new Date(raisedAt).toISOString(),
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
  }));
}

/** What became of settling an alert. */
export type Settled = { ok: true } | { ok: false; reason: 'alert_unknown' | 'alert_settled' };

/**
 * Settles one alert with a reason, by `actor`, and writes the deed down; the reason, which is free text, stays with the alert. Refused for an alert of somebody else (`alert_unknown`) and for one that is settled already
 * (`alert_settled`), which keeps its first reason. The same thing may ring again at once.
 */
export function settleAlert(
  { id, reason, actor, ...of }: AlertsOf & { id: number; reason: string; actor: string },
  given: Partial<Tools> = {},
): Promise<Settled> {
  const { db, now } = tools(given);
  const at = now();
  return db.transaction(async (tx): Promise<Settled> => {
    const [row] = await tx.execute<{ is_new: boolean; kind: string }>(sql`
      with found as (
        select a.id, a.kind from alerts a left join campaigns c on c.id = a.campaign_id where a.id = ${id} and ${isTheirs(of)}
      ), settled as (
        update alerts a set settled_at = ${at.toISOString()}::timestamptz, settled_by = ${actor}, settled_reason = ${reason}
        from found where a.id = found.id and a.settled_at is null returning a.id
      )
      select found.kind, exists (select from settled) as is_new from found`);
    if (!row) return { ok: false, reason: 'alert_unknown' };
    if (!row.is_new) return { ok: false, reason: 'alert_settled' };
    const { organizationId } = of;
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'alert.settle',
      subject: `alert ${id}`,
      facts: { kind: row.kind },
      at,
    });
    return { ok: true };
  });
}
