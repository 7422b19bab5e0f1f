import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { listOwnAlerts, settleAlert } from '#app/domain/dashboard/alerts.server.ts';
import { forgetMinutes, keepDashboard } from '#app/domain/dashboard/keep.server.ts';
import { listOwnCampaigns, readLive } from '#app/domain/dashboard/live.server.ts';
import { noteViews } from '#app/domain/dashboard/note.server.ts';
import { readBreakdown } from '#app/domain/dashboard/read.server.ts';
import { keepReadings } from '#app/domain/dashboard/readings.server.ts';
import { insertCampaign, insertConfirmed, insertIsp, invalidate, withdraw } from '#tests/domain/count/signers.ts';
import { testDatabase } from '#tests/support/database.ts';
import { letterRows } from '#tests/support/letter-rows.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-21T03:04:30Z');
const tools = { db, now };

let isps: number[];
let organizationId: number;

beforeAll(async () => {
  isps = [await insertIsp(db, 'comcast'), await insertIsp(db, 'cox'), await insertIsp(db, 'verizon')];
  const [row] = await db.execute<{ id: number }>(
    sql`insert into organizations (slug, name) values ('coalition', 'Coalition') returning id`,
  );
  organizationId = row?.id ?? 0;
});

/** A generator of numbers from 0 to 1 that gives the same row each time (mulberry32). */
function chance(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function keepAll(batch?: number) {
  for (let left = 200; left > 0; left -= 1)
    if (!(await keepDashboard({ ...tools, ...(batch ? { batch } : {}) })).hasMore) return;
  throw new Error('the journals have no end');
}

async function spansOf(campaignId: number, span = 'day'): Promise<Record<string, number>> {
  const rows = await db.execute<{ figure: string; amount: string }>(
    sql`select figure, sum(amount) as amount from dashboard_spans where campaign_id = ${campaignId} and span = ${span} and figure !~ '^(isp|state) ' group by figure`,
  );
  return Object.fromEntries(rows.map(({ figure, amount }) => [figure, Number(amount)]));
}

test('after any order of deeds the journals say what the ledger and the signatures say', async () => {
  const campaignId = await insertCampaign(db, 'any-order');
  const [partner] = await db.execute<{ id: number }>(
    sql`insert into partners (campaign_id, slug, name, created_by) values (${campaignId}, 'league', 'The League', 'test') returning id`,
  );
  const random = chance(20_261_122);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const minute = () => new Date(Date.parse('2026-11-20T20:00:00Z') + Math.floor(random() * 400) * 60_000).toISOString();
  const ids: number[] = [];
  const deeds = {
    async sign() {
      const made = await insertConfirmed(db, {
        campaignId,
        count: 1 + Math.floor(random() * 6),
        ispId: pick([...isps, null]),
        state: pick(['CA', 'VT', null]),
        confirmedAt: minute(),
      });
      await db.execute(
        sql`update signatures set source = ${pick(['embed', 'front', null])}, partner_id = ${pick([partner?.id, null])}::int where id in ${made}`,
      );
      ids.push(...made);
    },
    withdraw: () => withdraw(db, [pick(ids)], minute()),
    invalidate: () => invalidate(db, [pick(ids), pick(ids)], minute()),
    correct: () =>
      db.execute(sql`update signatures set isp_stated_id = ${pick([...isps, null])}::int, state = ${pick(['CA', 'NY', null])}, corrected_at = now()
        where id = ${pick(ids)} and status = 'confirmed' and counted_at is not null`),
    count: () => runSequencer(tools),
    keep: () => keepDashboard({ ...tools, batch: 3 }),
  };
  await deeds.sign();
  for (let deed = 0; deed < 80; deed += 1)
    await pick([deeds.sign, deeds.withdraw, deeds.invalidate, deeds.correct, deeds.correct, deeds.count, deeds.keep])();
  await runSequencer(tools);
  await keepAll(7);

  const spans = await spansOf(campaignId);
  const [count] = await db.execute<{ signed: number; undone: number; made: number }>(sql`
    select signed::int, (withdrawn + invalidated)::int as undone, (select count(*)::int from signatures where campaign_id = ${campaignId}) as made
    from campaign_counts where campaign_id = ${campaignId}`);
  expect(spans).toEqual({ confirmed: count?.signed, undone: count?.undone, signed: count?.made });
  expect(count?.undone).toBeGreaterThan(5);
  expect(await spansOf(campaignId, 'hour')).toEqual(spans);
  expect(await spansOf(campaignId, 'minute')).toEqual(spans);
  const cells = await db.execute<{ dimension: string; value: string; amount: number }>(sql`
    select dimension, value, amount::int from dashboard_cells where campaign_id = ${campaignId} and amount <> 0 order by 1, 2`);
  const truth = await db.execute<{ dimension: string; value: string; amount: number }>(sql`
    select v.dimension, v.value, count(*)::int as amount from signatures s, lateral (values ('isp', coalesce(isp_stated_id::text, '')), ('state', coalesce(state, '')),
      ('source', coalesce(source, '')), ('partner', coalesce(partner_id::text, ''))) as v(dimension, value)
    where campaign_id = ${campaignId} and status = 'confirmed' group by 1, 2 order by 1, 2`);
  expect([...cells]).toEqual([...truth]);
  const corrected = sql`select 1 from count_entries where campaign_id = ${campaignId} and kind = 'correct'`;
  expect((await db.execute(corrected)).length).toBeGreaterThan(3);
  const hours = sql`select figure, starts_at, amount::int from dashboard_spans where campaign_id = ${campaignId} and span = 'hour' and figure = 'confirmed' order by 2`;
  const confirmed = sql`select 'confirmed' as figure, date_trunc('hour', confirmed_at) as starts_at, count(*)::int as amount from signatures
    where campaign_id = ${campaignId} and counted_at is not null group by 2 order by 2`;
  expect([...(await db.execute(hours))]).toEqual([...(await db.execute(confirmed))]);

  const page = await readBreakdown({ campaignId, isExact: true }, tools);
  const live = (await readLive({ campaignIds: [campaignId], seesAll: false }, tools)).get(campaignId);
  expect(live?.total).toBe((count?.signed ?? 0) - (count?.undone ?? 0));
  for (const groups of [page.isps, page.states, page.sources ?? [], page.partners ?? []])
    expect(groups.reduce((sum, { amount }) => sum + amount, 0)).toBe(live?.total);
  expect(page.isps.reduce((sum, { week }) => sum + (week ?? 0), 0)).toBe(live?.total);
  expect(page.isps.map(({ key }) => key).sort()).toEqual(['comcast', 'cox', 'other', 'verizon']);
  expect(page.partners?.map(({ key, name }) => [key, name]).sort()).toEqual([
    ['league', 'The League'],
    ['none', null],
  ]);
  expect(page.hours.confirmed.reduce((sum, { amount }) => sum + amount, 0)).toBe(count?.signed);
});

test('two workers never count a thing twice, and a run that is cut off counts nothing', async () => {
  const campaignId = await insertCampaign(db, 'two-workers');
  await insertConfirmed(db, { campaignId, count: 40, confirmedAt: '2026-11-21T03:02:10Z' });
  await runSequencer(tools);
  const other = database.another();
  await expect(
    db.transaction(async (tx) => {
      expect((await keepDashboard({ db: tx, now, batch: 10 })).ran).toBe(true);
      expect(await keepDashboard({ db: other.db, now })).toEqual({ ran: false, hasMore: false });
      throw new Error('cut off');
    }),
  ).rejects.toThrow('cut off');
  await Promise.all(
    Array.from({ length: 12 }, (_, turn) => keepDashboard({ db: turn % 2 ? db : other.db, now, batch: 9 })),
  );
  await keepAll();
  expect(await spansOf(campaignId)).toEqual({ confirmed: 40, signed: 40 });
  const live = (await readLive({ campaignIds: [campaignId], seesAll: false }, tools)).get(campaignId);
  expect(live).toMatchObject({ total: 40, funnel: { signed: 40, confirmed: 40 } });
  expect(live?.rate).toBeCloseTo(40 / 4.5, 5);
  expect(live?.minutes).toHaveLength(60);
  expect(live?.minutes.at(-3)).toEqual({ at: '2026-11-21T03:02:00.000Z', amount: 40 });
});

test('a signer writes once and is reached once, whatever becomes of each letter', async () => {
  const { letters } = await letterRows(db, 4);
  const of = letters.map(({ deliveryId }) => deliveryId);
  const [campaign] = await db.execute<{ id: number }>(
    sql`select campaign_id as id from letters where id = ${letters[0]?.letterId ?? 0}`,
  );
  const campaignId = campaign?.id ?? 0;
  await keepAll();
  const moved = async (state: string, ids: readonly (number | undefined)[]) =>
    db.execute(sql`update deliveries set state = ${state}, sent_at = now(), changed_at = now() where id in ${ids}`);
  await moved('sending', of.slice(0, 3));
  await keepAll();
  await moved('sent', of.slice(0, 3));
  await moved('bounced', of.slice(0, 1));
  await moved('queued', of.slice(0, 1));
  await keepAll(2);
  await moved('sending', of.slice(0, 1));
  await moved('sent', of.slice(0, 1));
  await db.execute(sql`insert into bounces (message_sha256, delivery_id, verdict, came_by, received_at)
    select sha256(v::bytea), ${of[1]}::int, v, 'http', now() from unnest(array['permanent', 'delayed']) v`);
  await keepAll();
  expect(await spansOf(campaignId)).toMatchObject({
    letters: 4,
    wrote: 4,
    delivered: 3,
    'bounce-permanent': 1,
    'bounce-delayed': 1,
  });
  const page = await readBreakdown({ campaignId, isExact: true }, tools);
  expect(page.deliveries.toSorted((a, b) => (a.state < b.state ? -1 : 1))).toEqual([
    { channel: 'email', state: 'queued', amount: 1 },
    { channel: 'email', state: 'sent', amount: 3 },
  ]);
  expect(page.states).toEqual([expect.objectContaining({ key: 'none', letters: 4 })]);
  expect(page.letters.amount).toBe(4);
});

test('views are noted by name and minute, of no campaign that is not there, and forgotten by the minute after two days', async () => {
  const campaignId = await insertCampaign(db, 'looked-at');
  await db.execute(sql`update campaigns set position = 1 where id = ${campaignId}`);
  const at = '2026-11-21T03:04:00.000Z';
  await noteViews(
    [
      { slug: 'looked-at', figure: 'seen', at, amount: 5 },
      { slug: null, figure: 'seen', at, amount: 2 },
      { slug: 'looked-at', figure: 'started', at: '2026-11-18T03:04:00.000Z', amount: 1 },
      { slug: 'nobody', figure: 'seen', at, amount: 9 },
    ],
    tools,
  );
  await keepAll();
  expect(await spansOf(campaignId)).toEqual({ seen: 7, started: 1 });
  expect(await forgetMinutes(tools)).toBeGreaterThan(0);
  expect(await spansOf(campaignId, 'minute')).toEqual({ seen: 7 });
  expect(await spansOf(campaignId, 'hour')).toEqual({ seen: 7, started: 1 });
});

test('those who may not export counts see what is published and no more', async () => {
  const [campaign] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = 'any-order'`);
  const campaignId = campaign?.id ?? 0;
  await db.execute(sql`insert into ledger_tallies (campaign_id, dimension, value, shown, updated_at) values
    (${campaignId}, 'isp', 'cox', 11, now()), (${campaignId}, 'state', 'CA', 12, now())`);
  const page = await readBreakdown({ campaignId, isExact: false }, tools);
  expect(page.isps).toEqual([{ key: 'cox', name: 'COX', amount: 11, week: null, letters: null }]);
  expect(page.states).toEqual([{ key: 'CA', name: null, amount: 12, week: null, letters: null }]);
  expect([page.sources, page.partners]).toEqual([null, null]);
});

test('the state of mail is read by the worker and not again at once', async () => {
  await db.execute(
    sql`insert into channel_holds (channel, receiver, held_until) values ('email', 'busy.example', now() + interval '1 hour')`,
  );
  expect(await keepReadings(tools)).toBeGreaterThan(0);
  expect(await keepReadings(tools)).toBe(0);
  const [campaign] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = 'any-order'`);
  const { mail } = await readBreakdown({ campaignId: campaign?.id ?? 0, isExact: true }, tools);
  expect(mail).toMatchObject({ heldReceivers: 1, deadJobs: 0, readAt: now().toISOString() });
});

test('an organization settles its own alerts once, with a reason, and nobody else’s', async () => {
  const own = await insertCampaign(db, 'own');
  await db.execute(sql`update campaigns set organization_id = ${organizationId} where id = ${own}`);
  const foreign = await insertCampaign(db, 'foreign');
  const rows = await db.execute<{ id: number }>(sql`insert into alerts (campaign_id, kind, key, facts, raised_at) values
    (${own}, 'same-name', '', '{"forms": 40}', now()), (${foreign}, 'same-name', '', '{}', now()), (null, 'network-surge', 'abcdef0123456789', '{}', now()) returning id::int`);
  const [mine, theirs, networks] = rows.map(({ id }) => id);
  const us = { organizationId, runsInstallation: false };
  expect((await listOwnAlerts(us, tools)).map(({ id }) => id)).toEqual([mine]);
  const keeper = await listOwnAlerts({ ...us, runsInstallation: true }, tools);
  expect(keeper.map(({ id, key }) => [id, key]).sort()).toEqual([
    [mine, ''],
    [networks, 'abcdef01'],
  ]);
  const deed = { ...us, reason: 'A family of one name', actor: 'organizer:1' };
  for (const id of [theirs ?? 0, networks ?? 0])
    expect(await settleAlert({ ...deed, id }, tools)).toEqual({ ok: false, reason: 'alert_unknown' });
  const other = database.another();
  const both = await Promise.all(
    [db, other.db].map((one) => settleAlert({ ...deed, id: mine ?? 0 }, { db: one, now })),
  );
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await listOwnAlerts(us, tools)).toMatchObject([{ settledReason: 'A family of one name' }]);
  const deeds = await db.execute(sql`select subject from audit_events where action = 'alert.settle'`);
  expect([...deeds]).toEqual([{ subject: `alert ${mine}` }]);
  expect((await listOwnCampaigns({ organizationId, locale: 'en' }, tools)).map(({ slug }) => slug)).toEqual(['own']);
});
