import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** A signature that waits for an organizer, without its name and address. `rules`: what was found of its forms. Instants in UTC. */
export interface SuspiciousSignature {
  id: number;
  campaignSlug: string;
  state: string | null;
  rules: string[];
  createdAt: Date;
  provedAt: Date | null;
}

const MAX_LISTED = 1_000;

/** The suspicious signatures of all campaigns after a number, in order, at most 1,000. */
export async function listSuspicious(
  { after = 0 }: { after?: number } = {},
  given: Partial<Tools> = {},
): Promise<SuspiciousSignature[]> {
  const { db } = tools(given);
  const rows = await db.execute<
    Omit<SuspiciousSignature, 'id' | 'createdAt' | 'provedAt'> & {
      id: string;
      createdAt: string;
      provedAt: string | null;
    }
  >(sql`
    select s.id, k.slug as "campaignSlug", s.state, s.created_at as "createdAt", s.proved_at as "provedAt", array(
      select distinct j.rule from signature_challenges c join judgements j on j.challenge_id = c.id
      where c.signature_id = s.id and j.rule <> 'weighing' and (j.facts ->> 'points')::int > 0 order by 1) as rules
    from signatures s join campaigns k on k.id = s.campaign_id
    where s.status = 'suspicious' and s.id > ${after} order by s.id limit ${MAX_LISTED}`);
  return rows.map(({ id, createdAt, provedAt, ...rest }) => ({
    ...rest,
    id: Number(id),
    createdAt: new Date(createdAt),
    provedAt: provedAt === null ? null : new Date(provedAt),
  }));
}

/** By what suspicious signatures are counted together. */
export const SUSPICIOUS_GROUPS = ['rule', 'network', 'system', 'hour', 'state'] as const;

/** One of these. */
export type SuspiciousGroup = (typeof SUSPICIOUS_GROUPS)[number];

const groups = {
  rule: sql`j.rule`,
  network: sql`coalesce(encode(c.network_key, 'hex'), 'none')`,
  system: sql`coalesce(c.seen_asn::text, 'none')`,
  hour: sql`to_char(date_trunc('hour', c.created_at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24"Z"')`,
  state: sql`coalesce(c.state, 'none')`,
} satisfies Record<SuspiciousGroup, unknown>;

/** How many suspicious signatures have a form of each value, the largest first, at most 50; of rules only those that weighed. */
export async function countSuspicious(
  by: SuspiciousGroup,
  given: Partial<Tools> = {},
): Promise<{ value: string; count: number; proved: number }[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ value: string; count: number; proved: number }>(sql`
    select ${groups[by]} as value, count(distinct s.id)::int as count, count(distinct s.id) filter (where s.proved_at is not null)::int as proved
    from signatures s join signature_challenges c on c.signature_id = s.id
      ${by === 'rule' ? sql`join judgements j on j.challenge_id = c.id and j.rule <> 'weighing' and (j.facts ->> 'points')::int > 0` : sql``}
    where s.status = 'suspicious' group by 1 order by 2 desc, 1 limit 50`);
  return [...rows];
}

/** One line of a signature's story: a form with what the rules found of it, or what a person decided. */
export interface StoryLine {
  at: Date;
  what: string;
  facts: Record<string, unknown>;
}

/** The story of one signature, oldest first, without its name and address: its state, its forms, every judgement and every decision; null when there is none. */
export async function findSignatureStory(
  id: number,
  given: Partial<Tools> = {},
): Promise<{ status: string; campaignSlug: string; lines: StoryLine[] } | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ status: string; slug: string }>(
    sql`select s.status, k.slug from signatures s join campaigns k on k.id = s.campaign_id where s.id = ${id}`,
  );
  if (!row) return null;
  const lines = await db.execute<{ at: string; what: string; facts: Record<string, unknown> }>(sql`
    select c.created_at as at, 'form ' || c.id as what, jsonb_build_object('proof', c.proof, 'openMs', c.open_ms, 'trapped', c.is_trapped, 'state', c.state,
        'system', c.seen_asn, 'network', encode(c.network_key, 'hex'), 'heldUntil', c.held_until, 'mailedAt', c.mailed_at, 'usedAt', c.used_at) as facts, 0 as place
      from signature_challenges c where c.signature_id = ${id}
    union all
    select j.judged_at, 'form ' || c.id || ': ' || j.rule || ' ' || j.version || ': ' || j.verdict, j.facts, 1
      from signature_challenges c join judgements j on j.challenge_id = c.id where c.signature_id = ${id}
    union all
    select r.decided_at, r.decision || ' by ' || r.decided_by, jsonb_build_object('reason', r.reason), 2 from signature_reviews r where r.signature_id = ${id}
    order by 1, 4, 2 limit 500`);
  return {
    status: row.status,
    campaignSlug: row.slug,
    lines: lines.map(({ at, what, facts }) => ({ at: new Date(at), what, facts })),
  };
}
