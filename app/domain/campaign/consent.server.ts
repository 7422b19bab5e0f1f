import { and, asc, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Tools, tools } from '#app/db.server.ts';
import { consentTexts } from '#db/schema/campaign.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type CampaignLocale, type ConsentKind, consentKinds } from './campaign.ts';
import { CAMPAIGN_LOCALES } from './content.ts';
import { findOwnRow, type OwnCampaign } from './held.server.ts';

/** Longest wording in characters. Own choice: what is longer is not read. */
const maxConsentChars = 1_000;

/** The form of a wording. Its length is the verb's business. */
export const consentForm = z.object({
  kind: z.enum(consentKinds),
  locale: z.enum(CAMPAIGN_LOCALES),
  body: z.string().max(20_000).default(''),
});

const wording = z.string().trim().min(20).max(maxConsentChars);

/** A wording as organizers see it: the campaign's own, or (`isOwn` false) the installation's. `isCurrent`: what people are shown. */
export interface ConsentVersion {
  id: number;
  kind: ConsentKind;
  locale: CampaignLocale;
  version: number;
  body: string;
  isOwn: boolean;
  isCurrent: boolean;
  createdAt: Date;
}

/** Every wording that people of a campaign may have agreed to, by kind and language, the current one first; at most 500. Null when there is no such campaign. */
export async function listConsents(own: OwnCampaign, given: Partial<Tools> = {}): Promise<ConsentVersion[] | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const rows = await db
    .select()
    .from(consentTexts)
    .where(or(isNull(consentTexts.campaignId), eq(consentTexts.campaignId, row.id)))
    .orderBy(
      asc(consentTexts.kind),
      asc(consentTexts.locale),
      sql`${consentTexts.campaignId} nulls last`,
      desc(consentTexts.version),
    )
    .limit(500);
  const seen = new Set<string>();
  return rows.flatMap(({ campaignId, createdBy: _, ...one }) => {
    if (!consentKinds.some((kind) => kind === one.kind)) return [];
    const key = `${one.kind} ${one.locale}`;
    const isCurrent = !seen.has(key);
    seen.add(key);
    return [{ ...one, isOwn: campaignId !== null, isCurrent }];
  });
}

/**
 * Gives a campaign a wording of its own, or the next version of it; from then on it is what people are shown, and what they agree to is kept with them by its id. The wordings
 * before it are kept, and never change (trigger `consent_texts_kept`). Refuses fewer than 20 and more than 1,000 characters, and the wording that is current.
 */
export async function addConsent(
  {
    actor,
    kind,
    locale,
    body,
    ...own
  }: OwnCampaign & { actor: string; kind: (typeof consentKinds)[number]; locale: CampaignLocale; body: string },
  given: Partial<Tools> = {},
): Promise<
  | { ok: true; id: number; version: number }
  | { ok: false; reason: 'campaign_unknown' | 'wording_length' | 'same_wording' }
> {
  const { db, now } = tools(given);
  const said = wording.safeParse(body.normalize('NFC').replace(/\s+/g, ' '));
  if (!said.success) return { ok: false, reason: 'wording_length' };
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    const [last] = await tx
      .select({ version: consentTexts.version, body: consentTexts.body })
      .from(consentTexts)
      .where(and(eq(consentTexts.campaignId, row.id), eq(consentTexts.kind, kind), eq(consentTexts.locale, locale)))
      .orderBy(desc(consentTexts.version))
      .limit(1);
    if (last?.body === said.data) return { ok: false, reason: 'same_wording' };
    const version = (last?.version ?? 0) + 1;
    const [made] = await tx
      .insert(consentTexts)
      .values({ campaignId: row.id, kind, locale, version, body: said.data, createdBy: actor, createdAt: now() })
      .returning({ id: consentTexts.id });
    if (!made) throw new Error(`The wording of ${row.slug} was not stored`);
    await recordDeed(tx, {
      organizationId: own.organizationId,
      actor,
      action: 'campaign.consent',
      subject: `campaign:${row.slug}`,
      facts: { kind, locale, version, consentTextId: made.id },
      at: now(),
    });
    return { ok: true, id: made.id, version };
  });
}
