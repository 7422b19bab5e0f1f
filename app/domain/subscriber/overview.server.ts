import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { MemberSource } from '../segment/segment.ts';

/** How many members an organization has, and why others are none any more. `barred`: addresses on its own list of those not to be written to, members or not. */
export interface AudienceCounts {
  members: number;
  paused: number;
  unsubscribed: number;
  suppressed: number;
  erased: number;
  barred: number;
}

/** Members of one ISP, state or source; null: not known. */
export interface AudienceShare<Key> {
  key: Key;
  members: number;
}

/** What an organization's list holds, counted now. */
export interface Audience {
  counts: AudienceCounts;
  isps: AudienceShare<{ slug: string; name: string } | null>[];
  states: AudienceShare<string | null>[];
  sources: AudienceShare<MemberSource>[];
}

/** Counts an organization's list by ISP, state and source, the largest first. Reads the index of segments: a million members take less than a second. */
export async function readAudience(organizationId: number, given: Partial<Tools> = {}): Promise<Audience> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  const own = sql`s.organization_id = ${organizationId} and s.status = 'confirmed'`;
  const [groups, [gone], [barred]] = await Promise.all([
    db.execute<{
      isp_id: number | null;
      slug: string | null;
      name: string | null;
      state: string | null;
      source: MemberSource;
      members: string;
      paused: string;
    }>(sql`
      select g.*, i.slug, i.name from (
        select s.isp_id, s.state, s.source, count(*) as members, count(*) filter (where s.paused_until > ${at}::timestamptz) as paused
        from subscriptions s where ${own} group by s.isp_id, s.state, s.source
      ) g left join isps i on i.id = g.isp_id`),
    db.execute<{ unsubscribed: string; suppressed: string; erased: string }>(sql`
      select count(*) filter (where s.status = 'unsubscribed') as unsubscribed,
        count(*) filter (where s.status = 'suppressed' and s.erased_at is null) as suppressed, count(*) filter (where s.erased_at is not null) as erased
      from subscriptions s where s.organization_id = ${organizationId} and s.status <> 'confirmed'`),
    db.execute<{ barred: string }>(sql`
      select count(distinct address_hash) as barred from suppressions where organization_id = ${organizationId}`),
  ]);
  const sum = <Key>(keyOf: (group: (typeof groups)[number]) => Key) => {
    const totals = new Map<string, AudienceShare<Key>>();
    for (const group of groups) {
      const key = keyOf(group);
      const name = JSON.stringify(key);
      const total = totals.get(name) ?? { key, members: 0 };
      total.members += Number(group.members);
      totals.set(name, total);
    }
    return [...totals.values()].sort((one, other) => other.members - one.members);
  };
  const total = (figure: 'members' | 'paused') => groups.reduce((all, group) => all + Number(group[figure]), 0);
  return {
    counts: {
      members: total('members'),
      paused: total('paused'),
      unsubscribed: Number(gone?.unsubscribed ?? 0),
      suppressed: Number(gone?.suppressed ?? 0),
      erased: Number(gone?.erased ?? 0),
      barred: Number(barred?.barred ?? 0),
    },
    isps: sum(({ slug, name }) => (slug === null || name === null ? null : { slug, name })),
    states: sum(({ state }) => state),
    sources: sum(({ source }) => source),
  };
}

/** Slugs of an organization's campaigns that segments may ask about, the newest first; at most 200. */
export async function listOwnCampaigns(organizationId: number, given: Partial<Tools> = {}): Promise<string[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ slug: string }>(sql`
    select slug from campaigns where organization_id = ${organizationId} and state <> 'draft' order by id desc limit 200`);
  return rows.map(({ slug }) => slug);
}
