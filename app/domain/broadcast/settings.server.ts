import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { SettingsForm } from './form.ts';

/** What an organization has drafted by itself; `since` null: off. */
export interface BroadcastSettings {
  indexFall: { since: Date | null; percent: number };
  incident: { since: Date | null };
  slowdown: { since: Date | null; points: number };
}

type Row = {
  organization_id: number;
  index_fall_since: string | null;
  index_fall_percent: number;
  incident_since: string | null;
  slowdown_since: string | null;
  slowdown_points: number;
};

const dated = (text: string | null) => (text === null ? null : new Date(text));

const settingsOf = (row: Row): BroadcastSettings => ({
  indexFall: { since: dated(row.index_fall_since), percent: row.index_fall_percent },
  incident: { since: dated(row.incident_since) },
  slowdown: { since: dated(row.slowdown_since), points: row.slowdown_points },
});

const ALL_OFF: BroadcastSettings = {
  indexFall: { since: null, percent: 5 },
  incident: { since: null },
  slowdown: { since: null, points: 5 },
};

/** What an organization has drafted by itself; everything off before it said otherwise. */
export async function readSettings(organizationId: number, given: Partial<Tools> = {}): Promise<BroadcastSettings> {
  const { db } = tools(given);
  const [row] = await db.execute<Row>(sql`select * from broadcast_settings where organization_id = ${organizationId}`);
  return row ? settingsOf(row) : ALL_OFF;
}

/** The organizations that have something drafted by itself, by number; at most 1,000. */
export async function listSettings(
  given: Partial<Tools> = {},
): Promise<(BroadcastSettings & { organizationId: number })[]> {
  const { db } = tools(given);
  const rows = await db.execute<Row>(sql`
    select * from broadcast_settings where num_nonnulls(index_fall_since, incident_since, slowdown_since) > 0 order by organization_id limit 1000`);
  return rows.map((row) => ({ ...settingsOf(row), organizationId: row.organization_id }));
}

/** Says what is drafted by itself from now on. A trigger that was on stays on from when it was; one that is turned on begins now, so that nothing of before is drafted. On record. */
export async function saveSettings(
  {
    organizationId,
    actor,
    indexFall,
    indexFallPercent,
    incident,
    slowdown,
    slowdownPoints,
  }: SettingsForm & { organizationId: number; actor: string },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  const at = sql`${now().toISOString()}::timestamptz`;
  const since = (isOn: boolean) => (isOn ? at : sql`null::timestamptz`);
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into broadcast_settings as s (organization_id, index_fall_since, index_fall_percent, incident_since, slowdown_since, slowdown_points, changed_by, changed_at)
      values (${organizationId}, ${since(indexFall)}, ${indexFallPercent}, ${since(incident)}, ${since(slowdown)}, ${slowdownPoints}, ${actor}, ${at})
      on conflict (organization_id) do update set
        index_fall_since = case when excluded.index_fall_since is not null then coalesce(s.index_fall_since, excluded.index_fall_since) end,
        incident_since = case when excluded.incident_since is not null then coalesce(s.incident_since, excluded.incident_since) end,
        slowdown_since = case when excluded.slowdown_since is not null then coalesce(s.slowdown_since, excluded.slowdown_since) end,
        index_fall_percent = excluded.index_fall_percent, slowdown_points = excluded.slowdown_points, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'broadcast.settings',
      subject: `organization ${organizationId}`,
      facts: { indexFall, indexFallPercent, incident, slowdown, slowdownPoints },
      at: now(),
    });
  });
}
