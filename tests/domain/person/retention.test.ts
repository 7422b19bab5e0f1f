import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditCounts, readCount } from '#app/domain/count/count.server.ts';
import { runSequencer } from '#app/domain/count/sequencer.server.ts';
import { runRetention } from '#app/domain/person/retention.server.ts';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { sent } from '#tests/domain/letter/stage.ts';
import { challengeId, form, mailed, secret, sign } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase('template_seeded');
const start = new Date('2026-11-22T12:00:00Z');
const days = (count: number) => () => new Date(start.getTime() + count * 86_400_000);
const retain = (day: number, batch = 2) => runRetention({ db, now: days(day), retentionMonths: 12, batch });
const slug = 'put-it-in-writing';
const networkKey = Buffer.from('0123456789abcdef');
const signs = { proof: 'valid' as const, proofDigest: null, openMs: 60_000, networkKey };

async function signed(email: string, over: Parameters<typeof form>[0] = {}) {
  const result = await sign(form({ campaignSlug: slug, email, signs, ...over }), { db, secret, now: days(0) });
  if (!result.ok) throw new Error(result.reason);
  return { id: await challengeId(db, result.claim), ...mailed(result.claim) };
}
const confirmed = async (email: string, over: Parameters<typeof form>[0] = {}) =>
  confirmByToken((await signed(email, over)).token, { db, secret, now: days(0) });
const one = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  (await db.execute<Row>(query))[0];
const campaignId = Number((await one<{ id: number }>(sql`select id from campaigns where slug = ${slug}`))?.id);

describe('the retention', () => {
  test('empties network keys after thirty days and not before', async () => {
    await confirmed('key@mail.example');
    await db.execute(
      sql`insert into alerts (kind, key, facts, raised_at) values ('network', ${networkKey.toString('hex')}, '{}', ${start.toISOString()}::timestamptz)`,
    );
    const keys = () =>
      one(sql`select count(*)::int + (select count(*)::int from alerts where key = ${networkKey.toString('hex')}) as n
        from signature_challenges where network_key is not null`);
    await retain(29);
    expect(await keys()).toEqual({ n: 2 });
    await retain(31);
    expect(await keys()).toEqual({ n: 0 });
  });

  test('deletes forms that nobody confirmed a week after they expired, with their signatures, and keeps what was confirmed', async () => {
    const lost = await signed('lost@mail.example');
    await confirmed('kept@mail.example');
    await signed('kept@mail.example', { name: 'Somebody Else', zip: '10001' });
    const held = (address: string) =>
      one(sql`select count(*)::int as forms, (select count(*)::int from signatures where address = ${address}) as signatures
        from signature_challenges where address = ${address}`);
    await retain(13);
    expect(await held('lost@mail.example')).toEqual({ forms: 1, signatures: 1 });
    await retain(15);
    expect(await held('lost@mail.example')).toEqual({ forms: 0, signatures: 0 });
    expect(await held('kept@mail.example')).toEqual({ forms: 1, signatures: 1 });
    expect(await confirmByToken(lost.token, { db, secret })).toEqual({ ok: false, reason: 'unknown' });
  });

  test('takes no form with it that is being tied to a signature at the same moment', async () => {
    const old = await signed('race@mail.example');
    const [row] = await db.execute<{ signature_id: string }>(
      sql`select signature_id from signature_challenges where id = ${old.id}`,
    );
    await db.execute(sql`update signature_challenges set signature_id = null, token_hash = null, code_hash = null,
      created_at = ${days(20)().toISOString()}::timestamptz, expires_at = ${days(27)().toISOString()}::timestamptz where id = ${old.id}`);
    const desk = another({ max: 1 });
    let retained: Promise<unknown> = Promise.resolve();
    await desk.db.transaction(async (tx) => {
      await tx.execute(
        sql`update signature_challenges set signature_id = ${row?.signature_id ?? '0'}::bigint, token_hash = sha256('t'), code_hash = sha256('c') where id = ${old.id}`,
      );
      retained = retain(20);
      await new Promise((done) => setTimeout(done, 300));
    });
    await retained;
    expect(await one(sql`select count(*)::int as n from signature_challenges where id = ${old.id}`)).toEqual({ n: 1 });
    await retain(50);
    expect(await one(sql`select count(*)::int as n from signatures where address = 'race@mail.example'`)).toEqual({
      n: 0,
    });
  });

  test('tells networks of one report apart without their keys', async () => {
    await db.execute(sql`
      with p as (insert into people (canonical_address, address, name, locale) values ('r1@x.example', 'r1@x.example', 'R', 'en'), ('r2@x.example', 'r2@x.example', 'R', 'en'),
        ('r3@x.example', 'r3@x.example', 'R', 'en') returning id
      ), r as (
        insert into reports (isp_id, person_id, service, trouble, occurred_on, line, what_happened, isp_seen_id, is_own_network, network_key, locale, created_at)
        select (select min(id) from isps), min(id), 'netflix', 'stalls', '2026-11-20', 'home', 'x', (select min(id) from isps), true, 'key-of-reporter!', 'en', ${start.toISOString()}::timestamptz from p
        returning id)
      insert into report_confirmations (report_id, person_id, is_own_network, network_key, created_at)
      select r.id, p.id, true, case when row_number() over (order by p.id) = 1 then 'key-of-reporter!'::bytea else 'key-of-neighbour'::bytea end, ${start.toISOString()}::timestamptz from r, p`);
    await retain(31);
    await retain(32);
    const found = await db.execute<{ key: string; own: string }>(sql`
      select encode(c.network_key, 'hex') as key, encode(r.network_key, 'hex') as own from report_confirmations c join reports r on r.id = c.report_id order by c.id`);
    const [reporter, neighbour, alike] = found;
    expect(reporter?.key).toBe(reporter?.own);
    expect(neighbour?.key).toBe(alike?.key);
    expect(neighbour?.key).not.toBe(reporter?.own);
    expect(found.every(({ key }) => key.length === 16)).toBe(true);
  });

  test('takes names, addresses and letters out of a campaign a year after it closed; its counts, leaves and shares stay', async () => {
    const letter = await sent(
      db,
      { name: 'Zyx Forgettable', address: 'zyx.forgettable@mail.example' },
      { body: 'My qwxyzzy stream stalls.' },
    );
    await confirmed('zoe.forgettable@mail.example', { name: 'Zoe Forgettable' });
    await confirmed('zoe.forgettable@mail.example', { name: 'Zed Forgettable' });
    const gone = await confirmed('zac.forgettable@mail.example', { name: 'Zac Forgettable' });
    await db.execute(
      sql`update signatures set status = 'withdrawn', withdrawn_at = now() where id = ${gone.ok ? gone.signatureId : 0}`,
    );
    await signed('zip.forgettable@mail.example', { name: 'Zip Forgettable' });
    await db.execute(sql`insert into mailbox_messages (message_id, kind, from_address, to_address, subject, source, kept_at)
      values ('<x>', 'letter', 'a', 'zoe.forgettable@mail.example', 's', 'x', ${start.toISOString()}::timestamptz)`);
    await runSequencer({ db, now: days(0) });
    const stays = () =>
      one(sql`select (select count(*)::int from count_entries) as leaves, (select string_agg(entry, ',' order by campaign_id, sequence) from count_entries) as entries,
        (select count(*)::int from ledger_shares where status <> 'leaving') as shares, (select sum(signed)::int from count_journal) as signed,
        (select count(*)::int from deliveries) as deliveries`);
    const before = await stays();
    const count = await readCount(campaignId, { db });
    await db.execute(
      sql`update campaigns set state = 'closed', closed_at = ${start.toISOString()}::timestamptz where id = ${campaignId}`,
    );
    await retain(364);
    expect(await one(sql`select count(*)::int as n from signatures where name like '%Forgettable'`)).toEqual({ n: 4 });
    const steps = await retain(366);
    expect(Object.fromEntries(steps.map(({ step, rows }) => [step, rows]))).toMatchObject({ letters: 1 });
    const tables = await db.execute<{ name: string }>(sql`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows =
        await db.execute(sql`select from ${sql.raw(name)} t where t::text ilike '%forgettable%' or t::text like '%qwxyzzy%'
        or t::text like ${`%${Buffer.from('qwxyzzy').toString('hex')}%`}`);
      if (rows.length > 0) found.push(name);
    }
    expect(found).toEqual([]);
    expect(await stays()).toEqual(before);
    await runSequencer({ db, now: days(366) });
    expect((await readCount(campaignId, { db })).total).toBe(count.total);
    expect(await auditCounts(campaignId, { db })).toMatchObject({ isSound: true, differences: [], waiting: 0 });
    expect(
      await one(sql`select status, erased_at is not null as erased from letters where public_id = ${letter.publicId}`),
    ).toEqual({ status: 'sent', erased: true });
    const again = await retain(367);
    expect(again.every(({ rows }) => rows === 0)).toBe(true);
  });

  test('keeps a person whose signature on another campaign stands', async () => {
    const both = 'both@mail.example';
    await confirmed(both, { campaignSlug: 'keep-the-labels-whole' });
    await db.execute(sql`update campaigns set state = 'open' where id = ${campaignId}`);
    await confirmed(both);
    await runSequencer({ db, now: days(0) });
    await db.execute(sql`update campaigns set state = 'closed' where id = ${campaignId}`);
    await db.execute(
      sql`update campaigns set state = 'archived', closed_at = ${start.toISOString()}::timestamptz where id = ${campaignId}`,
    );
    await retain(366);
    expect(
      await one(sql`select name, (select count(*)::int from signatures s where s.person_id = p.id and s.erased_at is null) as standing from people p
      where canonical_address = ${both}`),
    ).toEqual({ name: 'Ada Lovelace', standing: 1 });
  });
});
