import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { getLetter, now, previewed, sent } from './stage.ts';

const { db } = await testDatabase('template_seeded');

test('two people who share a mailbox each write under their own name, to the same addressee too', async () => {
  const ana = await sent(db, { name: 'Ana Ruiz' });
  const [bob] = await db.execute<{ id: string }>(sql`
    insert into signatures (campaign_id, canonical_address, seat, address, name, zip, state, isp_stated_id, locale, status, confirmed_at, confirmed_by, person_id)
    select campaign_id, canonical_address, 2, address, 'Bob Ruiz', zip, state, isp_stated_id, locale, status, confirmed_at, confirmed_by, person_id
    from signatures where canonical_address = ${ana.address} returning id`);
  const [own] = await db.execute<{ id: string }>(
    sql`select id from signatures where canonical_address = ${ana.address} and seat = 1`,
  );
  const where = { slug: 'put-it-in-writing', personId: ana.personId, locale: 'en' as const };
  const writing = (signatureId: string | undefined) =>
    findWriting({ ...where, signatureId: signatureId === undefined ? null : Number(signatureId) }, { db, now });
  expect(await writing(own?.id)).toMatchObject({ ok: true, senderName: 'Ana Ruiz' });
  const his = await writing(bob?.id);
  expect(his).toMatchObject({ ok: true, senderName: 'Bob Ruiz' });
  const option = his.ok ? his.options.find(({ targetKind }) => targetKind === 'isp_customer_relations') : undefined;
  expect(option?.letter).toBeNull();
  const choice = { targets: [option?.targetId ?? 0], templates: {} };
  const drafted = await draftLetters({ ...where, signatureId: Number(bob?.id), choice }, { db, now });
  if (!drafted.ok) throw new Error(drafted.reason);
  const [publicId = ''] = drafted.publicIds;
  expect(publicId).not.toBe(ana.publicId);
  const letter = await getLetter(db, publicId, ana.personId);
  expect(letter.senderName).toBe('Bob Ruiz');
  await db.execute(sql`update letters set status = 'sent', sent_at = now(), previewed_at = now(), previewed_bytes = 'x', bytes_sha256 = sha256('x'),
    consent_text_id = (select max(id) from consent_texts) where public_id = ${publicId}`);
  const states = await db.execute(
    sql`select sender_name from letters where person_id = ${ana.personId} and status = 'sent' order by id`,
  );
  expect(states).toEqual([{ sender_name: 'Ana Ruiz' }, { sender_name: 'Bob Ruiz' }]);
});

test('a session tells nobody else’s name: a signature of another mailbox is passed over', async () => {
  const eve = await previewed(db, { name: 'Eve Other' });
  const ana = await previewed(db, { name: 'Ana Ruiz' });
  const [theirs] = await db.execute<{ id: string }>(
    sql`select id from signatures where canonical_address = ${eve.address}`,
  );
  const where = { slug: 'put-it-in-writing', personId: ana.personId, locale: 'en' as const };
  expect(await findWriting({ ...where, signatureId: Number(theirs?.id) }, { db, now })).toMatchObject({
    senderName: 'Ana Ruiz',
  });
});
