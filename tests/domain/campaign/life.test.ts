import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { findCampaign, listCampaigns } from '#app/domain/campaign/campaign.server.ts';
import { checkCampaign } from '#app/domain/campaign/check.server.ts';
import { addConsent, listConsents } from '#app/domain/campaign/consent.server.ts';
import { type ContentChange, noWords } from '#app/domain/campaign/content.ts';
import { findContent, listCampaignVersions, restoreVersion, saveContent } from '#app/domain/campaign/edit.server.ts';
import { createCampaign, discardDraft, listStarts } from '#app/domain/campaign/make.server.ts';
import { findSheet, listOwnCampaigns } from '#app/domain/campaign/own.server.ts';
import {
  archiveCampaign,
  closeCampaign,
  openCampaign,
  redirectCampaign,
  scheduleCampaign,
  turnCampaigns,
  unarchiveCampaign,
  winCampaign,
} from '#app/domain/campaign/state.server.ts';
import { CAMPAIGN_TRANSITIONS } from '#app/domain/campaign/transitions.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { readStoredTemplates } from '#app/domain/letter/template.server.ts';
import { sign } from '#app/domain/signature/sign.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testOrganization } from '#tests/support/organizer.ts';

const { db, another } = await testDatabase('template_seeded');
const organizationId = await testOrganization(db, 'coalition');
const strangers = await testOrganization(db, 'strangers');
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

describe('A campaign', () => {
  test('of another organization is nowhere: it is not found, saved, opened, copied or sent on to', async () => {
    const own = await copy('Ours alone');
    const theirs = { ...own, organizationId: strangers };
    expect(await findSheet(theirs, given)).toBeNull();
    expect(await checkCampaign(theirs, given)).toBeNull();
    expect(await listCampaignVersions(theirs, given)).toBeNull();
    expect(await listConsents(theirs, given)).toBeNull();
    const unknown = { ok: false, reason: 'campaign_unknown' };
    expect(await saveContent({ ...theirs, base: 2, change: words('Stolen') }, given)).toEqual(unknown);
    expect(await restoreVersion({ ...theirs, base: 2, version: 1 }, given)).toEqual(unknown);
    expect(await openCampaign({ ...theirs, closesAt: null, timeZone }, given)).toEqual(unknown);
    expect(await redirectCampaign({ ...theirs, to: null }, given)).toEqual(unknown);
    expect(await discardDraft(theirs, given)).toEqual(unknown);
    expect(
      await addConsent({ ...theirs, kind: 'sign', locale: 'en', body: 'I agree to everything there is.' }, given),
    ).toEqual(unknown);
    expect(
      await createCampaign(
        { organizationId: strangers, actor, title: 'Taken', locales: ['en'], from: own.slug },
        given,
      ),
    ).toEqual({ ok: false, reason: 'start_unknown' });
    expect((await listStarts({ organizationId: strangers, locale: 'en' }, given)).map(({ slug }) => slug)).toEqual([
      'put-it-in-writing',
      'keep-the-labels-whole',
    ]);
    expect((await listOwnCampaigns({ organizationId: strangers, locale: 'en' }, given)).length).toBe(0);
  });

  test('copied from what came with the software is whole at once: words, addressees and letters; opened, it is public', async () => {
    const own = await copy('Stream freely: now');
    expect(own.slug).toBe('stream-freely-now');
    expect(await findCampaign(own.slug, 'en', given)).toBeNull();
    expect((await checkCampaign(own, given))?.filter(({ isNeeded }) => isNeeded)).toEqual([]);
    const letters = (campaign: string) =>
      readStoredTemplates({ db, campaign }).then((read) =>
        read.letters.map(({ slug, locale, source }) => [slug, locale, source]),
      );
    expect(await letters(own.slug)).toEqual(await letters('put-it-in-writing'));
    expect(await openCampaign({ ...own, closesAt: null, timeZone }, given)).toEqual({ ok: true, state: 'open' });
    expect(await findCampaign(own.slug, 'en', given)).toMatchObject({
      title: 'Stream freely: now',
      state: 'open',
      wonAt: null,
    });
    expect((await copy('Stream freely, now!')).slug).toBe('stream-freely-now-2');
    expect(
      await one(
        sql`select count(*)::int as n from audit_events where organization_id = ${organizationId} and action in ('campaign.clone', 'campaign.open') and subject = ${`campaign:${own.slug}`}`,
      ),
    ).toEqual({ n: 2 });
  });

  test('that starts from nothing says what it lacks and does not open', async () => {
    const made = await createCampaign({ organizationId, actor, title: 'Empty', locales: ['en'], from: null }, given);
    const own = { organizationId, slug: made.ok ? made.slug : '', actor };
    const refused = await openCampaign({ ...own, closesAt: null, timeZone }, given);
    expect(refused).toMatchObject({ ok: false, reason: 'incomplete' });
    expect(await checkCampaign(own, given)).toEqual(
      expect.arrayContaining([
        { code: 'words', locale: 'en', field: 'ask', isNeeded: true },
        { code: 'no_addressee', isNeeded: true },
      ]),
    );
    expect(await scheduleCampaign({ ...own, opensAt: hours(1), closesAt: null, timeZone }, given)).toMatchObject({
      reason: 'incomplete',
    });
    expect(await discardDraft(own, given)).toEqual({ ok: true });
    expect(
      await one(
        sql`select count(*)::int as n from campaign_versions v left join campaigns c on c.id = v.campaign_id where c.id is null`,
      ),
    ).toEqual({ n: 0 });
  });

  test('changes state only as the table allows, whoever asks the database', async () => {
    const rows = await db.execute<{ from: string; to: string }>(
      sql`select from_state as from, to_state as to from campaign_transitions`,
    );
    const listed = Object.entries(CAMPAIGN_TRANSITIONS).flatMap(([from, after]) => after.map((to) => `${from} ${to}`));
    expect(rows.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual(listed.toSorted());
    const own = await copy('By the table');
    await expect(db.execute(sql`update campaigns set state = 'won' where slug = ${own.slug}`)).rejects.toMatchObject({
      cause: { constraint_name: 'campaigns_transition' },
    });
    expect(await closeCampaign(own, given)).toEqual({ ok: false, reason: 'not_allowed' });
    await openCampaign({ ...own, closesAt: null, timeZone }, given);
    await expect(db.execute(sql`update campaigns set state = 'draft' where slug = ${own.slug}`)).rejects.toMatchObject({
      cause: { constraint_name: 'campaigns_transition' },
    });
    await expect(db.execute(sql`delete from campaigns where slug = ${own.slug}`)).rejects.toMatchObject({
      cause: { constraint_name: 'campaigns_only_drafts_go' },
    });
    expect(await discardDraft(own, given)).toEqual({ ok: false, reason: 'not_a_draft' });
    const [other] = [another()];
    const both = await Promise.all([closeCampaign(own, given), closeCampaign(own, { ...given, db: other.db })]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  });

  test('opens and closes by itself, to the instant for whoever signs, and soon in its state', async () => {
    const own = await copy('By the clock');
    expect(await scheduleCampaign({ ...own, opensAt: hours(-1), closesAt: null, timeZone }, given)).toEqual({
      ok: false,
      reason: 'time_past',
    });
    expect(await scheduleCampaign({ ...own, opensAt: hours(2), closesAt: hours(2), timeZone }, given)).toEqual({
      ok: false,
      reason: 'time_order',
    });
    expect(await scheduleCampaign({ ...own, opensAt: hours(1), closesAt: hours(3), timeZone }, given)).toEqual({
      ok: true,
      state: 'scheduled',
    });
    const signedAt = async (n: number) => {
      const result = await sign(form(own.slug), at(n));
      return result.ok || result.reason;
    };
    expect([await signedAt(0.9), await signedAt(1), await signedAt(2.9), await signedAt(3)]).toEqual([
      'campaign_not_open',
      true,
      true,
      'campaign_closed',
    ]);
    expect(await turnCampaigns(at(0.9))).toEqual({ opened: 0, closed: 0 });
    expect((await listCampaigns('en', at(0.9))).map(({ slug }) => slug)).not.toContain(own.slug);
    expect((await listCampaigns('en', at(1.1))).map(({ slug }) => slug)).toContain(own.slug);
    const other = another();
    const turns = await Promise.all([turnCampaigns(at(1.1)), turnCampaigns({ ...at(1.1), db: other.db })]);
    expect(turns.reduce((sum, { opened }) => sum + opened, 0)).toBe(1);
    expect(await findSheet(own, given)).toMatchObject({ state: 'open' });
    expect(await turnCampaigns(at(3))).toEqual({ opened: 0, closed: 1 });
    expect(await findSheet(own, given)).toMatchObject({ state: 'closed' });
    expect(await one(sql`select closed_at is not null as counted from campaigns where slug = ${own.slug}`)).toEqual({
      counted: true,
    });
  });

  test('is won with words in each of its languages, which everybody sees; reopening takes the victory back', async () => {
    const own = await copy('Won in the end');
    await openCampaign({ ...own, closesAt: null, timeZone }, given);
    expect(await winCampaign({ ...own, outcomes: { en: 'They promised.' } }, given)).toEqual({
      ok: false,
      reason: 'outcome_missing',
    });
    expect(await winCampaign({ ...own, outcomes: { en: 'They promised.', es: 'Lo prometieron.' } }, given)).toEqual({
      ok: true,
      state: 'won',
    });
    expect(await findCampaign(own.slug, 'es', given)).toMatchObject({
      state: 'won',
      outcome: 'Lo prometieron.',
      wonAt: expect.any(Date),
    });
    expect(await sign(form(own.slug), given)).toEqual({ ok: false, reason: 'campaign_closed' });
    expect(await one(sql`select closed_at is not null as counted from campaigns where slug = ${own.slug}`)).toEqual({
      counted: true,
    });
    expect(await archiveCampaign(own, given)).toEqual({ ok: true, state: 'archived' });
    expect(await unarchiveCampaign(own, given)).toEqual({ ok: true, state: 'won' });
    const { version } = (await findContent(own, given)) ?? { version: 0 };
    expect(await restoreVersion({ ...own, base: version, version: 2 }, given)).toMatchObject({ ok: true });
    expect(await findCampaign(own.slug, 'es', given)).toMatchObject({ outcome: 'Lo prometieron.' });
  });

  test('that is over sends its visitors on to an open one, along the way and never in a circle', async () => {
    const [first, second, third] = [
      await copy('First of three'),
      await copy('Second of three'),
      await copy('Third of three'),
    ];
    for (const own of [first, second, third]) await openCampaign({ ...own, closesAt: null, timeZone }, given);
    expect(await redirectCampaign({ ...first, to: second.slug }, given)).toEqual({ ok: false, reason: 'not_allowed' });
    await closeCampaign(first, given);
    expect(await redirectCampaign({ ...first, to: 'put-it-in-writing' }, given)).toEqual({
      ok: false,
      reason: 'target_unknown',
    });
    expect(await redirectCampaign({ ...first, to: second.slug }, given)).toEqual({ ok: true });
    expect(await findCampaign(first.slug, 'en', given)).toMatchObject({ redirectTo: second.slug });
    await closeCampaign(second, given);
    expect(await findCampaign(first.slug, 'en', given)).toMatchObject({ redirectTo: null });
    expect(await redirectCampaign({ ...second, to: first.slug }, given)).toEqual({
      ok: false,
      reason: 'target_unknown',
    });
    await expect(
      db.execute(
        sql`update campaigns set redirect_to_id = (select id from campaigns where slug = ${first.slug}) where slug = ${second.slug}`,
      ),
    ).rejects.toMatchObject({ cause: { constraint_name: 'campaigns_redirect_open' } });
    expect(await redirectCampaign({ ...second, to: third.slug }, given)).toEqual({ ok: true });
    expect(await findCampaign(first.slug, 'en', given)).toMatchObject({ redirectTo: third.slug });
    await openCampaign({ ...first, closesAt: null, timeZone }, given);
    expect(await findCampaign(first.slug, 'en', given)).toMatchObject({ redirectTo: null, state: 'open' });
  });
});
