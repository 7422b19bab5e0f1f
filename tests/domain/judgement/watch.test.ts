import { sql } from 'drizzle-orm';
import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { countOpenAlerts, listAlerts, settleAlerts, watchForms } from '#app/domain/judgement/watch.server.ts';
import { startWatch } from '#app/jobs/watch.ts';
import { renderMail } from '#emails/render.ts';
import type { Post } from '#emails/transport.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut } from '../signature/setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
const start = new Date('2026-11-22T18:00:00Z');
const after = (seconds: number) => ({ db, now: () => new Date(start.getTime() + seconds * 1000) });

beforeEach(async () => {
  await db.execute(
    sql`truncate signature_challenges, signatures, people, form_windows, alerts, count_entries, campaign_counts, ledger_shares cascade`,
  );
});

/** Forms that came evenly over the first `seconds`; columns by name, in SQL of `n`. */
async function came(count: number, seconds: number, over: Record<string, string> = {}): Promise<void> {
  const columns: Record<string, string> = {
    canonical_address: `'p' || n || '@gmail.com'`,
    address: `''`,
    name: `'P ' || n`,
    zip: `'94103'`,
    state: `(array['CA', 'TX', 'NY', 'FL', 'PA', 'IL', 'OH', 'GA', 'NC', 'MI'])[1 + n % 10]`,
    locale: `'en'`,
    proof: `'valid'`,
    network_key: `decode(lpad(to_hex(n % 200), 4, '0'), 'hex')`,
    claim_hash: `sha256(convert_to(n || random()::text, 'UTF8'))`,
    campaign_id: `1`,
    ...over,
  };
  await db.execute(sql`
    insert into signature_challenges (${sql.raw(Object.keys(columns).join(', '))}, created_at, expires_at)
    select ${sql.raw(Object.values(columns).join(', '))}, at, at + interval '7 days'
    from generate_series(1, ${count}::int) n, lateral (select ${start.toISOString()}::timestamptz + (n::float8 * ${seconds}::float8 / ${count}::float8) * interval '1 second' as at) t
    order by n`);
}
const rung = async (given = after(60)) => (await watchForms(given)).map(({ kind, key }) => `${kind} ${key}`.trim());

test('39,000 signatures of a place with few people ring within the first seconds of the first minute', async () => {
  await came(650 * 15, 15, { state: `case when n % 20 = 0 then 'OH' else 'GU' end` });
  expect(await rung(after(1))).toEqual(['state-surge GU']);
  const [alert] = await listAlerts({}, after(1));
  expect(alert).toMatchObject({
    campaignSlug: 'no-tolls',
    kind: 'state-surge',
    key: 'GU',
    raisedAt: start,
    mailedAt: null,
  });
  expect(alert?.facts.forms).toBeGreaterThan(500);
});

test('a ZIP of no state rings like one, and a steady place does not ring again', async () => {
  await came(200, 30, { state: 'null' });
  expect(await rung(after(30))).toEqual(['state-surge none']);
  await db.execute(sql`truncate alerts`);
  await db.execute(sql`insert into form_windows (kind, key, span_seconds, starts_at, forms)
    select 'state', convert_to('1 none', 'UTF8'), 60, ${start.toISOString()}::timestamptz - n * interval '1 minute', 150 from generate_series(1, 60) n`);
  expect(await rung(after(30))).toEqual([]);
});

test("a rally of a big ISP's subscribers at 2,000 a minute rings nothing, nor does its second minute", async () => {
  await came(4_000, 120, { isp_seen_id: '1', proof: `case when n % 50 = 0 then 'none' else 'valid' end` });
  for (const second of [1, 5, 20, 60, 90, 120]) expect(await rung(after(second))).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  ['forms without proof', { proof: `'none'` }, 'without-proof'],
  [
    'one network',
    { network_key: `'\\x0f'::bytea`, proof: `case when n % 2 = 0 then 'none' else 'valid' end` },
    'network-surge 0f',
  ],
  ['a system that is no ISP', { seen_asn: '64500' }, 'isp-surge as64500'],
  ['one mail domain', { canonical_address: `'p' || n || '@made-up.example'` }, 'domain-surge made-up.example'],
  ['one name', { name: `case when n % 10 = 0 then 'Jo Doe' else 'P ' || n end` }, 'same-name'],
])('%s again and again rings', async (_, over, alert) => {
  await came(400, 40, over);
  expect(await rung(after(40))).toContain(alert);
  const stored = await listAlerts({}, after(40));
  expect(JSON.stringify(stored)).not.toMatch(/Jo Doe|p1@/);
});

test('confirmations within one second ring once they lie five seconds back; a crowd of them does not', async () => {
  const confirmed = (count: number, seconds: number) =>
    db.execute(sql`
    with person as (insert into people (canonical_address, locale) select 'p' || n || '@mail.example', 'en' from generate_series(1, ${count}::int) n returning id, canonical_address),
    signed as (
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by, counted_at)
      select 1, canonical_address, '', 'P', '94103', 'en', 'confirmed', id,
        ${start.toISOString()}::timestamptz + (row_number() over () * ${seconds}::float8 / ${count}::float8) * interval '1 second', 'button', now() from person returning id, confirmed_at
    ), leaves as (
      insert into count_entries (campaign_id, sequence, kind, signature_id, entry, day)
      select 1, row_number() over (order by confirmed_at) - 1, 'sign', id, '', confirmed_at::date from signed
    ) insert into campaign_counts (campaign_id, size, signed, updated_at) values (1, ${count}, ${count}, now())`);
  await confirmed(600, 20);
  for (const second of [1, 3, 7, 20]) expect(await rung(after(second))).toEqual([]);
  await db.execute(sql`truncate signatures, people, count_entries, campaign_counts cascade`);
  await confirmed(300, 0.9);
  expect(await rung(after(3))).toEqual([]);
  expect(await rung(after(7))).toEqual(['same-second']);
});

test('rings once however many watches look at once, again after an hour, and after it was settled', async () => {
  await came(200, 30, { state: `'GU'` });
  const pools = Array.from({ length: 4 }, () => another({ max: 1 }));
  const looks = await Promise.all(pools.map((pool) => watchForms({ ...after(30), db: pool.db })));
  expect(looks.flat()).toHaveLength(1);
  expect(await rung(after(45))).toEqual([]);
  expect(await countOpenAlerts({ db })).toEqual([{ kind: 'state-surge', count: 1 }]);
  const [alert] = await listAlerts({}, { db });
  expect(await settleAlerts({ ids: [alert?.id ?? 0], by: 'Op' }, after(50))).toBe(1);
  expect(await settleAlerts({ ids: [alert?.id ?? 0], by: 'Op' }, after(50))).toBe(0);
  expect(await rung(after(61))).toEqual(['state-surge GU']);
  expect(await listAlerts({ isAll: true }, { db })).toHaveLength(2);
});

test('the worker mails each kind once an hour to whom the operator named, and tries again when the mail is not taken', async () => {
  await came(400, 30, { state: `case when n % 2 = 0 then 'GU' else 'PW' end`, proof: `'none'` });
  const sent: { to: string; subject: string; text: string }[] = [];
  const answers = ['temporary_failure', 'accepted', 'accepted', 'accepted', 'accepted'] as const;
  const post: Post = {
    send: async ({ to, subject, text }) => {
      sent.push({ to: to.address, subject, text });
      const outcome = answers[sent.length - 1] ?? 'accepted';
      return outcome === 'accepted'
        ? { outcome, response: '250' }
        : { outcome, code: 451, response: '451', shouldHold: false };
    },
    close: async () => {},
  };
  const log = pino({ level: 'silent' });
  const look = async (second: number) => {
    const watch = startWatch({
      ...after(second),
      log,
      post,
      renderMail,
      origin: 'https://petition.example',
      alertTo: 'op@petition.example',
      everyMs: 60_000,
    });
    await watch.stop();
  };
  await look(30);
  expect(await countOpenAlerts({ db })).toEqual([
    { kind: 'state-surge', count: 2 },
    { kind: 'without-proof', count: 1 },
  ]);
  expect(sent).toHaveLength(2);
  await look(35);
  await look(40);
  expect(sent.map(({ to }) => to)).toEqual(Array(3).fill('op@petition.example'));
  expect(new Set(sent.map(({ subject }) => subject)).size).toBe(2);
  expect(sent[0]?.text).toContain('npm run signatures -- alerts');
});
