import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import {
  currentConsent,
  findCampaign,
  findFrontCampaign,
  listCampaigns,
  listTargets,
} from '#app/domain/campaign/campaign.server.ts';
import { isTakingSignatures } from '#app/domain/campaign/campaign.ts';
import { campaignTexts, consentTexts } from '#db/schema/campaign.ts';
import { testDatabase } from '#tests/support/database.ts';
import { pastTriggers } from '#tests/support/past-triggers.ts';

const { db } = await testDatabase('template_seeded');
const given = { db };

describe('Campaigns', () => {
  test('are two, open, in both languages, each with its sources', async () => {
    for (const locale of ['en', 'es'] as const) {
      const list = await listCampaigns(locale, given);
      expect(list.map(({ slug }) => slug)).toEqual(['put-it-in-writing', 'keep-the-labels-whole']);
      for (const campaign of list) {
        expect(campaign.locale).toBe(locale);
        expect(campaign.body.match(/<p>/g)?.length).toBeGreaterThanOrEqual(3);
        expect(campaign.sources.length).toBeGreaterThan(2);
      }
    }
  });

  test('put the one with the smallest position on the front page', async () => {
    expect((await findFrontCampaign('en', given))?.title).toBe('No throttling, no tolls: put it in writing');
  });

  test('offer their addressees in order', async () => {
    const labels = await findCampaign('keep-the-labels-whole', 'en', given);
    expect(labels?.docketId).toBeTypeOf('number');
    const targets = await listTargets(labels?.id ?? 0, given);
    expect(targets.map(({ kind }) => kind)).toEqual(['fcc_docket', 'isp_customer_relations', 'isp_headquarters']);
    const writing = await findCampaign('put-it-in-writing', 'en', given);
    expect((await listTargets(writing?.id ?? 0, given)).map(({ kind }) => kind)).toEqual([
      'attorney_general',
      'isp_customer_relations',
      'isp_headquarters',
      'fcc_complaint',
      'ftc',
      'utility_commission',
    ]);
  });

  test('say that the windows of the labels docket are closed', async () => {
    const labels = await findCampaign('keep-the-labels-whole', 'en', given);
    expect(labels?.body.replaceAll('\n', ' ')).toContain('closed on 2 January 2026');
  });

  test('that are drafts are not found; those without words in a language speak English', async () => {
    await db
      .transaction(async (tx) => {
        const inside = { db: tx };
        await tx.delete(campaignTexts).where(eq(campaignTexts.locale, 'es'));
        expect(await findCampaign('put-it-in-writing', 'es', inside)).toMatchObject({ locale: 'en' });
        await pastTriggers(tx, sql`update campaigns set state = 'draft' where slug = 'put-it-in-writing'`);
        expect(await findCampaign('put-it-in-writing', 'en', inside)).toBeNull();
        expect((await findFrontCampaign('en', inside))?.slug).toBe('keep-the-labels-whole');
        throw new Error('undo');
      })
      .catch((error: Error) => expect(error.message).toBe('undo'));
  });

  test('take signatures while they are open and inside their window', () => {
    const at = (day: string) => new Date(`${day}T00:00:00Z`);
    const open = { state: 'open', opensAt: at('2026-01-01'), closesAt: at('2026-02-01') } as const;
    expect(isTakingSignatures(open, at('2026-01-15'))).toBe(true);
    expect(isTakingSignatures(open, at('2025-12-31'))).toBe(false);
    expect(isTakingSignatures(open, at('2026-02-01'))).toBe(false);
    expect(isTakingSignatures({ ...open, state: 'closed' }, at('2026-01-15'))).toBe(false);
  });
});

describe('Consent texts', () => {
  test('exist to sign and to write, in both languages, the newest version first', async () => {
    for (const locale of ['en', 'es'] as const)
      for (const kind of ['sign', 'letter'] as const)
        expect(await currentConsent(kind, locale, given)).toMatchObject({ kind, locale });
    await db.insert(consentTexts).values({ kind: 'sign', version: 99, locale: 'en', body: 'Newer.' });
    expect(await currentConsent('sign', 'en', given)).toMatchObject({ version: 99, body: 'Newer.' });
  });
});
