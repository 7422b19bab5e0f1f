import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { type CopyFormat, copyOut } from '#app/domain/export/copy.server.ts';
import { exportCounts } from '#app/domain/export/export.server.ts';
import type { CountDimension } from '#app/domain/export/export.ts';
import { exportRequest } from '#app/domain/export/query.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertConfirmed, insertIsp, withdraw } from '../count/signers.ts';

const database = await testDatabase();
const { db } = database;

const campaignId = await insertCampaign(db, 'no-tolls');
const comcast = await insertIsp(db, 'comcast');
const verizon = await insertIsp(db, 'verizon');
const first = await insertConfirmed(db, { campaignId, count: 3, ispId: comcast, state: 'CA' });
await insertConfirmed(db, { campaignId, count: 2, ispId: verizon, state: 'NY', confirmedAt: '2026-11-21T23:59:59Z' });
await insertConfirmed(db, { campaignId, count: 1, confirmedAt: '2026-11-21T00:00:00Z' });
await runSequencer({ db });
await withdraw(db, first.slice(0, 1));
await runSequencer({ db });

async function exported(by: CountDimension[], format: CopyFormat, campaign = 'no-tolls') {
  const made = await exportCounts({ campaign, by, format }, { db, sql: database.sql, actor: 'command' });
  if (!made.ok) throw new Error(made.reason);
  return { content: await text(made.bytes as Readable), rows: made.rows() };
}

describe('exporting counts', () => {
  it('writes CSV with a header, CR LF and empty cells for the unknown', async () => {
    const { content, rows } = await exported(['day', 'isp', 'state'], 'csv');
    expect(content).toBe(
      [
        'day,isp,state,signed,withdrawn,invalidated,moved,counted',
        '2026-11-20,comcast,CA,3,0,0,0,3',
        '2026-11-21,comcast,CA,0,1,0,0,-1',
        '2026-11-21,verizon,NY,2,0,0,0,2',
        '2026-11-21,,,1,0,0,0,1',
        '',
      ].join('\r\n'),
    );
    expect(rows).toBe(4);
  });

  it('takes the columns in the order asked', async () => {
    const { content } = await exported(['state', 'isp'], 'csv');
    expect(content.split('\r\n').slice(0, 2)).toEqual([
      'state,isp,signed,withdrawn,invalidated,moved,counted',
      'CA,comcast,3,1,0,0,2',
    ]);
  });

  it('gives one row when no column is asked, also for a campaign that nobody signed', async () => {
    expect((await exported([], 'csv')).content).toBe('signed,withdrawn,invalidated,moved,counted\r\n6,1,0,0,5\r\n');
    await insertCampaign(db, 'quiet');
    expect((await exported([], 'csv', 'quiet')).content).toBe(
      'signed,withdrawn,invalidated,moved,counted\r\n0,0,0,0,0\r\n',
    );
    expect((await exported(['day'], 'csv', 'quiet')).content).toBe(
      'day,signed,withdrawn,invalidated,moved,counted\r\n',
    );
  });

  it('writes JSON that parses, with null for the unknown, and an empty array for nothing', async () => {
    const { content, rows } = await exported(['isp'], 'json');
    expect(JSON.parse(content)).toEqual([
      { isp: 'comcast', signed: 3, withdrawn: 1, invalidated: 0, moved: 0, counted: 2 },
      { isp: 'verizon', signed: 2, withdrawn: 0, invalidated: 0, moved: 0, counted: 2 },
      { isp: null, signed: 1, withdrawn: 0, invalidated: 0, moved: 0, counted: 1 },
    ]);
    expect(rows).toBe(3);
    await insertCampaign(db, 'quieter');
    expect(JSON.parse((await exported(['isp'], 'json', 'quieter')).content)).toEqual([]);
  });

  it('writes one object a line', async () => {
    const { content } = await exported(['day'], 'ndjson');
    expect(content.endsWith('\n')).toBe(true);
    expect(
      content
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { day: '2026-11-20', signed: 3, withdrawn: 0, invalidated: 0, moved: 0, counted: 3 },
      { day: '2026-11-21', signed: 3, withdrawn: 1, invalidated: 0, moved: 0, counted: 2 },
    ]);
  });

  it('lets no text cell start a formula in CSV, and changes nothing in JSON', async () => {
    const id = await insertCampaign(db, 'formulas');
    const states = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', 'a"b,c\\d', 'ñandú'];
    for (const [at, state] of states.entries()) await insertConfirmed(db, { campaignId: id, count: at + 1, state });
    const evil = await insertIsp(db, "=cmd|'/c calc'!A1");
    await insertConfirmed(db, { campaignId: id, count: 1, ispId: evil, state: 'ZZ' });
    await runSequencer({ db });
    const cells = parse((await exported(['isp', 'state'], 'csv', 'formulas')).content, { from: 2 }).flat() as string[];
    expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    expect(cells).toEqual(expect.arrayContaining(["'=1+1", "'@SUM(A1)", 'a"b,c\\d', 'ñandú', "'=cmd|'/c calc'!A1"]));
    const rows = JSON.parse((await exported(['state'], 'json', 'formulas')).content) as { state: string }[];
    expect(rows.map(({ state }) => state).toSorted()).toEqual([...states, 'ZZ'].toSorted());
  });

  it('names the campaigns there are when asked for another', async () => {
    const answer = await exportCounts({ campaign: "x' or 1=1", by: [], format: 'csv' }, { db, sql: database.sql });
    expect(answer).toMatchObject({ ok: false, reason: 'campaign_unknown' });
    expect(answer.ok ? [] : answer.slugs).toContain('no-tolls');
  });

  it('records who exported what, before the first row', async () => {
    const before = await db.execute(sql`select id from audit_events`);
    await exported(['state', 'day'], 'ndjson');
    const [event] = await db.execute(
      sql`select actor, action, subject, facts from audit_events order by id desc limit 1`,
    );
    expect(event).toEqual({
      actor: 'command',
      action: 'export.counts',
      subject: 'campaign:no-tolls',
      facts: { by: ['state', 'day'], format: 'ndjson' },
    });
    expect(await db.execute(sql`select id from audit_events`)).toHaveLength(before.length + 1);
  });

  it('ends the query when the reader goes away', async () => {
    const id = await insertCampaign(db, 'large');
    // More bytes than the buffers between the server and the reader hold, or the end is there before anybody goes away.
    await db.execute(sql`
      insert into count_journal (campaign_id, day, isp_id, state, signed)
      select ${id}, date '2020-01-01' + n, ${comcast}::int, 'CA', 1 from generate_series(0, 299999) n`);
    const other = database.another({ applicationName: 'leaver' });
    const made = await exportCounts({ campaign: 'large', by: ['day'], format: 'csv' }, { db, sql: other.sql });
    if (!made.ok) throw new Error('refused');
    for await (const _ of made.bytes) break;
    const running = () =>
      db.execute(sql`select from pg_stat_activity where application_name = 'leaver' and state = 'active'`);
    await expect.poll(async () => (await running()).length, { timeout: 3000 }).toBe(0);
    expect([...(await other.sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  });

  it('gives its connection back whatever the length of the last piece, also to a reader that is slower than the rows', async () => {
    const { sql: pool } = database.another({ max: 1 });
    for (let rows = 60; rows < 100; rows += 1) {
      const copied = await copyOut(pool, `copy (select repeat('x', 1000) from generate_series(1, ${rows})) to stdout`);
      for await (const _ of copied.rows.iterator({ destroyOnReturn: false }))
        await new Promise((go) => setTimeout(go, 2));
      const isBack = await Promise.race([
        copied.end().then(() => true),
        new Promise((go) => setTimeout(() => go(false), 5000)),
      ]);
      expect(isBack, `${rows} rows`).toBe(true);
    }
  });

  it('fails rather than ends when the database goes away in the middle', async () => {
    // The rows of the test before.
    const other = database.another({ applicationName: 'cut-off' });
    const made = await exportCounts(
      { campaign: 'large', by: ['day', 'isp', 'state'], format: 'csv' },
      { db, sql: other.sql },
    );
    if (!made.ok) throw new Error(made.reason);
    const reading = (async () => {
      let pieces = 0;
      for await (const _ of made.bytes) {
        pieces += 1;
        if (pieces === 1)
          await db.execute(
            sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut-off'`,
          );
      }
    })();
    await expect(reading).rejects.toThrow();
  });

  it('agrees with the count on the page', async () => {
    const rows = JSON.parse((await exported(['day', 'isp', 'state'], 'json')).content) as { counted: number }[];
    const [total] = await db.execute<{ total: string }>(
      sql`select signed - withdrawn - invalidated as total from campaign_counts where campaign_id = ${campaignId}`,
    );
    expect(rows.reduce((sum, row) => sum + row.counted, 0)).toBe(Number(total?.total));
  });
});

it('a request names each column once, says what data of people is for, and has a format where rows are written', () => {
  const asked = (query: object, rest: object = { format: 'csv' }) =>
    exportRequest.safeParse({ query, ...rest }).success;
  expect(asked({ kind: 'counts', by: ['day', 'day'] })).toBe(false);
  expect(asked({ kind: 'counts', by: ['status', 'day'] })).toBe(true);
  expect(asked({ kind: 'counts', by: [] }, {})).toBe(false);
  expect(asked({ kind: 'counts', by: [], where: 'x' })).toBe(false);
  expect(asked({ kind: 'signatures' })).toBe(false);
  expect(asked({ kind: 'signatures' }, { format: 'csv', purpose: '          ' })).toBe(false);
  expect(asked({ kind: 'signatures' }, { format: 'csv', purpose: 'For the hearing on Tuesday' })).toBe(true);
  expect(asked({ kind: 'signatures', statuses: ['pending'] }, { format: 'csv', purpose: 'For the hearing' })).toBe(
    false,
  );
  expect(asked({ kind: 'signatures', isp: "x' or 1=1" }, { format: 'csv', purpose: 'For the hearing' })).toBe(false);
  expect(asked({ kind: 'letters' })).toBe(true);
  expect(asked({ kind: 'letters', withTexts: true })).toBe(false);
  expect(asked({ kind: 'ledger', campaign: 'a' }, {})).toBe(true);
  expect(asked({ kind: 'ledger', campaign: 'a' })).toBe(false);
});
