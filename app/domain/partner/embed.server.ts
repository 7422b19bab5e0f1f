import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { currentConsent, findCampaign } from '../campaign/campaign.server.ts';
import { isTakingSignatures } from '../campaign/campaign.ts';
import { shownGoal } from '../campaign/goal.ts';
import { readCount } from '../count/count.server.ts';
import { listIsps } from '../isp/isp.server.ts';
import { findAlertsWording } from '../signature/alerts.server.ts';
import type { EmbeddedCampaign } from './embed.ts';
import { findPartner } from './partner.server.ts';

/** Finds what an embed shows of a campaign; null when there is none of that name, or it is a draft. A partner that is not known, or has ended, is none. */
export async function findEmbedded(
  { slug, locale, partner: partnerSlug }: { slug: string; locale: 'en' | 'es'; partner: string | null },
  given: Partial<Tools> = {},
): Promise<EmbeddedCampaign | null> {
  const { db, now } = tools(given);
  const campaign = await findCampaign(slug, locale, { db, now });
  if (!campaign) return null;
  const campaignId = campaign.id;
  const [isps, count, consent, alerts, partner] = await Promise.all([
    listIsps({ db, now }),
    readCount(campaignId, { db, now }),
    currentConsent('sign', locale, { db, now, campaignId }),
    findAlertsWording({ campaignSlug: slug, locale }, { db, now }),
    partnerSlug === null ? null : findPartner({ campaignSlug: slug, slug: partnerSlug, locale }, { db, now }),
  ]);
  return {
    slug,
    title: campaign.title,
    ask: campaign.ask,
    isOpen: isTakingSignatures(campaign, now()),
    counted: count.total,
    goal: shownGoal(campaign, count.total),
    isps: isps.map(({ slug: ispSlug, name }) => ({ slug: ispSlug, name })),
    consent: consent && { id: consent.id, body: consent.body },
    alerts,
    partner: partner && { slug: partner.slug, box: partner.box },
  };
}

/** The origins that may show a campaign in place, in the order of their names, at most 100; null when there is no such campaign, or it is a draft. */
export async function findOrigins(slug: string, given: Partial<Tools> = {}): Promise<readonly string[] | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ origins: string[] }>(sql`
    select coalesce((select array_agg(o.origin order by o.origin) from embed_origins o where o.campaign_id = c.id), '{}') as origins
    from campaigns c where c.slug = ${slug} and c.state <> 'draft'`);
  return row?.origins ?? null;
}
