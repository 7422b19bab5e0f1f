import type { IncomingMessage } from 'node:http';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { findCampaign } from '#app/domain/campaign/campaign.server.ts';
import { inVariant, noteVariantViews, watchTrials } from '#app/domain/trial/running.server.ts';
import { listTrials, settleTrials, startTrial, stopTrial, takeOverTrial } from '#app/domain/trial/trial.server.ts';
import { trialEnding, trialVerdict, viewsNeeded } from '#app/domain/trial/trial.ts';
import { createTrialDesk } from '#app/http/trial-desk.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testOrganization } from '#tests/support/organizer.ts';
import { confirmedWriter } from '#tests/support/writer.ts';

const database = await testDatabase('template_seeded');
const { db } = database;

/** A source of chance that is the same in every run (mulberry32). */
function chanceOf(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('the views asked for are those of the textbook, and the verdict that of the test', () => {
  // Two-sided 5%, power 80%, 10% against 12%: 3,841 in each group (Fleiss, Levin and Paik, 4.14).
  expect(viewsNeeded({ expectedRate: 0.1, smallestLift: 0.2 })).toBe(3841);
  // z = 1.970 and z = 1.903, on the two sides of 1.960.
  expect(trialVerdict({ seen: 1000, signed: 100 }, { seen: 1000, signed: 128 })).toBe('b');
  expect(trialVerdict({ seen: 1000, signed: 128 }, { seen: 1000, signed: 100 })).toBe('a');
  expect(trialVerdict({ seen: 1000, signed: 100 }, { seen: 1000, signed: 127 })).toBe('none');
  expect(trialVerdict({ seen: 1000, signed: 0 }, { seen: 1000, signed: 12 })).toBe('none');
  expect(trialVerdict({ seen: 0, signed: 0 }, { seen: 0, signed: 40 })).toBe('none');
});

test('of trials without a difference one in twenty finds one, and of those with the smallest worth knowing four in five', () => {
  const rule = { expectedRate: 0.2, smallestLift: 0.3 };
  const views = viewsNeeded(rule);
  const chance = chanceOf(6);
  const signed = (rate: number) => {
    let sum = 0;
    for (let at = 0; at < views; at++) if (chance() < rate) sum++;
    return { seen: views, signed: sum };
  };
  const found = (rateB: number) => {
    let sum = 0;
    for (let at = 0; at < 1_000; at++) if (trialVerdict(signed(0.2), signed(rateB)) !== 'none') sum++;
    return sum / 1_000;
  };
  // Three standard errors around 5% and 80% of 1,000 trials.
  expect(Math.abs(found(0.2) - 0.05)).toBeLessThan(0.021);
  expect(Math.abs(found(0.26) - 0.8)).toBeLessThan(0.038);
});

test('a trial ends by views of both or by days, whatever was signed', () => {
  const endsAt = new Date('2026-12-06T00:00:00Z');
  const at = (seenA: number, seenB: number, now: string) =>
    trialEnding({ viewsEach: 100, endsAt, seenA, seenB }, new Date(now));
  expect(at(100, 99, '2026-12-05T23:59:59Z')).toBeNull();
  expect(at(100, 100, '2026-11-30T00:00:00Z')).toBe('views');
  expect(at(3, 2, '2026-12-06T00:00:00Z')).toBe('days');
});

test('visitors get one variant a day each, evenly, and only those of a campaign on trial', async () => {
  const flushed: { variant: string; amount: number }[] = [];
  let day = '2026-11-22';
  const desk = createTrialDesk({
    secret: 'a secret of tests that is long enough for them',
    now: () => new Date(`${day}T12:00:00Z`),
    running: () => new Map([['tried', 7]]),
    flush: async (noted) => void flushed.push(...noted),
    onFault: (fault) => expect.unreachable(String(fault)),
    everyMs: 3_600_000,
  });
  const request = (agent = 'Mozilla/5.0') =>
    ({ method: 'GET', headers: { 'user-agent': agent } }) as unknown as IncomingMessage;
  const given = (address: string) => desk.variantOf(request(), '/es/campaigns/tried', () => address);
  const addresses = Array.from({ length: 2_000 }, (_, at) => `73.${at >> 8}.${at & 255}.9`);
  const variants = addresses.map(given);
  expect(addresses.map(given)).toEqual(variants);
  // Three standard errors around a half.
  expect(Math.abs(variants.filter((one) => one === 'b').length - 1_000)).toBeLessThan(68);
  day = '2026-11-23';
  expect(addresses.map(given).filter((one, at) => one === variants[at]).length).toBeLessThan(1_100);
  expect(desk.variantOf(request(), '/campaigns/other', () => '73.0.0.1')).toBeNull();
  expect(desk.variantOf(request(), '/campaigns/tried/count.json', () => '73.0.0.1')).toBeNull();
  for (const agent of ['Mozilla/5.0', 'Googlebot/2.1']) {
    const one = request(agent);
    desk.variantOf(one, '/campaigns/tried', () => '73.0.0.1');
    desk.note(one, { route: '/campaigns/:slug', path: '/campaigns/tried' }, 200);
  }
  desk.note(request(), { route: '/campaigns/:slug', path: '/campaigns/tried' }, 200);
  await desk.stop();
  expect(flushed).toMatchObject([{ slug: 'tried', amount: 1 }]);
});

test('a trial keeps its rule, tells nothing before its end, and gives the better words to the campaign', async () => {
  let at = new Date('2026-11-22T12:00:00Z');
  const given = { db, now: () => at };
  const organizationId = await testOrganization(db, 'coalition');
  const slug = 'put-it-in-writing';
  await db.execute(sql`update campaigns set organization_id = ${organizationId} where slug = ${slug}`);
  const own = { organizationId, slug, actor: 'organizer:ana' };
  const rule = { expectedRate: 0.5, smallestLift: 0.5 };
  const words = { en: { title: 'Other words', ask: '' }, es: { title: '', ask: '' } };
  const before = await findCampaign(slug, 'en', given);
  if (!before) throw new Error('not seeded');

  expect(await startTrial({ ...own, words: {}, rule }, given)).toEqual({ ok: false, reason: 'same_words' });
  expect(await startTrial({ ...own, organizationId: organizationId + 1, words, rule }, given)).toMatchObject({
    ok: false,
  });
  const began = await Promise.all(
    [database.another(), database.another()].map((other) =>
      startTrial({ ...own, words, rule }, { db: other.db, now: () => at }),
    ),
  );
  expect(began.filter(({ ok }) => ok)).toHaveLength(1);
  const watch = watchTrials({ ...given, pollMs: 3_600_000 });
  await watch.look();
  expect([...watch.running().keys()]).toEqual([slug]);
  await watch.stop();
  expect((await inVariant(before, 'b', given)).campaign).toMatchObject({ title: 'Other words', ask: before.ask });
  expect(await inVariant(before, 'a', given)).toEqual({ campaign: before, variant: 'a' });

  const [trial] = (await listTrials(own, given)) ?? [];
  if (!trial) throw new Error('not begun');
  const seen = (variant: 'a' | 'b', amount: number) => noteVariantViews([{ slug, variant, amount }], given);
  await seen('a', trial.viewsEach);
  await seen('b', trial.viewsEach - 1);
  at = new Date(at.getTime() + 60_000);
  // Of b every second one who saw it, of a every tenth, and one whom nobody gave a variant.
  await signers(30, 'b', at);
  await signers(6, 'a', at);
  await signers(1, null, at);
  async function signers(many: number, variant: string | null, confirmedAt: Date) {
    for (let one = 0; one < many; one++) {
      const { personId } = await confirmedWriter(db, { campaign: slug });
      await db.execute(
        sql`update signatures set variant = ${variant}, confirmed_at = ${confirmedAt.toISOString()}::timestamptz where person_id = ${personId}`,
      );
    }
  }
  at = new Date(at.getTime() + 60_000);
  expect(await settleTrials(given)).toBe(0);
  expect((await listTrials(own, given))?.[0]).toMatchObject({ verdict: null, a: { signed: 6 }, b: { signed: 30 } });
  expect(await takeOverTrial({ ...own, trialId: trial.id }, given)).toEqual({ ok: false, reason: 'not_better' });
  await expect(db.execute(sql`update trials set views_each = 1`)).rejects.toThrow();

  await seen('b', 1);
  const ended = await Promise.all(
    [database.another(), database.another()].map((other) => settleTrials({ db: other.db, now: () => at })),
  );
  expect(ended.toSorted()).toEqual([0, 1]);
  expect((await listTrials(own, given))?.[0]).toMatchObject({ ending: 'views', verdict: 'b', signedA: 6, signedB: 30 });
  await expect(db.execute(sql`update trials set verdict = 'a'`)).rejects.toThrow();
  expect(await inVariant(before, 'b', given)).toEqual({ campaign: before, variant: null });
  expect(await takeOverTrial({ ...own, trialId: trial.id }, given)).toMatchObject({ ok: true });
  expect(await takeOverTrial({ ...own, trialId: trial.id }, given)).toMatchObject({ ok: false });
  expect(await findCampaign(slug, 'en', given)).toMatchObject({ title: 'Other words', ask: before.ask });

  const again = { en: { title: 'Third words', ask: '' } };
  expect(await startTrial({ ...own, words: again, rule }, given)).toEqual({ ok: true });
  expect(await stopTrial(own, given)).toEqual({ ok: true });
  expect((await listTrials(own, given))?.[0]).toMatchObject({ ending: 'stopped', verdict: null, takenVersion: null });
  expect(await startTrial({ ...own, words: again, rule }, given)).toEqual({ ok: true });
  await db.execute(sql`update campaign_texts set title = 'Changed' where locale = 'en' and campaign_id = ${before.id}`);
  at = new Date(at.getTime() + 15 * 86_400_000);
  expect(await settleTrials(given)).toBe(1);
  expect((await listTrials(own, given))?.[0]).toMatchObject({ ending: 'words', verdict: null });
});
