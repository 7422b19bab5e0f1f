import { sql } from 'drizzle-orm';
import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { COUNT } from '#app/commands/count-deeds.ts';
import { addCountGauges } from '#app/commands/count-gauges.ts';
import { auditCounts, readCount, runSequencer } from '#app/domain/count/count.server.ts';
import { listDrift, nightOf, recountCampaign, recountNightly } from '#app/domain/count/recount.server.ts';
import { repairCounts } from '#app/domain/count/repair.server.ts';
import { createMetrics } from '#app/http/metrics.ts';
import { startRecount } from '#app/jobs/recount.ts';
import type { Db } from '#db/client.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertConfirmed, insertIsp, withdraw } from './signers.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const ispId = await insertIsp(db, 'cable-one-test');

let number = 0;
let slug = '';
let campaignId = 0;
let ids: number[] = [];
beforeEach(async () => {
  number += 1;
  slug = `campaign-${number}`;
  campaignId = await insertCampaign(db, slug);
  ids = await insertConfirmed(db, { campaignId, count: 5, ispId, state: 'CA' });
  await runSequencer({ db, now });
  await withdraw(db, ids.slice(4));
  await runSequencer({ db, now });
});
const audit = () => auditCounts(campaignId, { db });

/** Changes rows that nothing may change, as a fault of the machine or the owner of the tables could. */
const behindTheTrigger = (statement: ReturnType<typeof sql>) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(statement);
  });

describe('a recount', () => {
  it('changes nothing of what is exact, and keeps that it looked', async () => {
    expect(await recountCampaign({ campaignId }, { db, now })).toMatchObject({ found: 0, remaining: 0 });
    expect((await listDrift({ db })).find(({ campaign }) => campaign === slug)).toEqual({
      campaign: slug,
      found: 0,
      remaining: 0,
      endedAt: now(),
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'a cell with another figure',
      () => db.execute(sql`update count_journal set signed = 9 where campaign_id = ${campaignId}`),
    ],
    [
      'a cell that is gone',
      () => db.execute(sql`delete from count_journal where campaign_id = ${campaignId} and withdrawn = 0`),
    ],
    [
      'a cell that nobody filled',
      () =>
        db.execute(
          sql`insert into count_journal (campaign_id, day, isp_id, state, signed) values (${campaignId}, '2026-11-01', null, null, 2)`,
        ),
    ],
    [
      'totals',
      () => db.execute(sql`update campaign_counts set signed = 8, size = 9 where campaign_id = ${campaignId}`),
    ],
    ['a mark that is gone', () => db.execute(sql`update signatures set counted_at = null where id = ${ids[0]}`)],
    [
      'a mark of undoing that is gone',
      () => db.execute(sql`update signatures set uncounted_at = null where id = ${ids[4]}`),
    ],
  ])('repairs %s', async (_, spoil) => {
    await spoil();
    expect((await audit()).isSound).toBe(false);
    const recount = await recountCampaign({ campaignId }, { db, now });
    expect(recount?.found).toBeGreaterThan(0);
    expect(recount?.remaining).toBe(0);
    await runSequencer({ db, now });
    expect(await audit()).toEqual({ isSound: true, differences: [], waiting: 0 });
    expect((await readCount(campaignId, { db })).total).toBe(4);
  });

  it('lets the sequencer append the leaf of a mark that never had one', async () => {
    const [late] = await insertConfirmed(db, { campaignId, count: 1, ispId, state: 'CA' });
    await db.execute(sql`update signatures set counted_at = now(), salt = ledger_salt() where id = ${late}`);
    expect(await recountCampaign({ campaignId }, { db, now })).toMatchObject({ remaining: 0 });
    await runSequencer({ db, now });
    expect(await audit()).toEqual({ isSound: true, differences: [], waiting: 0 });
    expect((await readCount(campaignId, { db })).total).toBe(5);
  });

  it('touches nothing where a leaf is gone, also the last one, and says so', async () => {
    for (const sequence of [5, 1]) {
      await behindTheTrigger(
        sql`delete from count_entries where campaign_id = ${campaignId} and sequence = ${sequence}`,
      );
      const before = await everything(db, campaignId);
      const recount = await recountCampaign({ campaignId }, { db, now });
      expect(recount?.remaining).toBeGreaterThan(0);
      expect(recount?.remaining).toBe(recount?.found);
      expect(await everything(db, campaignId)).toEqual(before);
    }
  });

  it('cries out over a tile that is another than it was, and leaves it', async () => {
    await behindTheTrigger(
      sql`update ledger_tiles set hashes = overlay(hashes placing '\\x00'::bytea from 40) where campaign_id = ${campaignId} and level = 0`,
    );
    const tiles = () =>
      db.execute(sql`select hashes from ledger_tiles where campaign_id = ${campaignId} order by level, number`);
    const before = [...(await tiles())];
    expect(await recountCampaign({ campaignId }, { db, now })).toMatchObject({ found: expect.any(Number) });
    const [drift] = (await listDrift({ db })).filter(({ campaign }) => campaign === slug);
    expect(drift?.remaining).toBeGreaterThan(0);
    expect([...(await tiles())]).toEqual(before);
  });

  it('counts right when the sequencer and other repairs run beside it', async () => {
    await db.execute(sql`update count_journal set signed = signed + 3 where campaign_id = ${campaignId}`);
    const others = [database.another(), database.another(), database.another()];
    const [one, two, sequencer] = others.map(({ db: other }) => other);
    let isOver = false;
    const counting = (async () => {
      while (!isOver) {
        await insertConfirmed(sequencer as Db, { campaignId, count: 2, ispId, state: 'CA' });
        await runSequencer({ db: sequencer as Db, now });
      }
    })();
    for (let round = 0; round < 5; round += 1)
      await Promise.all([
        repairCounts(campaignId, { db: one as Db, now }),
        repairCounts(campaignId, { db: two as Db, now }),
      ]);
    isOver = true;
    await counting;
    while ((await runSequencer({ db, now })).hasMore);
    expect(await audit()).toEqual({ isSound: true, differences: [], waiting: 0 });
  });

  it('lets the sequencer work while it reads', async () => {
    await db.execute(sql`update count_journal set signed = 9 where campaign_id = ${campaignId}`);
    const writer = database.another();
    await writer.db
      .transaction(async (tx) => {
        // The sequencer's turn is another's: the repair reads, and waits to write.
        await tx.execute(sql`select pg_advisory_xact_lock(6140120)`);
        const repair = repairCounts(campaignId, { db, now });
        await expect
          .poll(
            async () =>
              (await tx.execute(sql`select 1 from pg_locks where locktype = 'advisory' and classid = 6140122`)).length,
          )
          .toBe(1);
        await new Promise((done) => setTimeout(done, 80));
        expect(
          (await tx.execute(sql`select signed from count_journal where campaign_id = ${campaignId} for update nowait`))
            .length,
        ).toBeGreaterThan(0);
        return { repair };
      })
      .then(({ repair }) => repair);
    expect((await audit()).isSound).toBe(true);
  });
});

describe('the nightly recount', () => {
  it('belongs to the day that began at 8 o’clock UTC', () => {
    expect(nightOf(new Date('2026-11-22T07:59:59Z'))).toBe('2026-11-21');
    expect(nightOf(new Date('2026-11-22T08:00:00Z'))).toBe('2026-11-22');
  });

  it('is done once a night, by one of those who come at once, and what one left by the next', async () => {
    const nights = async (night: string) =>
      (await db.execute(sql`select campaign_id from count_recounts where night = ${night}::date`)).length;
    const [all] = await db.execute<{ campaigns: number }>(sql`select count(*)::int as campaigns from campaign_counts`);
    const first = () => new Date('2026-12-01T09:00:00Z');
    // The first is stopped after one campaign.
    let seen = 0;
    const each = () => {
      seen += 1;
    };
    await recountNightly({ db, now: first, each, isOver: () => seen > 0 });
    expect(await nights('2026-12-01')).toBe(1);
    const pools = [database.another(), database.another(), database.another()];
    await Promise.all(pools.map((pool) => recountNightly({ db: pool.db, now: first })));
    expect(await nights('2026-12-01')).toBe(all?.campaigns);
    expect(await recountNightly({ db, now: first })).toEqual({ ran: true, recounted: 0 });
    await recountNightly({ db, now: () => new Date('2026-12-02T09:00:00Z') });
    expect(await nights('2026-12-02')).toBe(all?.campaigns);
  });

  it('warns of drift in the log, shows it as a figure, and cries out what it may not repair', async () => {
    await db.execute(sql`update count_journal set signed = 9 where campaign_id = ${campaignId} and withdrawn = 0`);
    await behindTheTrigger(sql`delete from count_entries where campaign_id = ${campaignId} and sequence = 2`);
    const lines: { level: number; campaignId?: number; remaining?: number }[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    const loop = startRecount({ db, now: () => new Date('2026-12-03T09:00:00Z'), log });
    await expect.poll(() => lines.some((line) => line.campaignId === campaignId), { timeout: 20_000 }).toBe(true);
    await loop.stop();
    const said = lines.find((line) => line.campaignId === campaignId);
    expect(said).toMatchObject({ level: 50 });
    const metrics = createMetrics();
    addCountGauges(metrics, () => listDrift({ db }));
    const { text } = await metrics.expose();
    const figure = (name: string) =>
      Number(new RegExp(`^${name}\\{campaign="${slug}"\\} (\\S+)$`, 'm').exec(text)?.[1]);
    expect(figure('count_drift')).toBeGreaterThan(0);
    expect(figure('count_drift_remaining')).toBe(said?.remaining);
    expect(figure('count_recount_age_seconds')).toBeGreaterThanOrEqual(0);
  });
});

describe('npm run count', () => {
  const run = async (name: string) => {
    const lines: string[] = [];
    const deed = COUNT.deeds.find((one) => one.name === name);
    const fault = await deed
      ?.run({ words: [], options: { campaign: slug }, given: { db, now }, say: (line) => lines.push(line) })
      .then(
        () => null,
        (error: Error) => error.message,
      );
    return { lines, fault };
  };

  it('audits without a change, repairs, and lists', async () => {
    await db.execute(sql`update campaign_counts set signed = 8, size = 9 where campaign_id = ${campaignId}`);
    const before = await everything(db, campaignId);
    const asked = await run('audit');
    expect(asked.lines[0]).toBe(`${slug}: 2 disagreements, 0 wait to be counted`);
    expect(asked.lines[1]).toBe('  entries and totals: size: 9, should be 6');
    expect(asked.fault).toContain('npm run count -- repair');
    expect(await everything(db, campaignId)).toEqual(before);
    expect(await run('repair')).toEqual({ lines: [`${slug}: 2 disagreements, 0 remain`], fault: null });
    expect((await run('audit')).lines).toEqual([`${slug}: exact, 0 wait to be counted`]);
    expect((await run('list')).lines).toContain(`2026-11-22 12:00 UTC  ${slug}: 2 disagreements, 0 remain`);
  });
});

async function everything(from: Db, campaign: number) {
  const [row] = await from.execute(sql`
    select (select jsonb_agg(e order by sequence) from count_entries e where campaign_id = ${campaign}) as leaves,
      (select jsonb_agg(j order by j) from count_journal j where campaign_id = ${campaign}) as journals,
      (select jsonb_agg(c) from campaign_counts c where campaign_id = ${campaign}) as totals,
      (select jsonb_agg(s order by id) from signatures s where campaign_id = ${campaign}) as signatures`);
  return row;
}
