import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { currentConsent, findCampaign, findFrontCampaign } from '#app/domain/campaign/campaign.server.ts';
import { addConsent } from '#app/domain/campaign/consent.server.ts';
import { type ContentChange, noWords } from '#app/domain/campaign/content.ts';
import { findContent, listCampaignVersions, restoreVersion, saveContent } from '#app/domain/campaign/edit.server.ts';
import { createCampaign } from '#app/domain/campaign/make.server.ts';
import { findSheet } from '#app/domain/campaign/own.server.ts';
import { openCampaign } from '#app/domain/campaign/state.server.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { sign } from '#app/domain/signature/sign.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testOrganization } from '#tests/support/organizer.ts';

const { db, another } = await testDatabase('template_seeded');
const organizationId = await testOrganization(db, 'coalition');
const actor = 'organizer:one';
const start = new Date('2026-11-22T12:00:00Z');
const hours = (n: number) => new Date(start.getTime() + n * 3_600_000);
const at = (n: number) => ({ db, now: () => hours(n) });
const given = at(0);
const one = async (query: ReturnType<typeof sql>) => (await db.execute(query))[0];
const timeZone = 'America/New_York' as const;

async function copy(title: string): Promise<{ organizationId: number; slug: string; actor: string }> {
  const made = await createCampaign(
    { organizationId, actor, title, locales: ['en', 'es'], from: 'put-it-in-writing' },
    given,
  );
  if (!made.ok) throw new Error(made.reason);
  return { organizationId, slug: made.slug, actor };
}
const words = (title: string): ContentChange => ({ part: 'en', words: { ...noWords, title } });
const form = (campaignSlug: string, given: object = {}) => ({
  campaignSlug,
  name: 'Ada Lovelace',
  email: `ada${Math.random()}@mail.example`.replace('0.', ''),
  zip: '94110',
  isp: 'comcast',
  isNamePublic: false,
  website: '',
  locale: 'en' as const,
  seen: notSeen('private'),
  ...given,
});

describe('Two editors', () => {
  test('of one text at once: one saves, the other is told what stands now and loses nothing; other parts do not collide', async () => {
    const own = await copy('Two at once');
    const { version: base } = (await findContent(own, given)) ?? { version: 0 };
    const other = another();
    const results = await Promise.all([
      saveContent({ ...own, base, change: words('Mine') }, given),
      saveContent({ ...own, actor: 'organizer:two', base, change: words('Theirs') }, { ...given, db: other.db }),
    ]);
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const refused = results.find(({ ok }) => !ok);
    const title = (await findContent(own, given))?.content.texts.en?.title;
    expect(refused).toMatchObject({
      reason: 'conflict',
      version: base + 1,
      base: { title: 'Two at once' },
      theirs: { title },
      meanwhile: [{ version: base + 1 }],
    });
    const setup = { targets: ['ftc' as const], docketId: null, goal: 777, goalStepsUp: false };
    expect(await saveContent({ ...own, base, change: { part: 'setup', setup } }, given)).toMatchObject({
      ok: true,
      version: base + 2,
      meanwhile: [{ version: base + 1 }],
    });
    expect(await saveContent({ ...own, base: base + 1, change: words(title ?? '') }, given)).toMatchObject({
      ok: true,
      version: base + 2,
    });
  });

  test('find every version kept, and bring one back as a new one', async () => {
    const own = await copy('Every version');
    for (const [base, title] of [
      [2, 'Third'],
      [3, 'Fourth'],
    ] as const)
      await saveContent({ ...own, base, change: words(title) }, given);
    expect((await listCampaignVersions(own, given))?.map(({ version, parts }) => [version, parts])).toEqual([
      [4, ['en']],
      [3, ['en']],
      [2, ['en', 'es', 'setup']],
      [1, []],
    ]);
    expect(await restoreVersion({ ...own, base: 3, version: 2 }, given)).toEqual({ ok: false, reason: 'changed' });
    expect(await restoreVersion({ ...own, base: 4, version: 2 }, given)).toEqual({ ok: true, version: 5 });
    expect((await findContent(own, given))?.content).toEqual(
      (await findContent({ ...own, version: 2 }, given))?.content,
    );
    expect((await listCampaignVersions(own, given))?.[0]).toMatchObject({ version: 5, restoredFrom: 2, actor });
    await expect(db.execute(sql`update campaign_versions set actor = 'x'`)).rejects.toMatchObject({
      cause: { constraint_name: 'campaign_versions_kept' },
    });
    await expect(db.execute(sql`delete from campaign_versions`)).rejects.toMatchObject({
      cause: { constraint_name: 'campaign_versions_kept' },
    });
  });

  test('cannot take out of an open campaign what it needs', async () => {
    const own = await copy('Stays whole');
    await openCampaign({ ...own, closesAt: null, timeZone }, given);
    expect(await saveContent({ ...own, base: 2, change: words('Only a title') }, given)).toMatchObject({
      ok: false,
      reason: 'incomplete',
    });
    expect(await saveContent({ ...own, base: 2, change: { part: 'en', words: null } }, given)).toMatchObject({
      ok: false,
      reason: 'incomplete',
    });
    expect(await saveContent({ ...own, base: 2, change: { part: 'es', words: null } }, given)).toMatchObject({
      ok: true,
    });
    expect(await findCampaign(own.slug, 'es', given)).toMatchObject({ locale: 'en' });
  });
});

test('a wording of one’s own is what people are shown and what is kept with their form; the ones before stay as they were', async () => {
  const own = await copy('Own consent');
  await openCampaign({ ...own, closesAt: null, timeZone }, given);
  const campaignId = (await findSheet(own, given))?.id ?? 0;
  const shipped = await currentConsent('sign', 'en', { db, campaignId });
  const add = (body: string) => addConsent({ ...own, kind: 'sign', locale: 'en', body }, given);
  expect(await add('Too short')).toEqual({ ok: false, reason: 'wording_length' });
  const first = await add('I sign, and the coalition keeps my name.');
  expect(await add('I sign,  and the coalition keeps my name.')).toEqual({ ok: false, reason: 'same_wording' });
  const shown = await currentConsent('sign', 'en', { db, campaignId });
  expect(shown).toMatchObject({ version: 1, body: 'I sign, and the coalition keeps my name.' });
  expect(await currentConsent('sign', 'es', { db, campaignId })).toMatchObject({ locale: 'es' });
  expect((await currentConsent('sign', 'en', { db }))?.id).toBe(shipped?.id);
  const second = await add('I sign, and the coalition keeps my name and ZIP code.');
  expect([first, second]).toMatchObject([
    { ok: true, version: 1 },
    { ok: true, version: 2 },
  ]);
  const kept = async (given: object) => {
    expect(await sign(form(own.slug, given), at(0))).toMatchObject({ ok: true });
    return (await one(sql`select consent_text_id as id from signature_challenges c order by c.id desc limit 1`))?.id;
  };
  expect(await kept({ consent: shown?.id })).toBe(shown?.id);
  expect(await kept({})).toBe(second.ok && second.id);
  expect(await kept({ consent: shipped?.id })).toBe(shipped?.id);
  expect(await kept({ consent: 999_999 })).toBe(second.ok && second.id);
  expect(await kept({ locale: 'es', consent: shown?.id })).toBe((await currentConsent('sign', 'es', { db }))?.id);
  const elsewhere = await copy('Elsewhere');
  await openCampaign({ ...elsewhere, closesAt: null, timeZone }, given);
  await sign(form(elsewhere.slug, { consent: shown?.id }), at(0));
  expect(await one(sql`select consent_text_id as id from signature_challenges c order by c.id desc limit 1`)).toEqual({
    id: shipped?.id,
  });
  await expect(db.execute(sql`update consent_texts set body = 'x'`)).rejects.toMatchObject({
    cause: { constraint_name: 'consent_texts_kept' },
  });
  expect((await findFrontCampaign('en', given))?.slug).toBe('put-it-in-writing');
});
