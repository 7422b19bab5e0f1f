import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { hasTokenShape } from '#app/domain/confirmation/confirmation.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut, secret, sign } from './setting.ts';

const { db, another } = await testDatabase();
await layOut(db);

const rows = () => db.execute<Record<string, unknown>>(sql`select * from signatures order by id`);
const number = async (what: string) =>
  Number((await db.execute<{ n: string }>(sql.raw(`select count(*) as n from ${what}`)))[0]?.n);

beforeEach(async () => {
  await db.execute(sql`delete from signature_challenges`);
  await db.execute(sql`delete from signatures`);
  await db.execute(sql`delete from pgboss.job`);
});

describe('sign', () => {
  test('leaves a pending row, a challenge and a job, and answers with a claim', async () => {
    const result = await sign(
      form({ seen: { slugs: ['cox'], asn: 22773, confidence: 'high', reason: 'range', kind: 'home', choices: [] } }),
      {
        db,
        secret,
      },
    );
    expect(result.ok && hasTokenShape(result.claim)).toBe(true);
    const [row] = await rows();
    expect(row).toMatchObject({
      status: 'pending',
      state: 'CA',
      canonical_address: 'ada@mail.example',
      seen_asn: '22773',
    });
    expect(row?.isp_stated_id).not.toBe(row?.isp_seen_id);
    const [consent] = await db.execute(
      sql`select body from consent_texts where id = ${row?.consent_text_id as number}`,
    );
    expect(consent).toEqual({ body: 'new' });
    expect(
      await number(`pgboss.job j join signature_challenges c on (j.data->>'challengeId')::bigint = c.id
      where j.name = 'mail.confirmation'`),
    ).toBe(1);
  });

  test('leaves neither row nor job when the transaction around it fails', async () => {
    await expect(
      db.transaction(async (tx) => {
        await sign(form(), { db: tx, secret });
        throw new Error('crash');
      }),
    ).rejects.toThrow('crash');
    expect(await number('signatures')).toBe(0);
    expect(await number('pgboss.job')).toBe(0);
  });

  test('keeps the first name when someone signs again with the same address', async () => {
    await sign(form(), { db, secret });
    await sign(form({ name: 'Someone Else', zip: '10001', isp: 'cox', email: 'ADA+x@mail.example' }), { db, secret });
    const all = await rows();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ name: 'Ada Lovelace', zip: '94103', address: 'ada@mail.example' });
    expect(await number('signature_challenges')).toBe(2);
  });

  test('answers in the same shape for a new, a waiting, a confirmed and a withdrawn signer', async () => {
    const shapes = [];
    const again = () => sign(form(), { db, secret });
    shapes.push(await again(), await again());
    await db.execute(sql`insert into people (canonical_address, locale) values ('ada@mail.example', 'en')`);
    await db.execute(sql`update signatures set status = 'confirmed', confirmed_at = now(), confirmed_by = 'button',
      person_id = (select max(id) from people)`);
    shapes.push(await again());
    await db.execute(sql`update signatures set status = 'withdrawn', withdrawn_at = now()`);
    shapes.push(await again());
    for (const shape of shapes) expect(Object.keys(shape)).toEqual(['ok', 'claim']);
    const [row] = await rows();
    expect(row?.status).toBe('withdrawn');
  });

  test('refuses a campaign that is unknown, not open or closed, and leaves nothing', async () => {
    const reason = async (campaignSlug: string) => sign(form({ campaignSlug }), { db, secret });
    expect(await reason('nowhere')).toEqual({ ok: false, reason: 'campaign_unknown' });
    expect(await reason('draft')).toEqual({ ok: false, reason: 'campaign_unknown' });
    expect(await reason('closed')).toEqual({ ok: false, reason: 'campaign_closed' });
    expect(await reason('past')).toEqual({ ok: false, reason: 'campaign_closed' });
    expect(await reason('future')).toEqual({ ok: false, reason: 'campaign_not_open' });
    expect(await number('signatures')).toBe(0);
    expect(await number('pgboss.job')).toBe(0);
  });

  test('answers a filled trap field like any other and sets its signature aside', async () => {
    const result = await sign(form({ website: 'http://spam.example' }), { db, secret });
    expect(result.ok && hasTokenShape(result.claim)).toBe(true);
    expect((await rows()).map(({ status }) => status)).toEqual(['suspicious']);
  });

  test('keeps an ISP that is not in the catalogue as not stated', async () => {
    await sign(form({ isp: 'other' }), { db, secret });
    expect((await rows())[0]?.isp_stated_id).toBeNull();
  });

  test('makes one row of 200 simultaneous signings of one person in different spellings', async () => {
    const pools = Array.from({ length: 20 }, () => another({ max: 2 }));
    const spellings = [
      'ada.love@gmail.com',
      'AdaLove@Gmail.com',
      'a.d.a.love@googlemail.com',
      'adalove+petition@gmail.com',
    ];
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        sign(form({ name: `Ada ${i}`, email: `${spellings[i % 4]}` }), { db: pools[i % 20]?.db ?? db, secret }),
      ),
    );
    expect(results.every((one) => one.ok)).toBe(true);
    expect(await number('signatures')).toBe(1);
    expect(await number('signature_challenges')).toBe(200);
    expect(await number('pgboss.job')).toBe(200);
    expect((await rows())[0]?.canonical_address).toBe('adalove@gmail.com');
  });

  test('lets the database refuse a second row of one person, whatever the code does', async () => {
    await sign(form(), { db, secret });
    const copy = sql`insert into signatures (campaign_id, canonical_address, address, name, zip, locale)
      select campaign_id, canonical_address, address, name, zip, locale from signatures`;
    await expect(db.execute(copy)).rejects.toMatchObject({ cause: { constraint_name: 'signatures_one_per_person' } });
  });
});
