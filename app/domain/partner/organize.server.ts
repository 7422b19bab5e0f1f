import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { maxOrigins, maxPartners } from './partner.ts';

/** Whose campaign is changed, and by whom ("organizer:ID"). A campaign of another organization is not found. */
export interface EmbedSeat {
  organizationId: number;
  actor: string;
  campaignSlug: string;
}

/** What came of a change. `unknown`: the campaign, the partner or the origin is not there; `too_many`: the campaign has as many as it may. */
export type EmbedChanged = { ok: true } | { ok: false; reason: 'unknown' | 'slug_taken' | 'too_many' };

const unknown: EmbedChanged = { ok: false, reason: 'unknown' };

/** Runs a change of a campaign's embeds under a lock on the campaign, so that limits hold, and writes the deed down when something changed. */
async function change(
  { organizationId, actor, campaignSlug }: EmbedSeat,
  deed: { action: string; facts: Record<string, unknown> },
  work: (tx: Db, campaignId: number, at: string) => Promise<EmbedChanged | 'as_it_was'>,
  given: Partial<Tools>,
): Promise<EmbedChanged> {
  const { db, now } = tools(given);
  const at = now();
  return db.transaction(async (tx) => {
    const [campaign] = await tx.execute<{ id: number }>(
      sql`select id from campaigns where slug = ${campaignSlug} and organization_id = ${organizationId} for no key update`,
    );
    if (!campaign) return unknown;
    const done = await work(tx, campaign.id, at.toISOString());
    if (done === 'as_it_was') return { ok: true };
    if (done.ok) await recordDeed(tx, { organizationId, actor, ...deed, subject: `campaign ${campaignSlug}`, at });
    return done;
  });
}

/** Lets a site show the campaign's form and counter in place. An origin that is there stays; at most 100. */
export function addOrigin(
  { origin, ...seat }: EmbedSeat & { origin: string },
  given: Partial<Tools> = {},
): Promise<EmbedChanged> {
  return change(
    seat,
    { action: 'embed.allow', facts: { origin } },
    async (tx, campaignId, at) => {
      const [held] = await tx.execute<{ count: number; is_there: boolean }>(sql`
        select count(*)::integer as count, coalesce(bool_or(origin = ${origin}), false) as is_there from embed_origins where campaign_id = ${campaignId}`);
      if (held?.is_there) return 'as_it_was';
      if ((held?.count ?? 0) >= maxOrigins) return { ok: false, reason: 'too_many' };
      await tx.execute(sql`insert into embed_origins (campaign_id, origin, added_by, added_at)
        values (${campaignId}, ${origin}, ${seat.actor}, ${at}::timestamptz)`);
      return { ok: true };
    },
    given,
  );
}

/** Takes a site off the list: within seconds it shows the link alone. */
export function removeOrigin(
  { origin, ...seat }: EmbedSeat & { origin: string },
  given: Partial<Tools> = {},
): Promise<EmbedChanged> {
  return change(
    seat,
    { action: 'embed.disallow', facts: { origin } },
    async (tx, campaignId) => {
      const gone = await tx.execute(
        sql`delete from embed_origins where campaign_id = ${campaignId} and origin = ${origin} returning origin`,
      );
      return gone.length > 0 ? { ok: true } : unknown;
    },
    given,
  );
}

/** Makes a partner of a campaign. `slug_taken`: one of that name is there, or was: sign-ups of an ended partner stay its own. At most 500. */
export function addPartner(
  { slug, name, ...seat }: EmbedSeat & { slug: string; name: string },
  given: Partial<Tools> = {},
): Promise<EmbedChanged> {
  return change(
    seat,
    { action: 'partner.add', facts: { partner: slug } },
    async (tx, campaignId, at) => {
      const [held] = await tx.execute<{ count: number }>(
        sql`select count(*)::integer as count from partners where campaign_id = ${campaignId}`,
      );
      if ((held?.count ?? 0) >= maxPartners) return { ok: false, reason: 'too_many' };
      const made = await tx.execute(sql`insert into partners (campaign_id, slug, name, created_by, created_at)
        values (${campaignId}, ${slug}, ${name}, ${seat.actor}, ${at}::timestamptz) on conflict on constraint partners_slug_once do nothing returning id`);
      return made.length > 0 ? { ok: true } : { ok: false, reason: 'slug_taken' };
    },
    given,
  );
}

/** Ends a partner: forms that come from now on are nobody's; what was signed stays its own. */
export function endPartner(
  { slug, ...seat }: EmbedSeat & { slug: string },
  given: Partial<Tools> = {},
): Promise<EmbedChanged> {
  return change(
    seat,
    { action: 'partner.end', facts: { partner: slug } },
    async (tx, campaignId, at) => {
      const ended = await tx.execute(sql`update partners set ended_at = ${at}::timestamptz
        where campaign_id = ${campaignId} and slug = ${slug} and ended_at is null returning id`);
      return ended.length > 0 ? { ok: true } : unknown;
    },
    given,
  );
}

/** The wording beside a partner's box, in both languages; null takes the box away. A wording that reads otherwise than the last is a new version. */
export function setWording(
  { slug, wording, ...seat }: EmbedSeat & { slug: string; wording: { en: string; es: string } | null },
  given: Partial<Tools> = {},
): Promise<EmbedChanged> {
  return change(
    seat,
    { action: wording ? 'partner.wording' : 'partner.no-box', facts: { partner: slug } },
    async (tx, campaignId, at) => {
      const [partner] = await tx.execute<{ id: number }>(
        sql`select id from partners where campaign_id = ${campaignId} and slug = ${slug} and ended_at is null`,
      );
      if (!partner) return unknown;
      const version = wording ? await versionOf(tx, partner.id, wording, seat.actor, at) : null;
      const changed = await tx.execute(sql`update partners set wording_version = ${version}::smallint
        where id = ${partner.id} and wording_version is distinct from ${version}::smallint returning id`);
      return changed.length > 0 ? { ok: true } : 'as_it_was';
    },
    given,
  );
}

async function versionOf(
  tx: Db,
  partnerId: number,
  { en, es }: { en: string; es: string },
  actor: string,
  at: string,
): Promise<number> {
  const [last] = await tx.execute<{ version: number; en: string; es: string }>(sql`
    select e.version, e.body as en, s.body as es
    from partner_wordings e join partner_wordings s on s.partner_id = e.partner_id and s.version = e.version and s.locale = 'es'
    where e.partner_id = ${partnerId} and e.locale = 'en' order by e.version desc limit 1`);
  if (last && last.en === en && last.es === es) return last.version;
  const version = (last?.version ?? 0) + 1;
  await tx.execute(sql`insert into partner_wordings (partner_id, version, locale, body, created_by, created_at)
    values (${partnerId}, ${version}, 'en', ${en}, ${actor}, ${at}::timestamptz), (${partnerId}, ${version}, 'es', ${es}, ${actor}, ${at}::timestamptz)`);
  return version;
}
