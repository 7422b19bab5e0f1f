import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { discardLetter, letterDigest, previewLetter, reviseLetter } from '#app/domain/letter/edit.server.ts';
import { insertIntoLetter } from '#app/domain/letter/insert.server.ts';
import { findLetter } from '#app/domain/letter/letter.server.ts';
import { notePosted } from '#app/domain/letter/posted.server.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import type { OpenChannel } from '#app/domain/target/target.ts';
import { connect } from '#db/client.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { contacts } from '#db/schema/isp.ts';
import * as schema from '#db/schema/letter.ts';
import { signatures } from '#db/schema/signature.ts';
import { testDatabase } from '#tests/support/database.ts';
import { confirmedWriter } from '#tests/support/writer.ts';
import { drafted, getLetter, now, previewed, sent } from './stage.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
const given = { db, now };
const by = (channel: OpenChannel['channel'], { channels }: { channels: readonly OpenChannel[] }) =>
  channels.find((open) => open.channel === channel)?.contact ?? null;
const openTargets = (options: readonly { ok: boolean; targetId: number; exclusion: string | null }[]) =>
  options.flatMap(({ ok, targetId, exclusion }) => (ok && !exclusion ? [targetId] : []));
const sql0 = (query: ReturnType<typeof sql>) => db.execute<{ n: number }>(query).then(([row]) => Number(row?.n));
const countDeliveries = (personId: number) =>
  sql0(
    sql`select count(*) as n from deliveries d join letters l on l.id = d.letter_id where d.channel = 'email' and l.person_id = ${personId}`,
  );
const countJobs = (deliveryId: number) =>
  sql0(
    sql`select count(*) as n from pgboss.job where name = 'letter.deliver' and (data->>'deliveryId')::bigint = ${deliveryId}`,
  );

describe('choosing addressees', () => {
  test('offers a confirmed person their own attorney general and their own ISP, with letters for each', async () => {
    const { personId } = await confirmedWriter(db, { state: 'NY', isp: 'charter' });
    const writing = await findWriting({ slug: 'put-it-in-writing', personId, locale: 'en' }, given);
    if (!writing.ok) throw new Error(writing.reason);
    const [office, isp] = writing.options;
    expect(office?.ok && [office.name, by('email', office)?.isDemonstration, by('paper', office)?.value]).toEqual([
      'Office of the Attorney General, New York',
      true,
      expect.stringContaining('Albany'),
    ]);
    expect(isp?.ok && [isp.name, by('email', isp)?.value.endsWith('.example')]).toEqual([
      'Charter Communications',
      true,
    ]);
    expect(office?.templates.length).toBeGreaterThanOrEqual(2);
  });

  test('says why a target does not apply: no state, no ISP', async () => {
    const { personId } = await confirmedWriter(db, { state: null, isp: null });
    const writing = await findWriting({ slug: 'put-it-in-writing', personId, locale: 'en' }, given);
    const reasons = new Map(
      writing.ok ? writing.options.map((option) => [option.targetKind, option.ok ? 'ok' : option.reason]) : [],
    );
    expect(reasons.get('attorney_general')).toBe('no_state');
    expect(reasons.get('isp_customer_relations')).toBe('isp_unknown');
  });

  test('offers nothing by an address that no organizer verified, and says so', async () => {
    const { personId } = await confirmedWriter(db, { isp: 'sonic' });
    const mine = await findWriting({ slug: 'put-it-in-writing', personId, locale: 'en' }, given);
    const isp = mine.ok ? mine.options.find((option) => option.targetKind === 'isp_customer_relations') : undefined;
    const mail = isp?.ok ? by('email', isp) : null;
    if (!isp?.ok || !mail) throw new Error('the demonstration has no address');
    await db.update(contacts).set({ state: 'unverified' }).where(eq(contacts.id, mail.id));
    const then = await findWriting({ slug: 'put-it-in-writing', personId, locale: 'en' }, given);
    const option = then.ok ? then.options.find(({ targetKind }) => targetKind === 'isp_customer_relations') : undefined;
    expect(option?.ok ? by('email', option) : option?.reason).toBe(by('paper', isp) ? null : 'no_channel');
  });

  test('is for confirmed signers of this campaign only', async () => {
    const stranger = await findWriting({ slug: 'put-it-in-writing', personId: null, locale: 'en' }, given);
    expect(stranger).toMatchObject({ ok: false, reason: 'not_confirmed' });
    const { personId } = await confirmedWriter(db, { campaign: 'keep-the-labels-whole' });
    const other = { slug: 'put-it-in-writing', personId, locale: 'en' as const };
    expect(await findWriting(other, given)).toMatchObject({ ok: false, reason: 'not_confirmed' });
    const choice = { targets: [1], templates: {} };
    expect(await draftLetters({ ...other, choice }, given)).toEqual({ ok: false, reason: 'not_confirmed' });
    expect(await findWriting({ ...other, slug: 'nowhere' }, given)).toEqual({ ok: false, reason: 'campaign_unknown' });
  });
});

describe('a draft', () => {
  test('is filled with the sender, the ISP and one current fact with its source', async () => {
    const { publicId, personId } = await drafted(db, 'attorney_general', {
      name: 'José Núñez',
      zip: '78701',
      state: 'TX',
    });
    const letter = await getLetter(db, publicId, personId);
    expect(letter.body).toContain('To the Office of the Attorney General, Texas:');
    expect(letter.body).toContain('I live in Texas, and Comcast carries');
    expect(letter.body).toContain('José Núñez\nZIP 78701');
    expect(letter.evidence.map(({ kind }) => kind)).toEqual(['law', 'law', 'incident']);
    const [first, second, fact] = letter.evidence;
    expect(letter.body).toContain(`removed from the Code of Federal Regulations. [1] `);
    expect(letter.body).toContain(`\n[1] ${first?.sources[0]} ; ${second?.sources[0]}\n`);
    expect(letter.body).toContain(`${fact?.text} [2]`);
    expect(letter.body).toContain(`\n[2] ${fact?.sources[0]}`);
    expect(letter.ownWords.own).toBe(0);
  });

  test('cites nothing about the ISP that is out of date', async () => {
    const later = () => new Date('2030-01-01T00:00:00Z');
    const { personId } = await confirmedWriter(db, {});
    const where = { slug: 'put-it-in-writing', personId, locale: 'en' as const };
    const writing = await findWriting(where, { db, now: later });
    const kinds = ['attorney_general', 'isp_customer_relations'];
    const targets = writing.ok
      ? openTargets(writing.options.filter(({ targetKind }) => kinds.includes(targetKind)))
      : [];
    expect(targets).toHaveLength(2);
    const result = await draftLetters({ ...where, choice: { targets, templates: {} } }, { db, now: later });
    if (!result.ok) throw new Error(result.reason);
    for (const publicId of result.publicIds) {
      const letter = await getLetter(db, publicId, personId);
      expect(letter.evidence.filter(({ kind }) => kind !== 'law')).toEqual([]);
      expect(letter.body.match(/^\[\d\] /gm)?.length ?? 0).toBeLessThanOrEqual(letter.evidence.length);
    }
  });

  test('is kept: choosing the addressee again leads to the same letter', async () => {
    const first = await drafted(db);
    const [a, b] = await Promise.all([0, 1].map(() => draftLetters({ ...first.where, choice: first.choice }, given)));
    expect([a, b]).toEqual([
      { ok: true, publicIds: [first.publicId] },
      { ok: true, publicIds: [first.publicId] },
    ]);
  });

  test('is made once when two tabs choose at the same moment', async () => {
    const { personId } = await confirmedWriter(db);
    const where = { slug: 'put-it-in-writing', personId, locale: 'en' as const };
    const writing = await findWriting(where, given);
    const choice = { targets: writing.ok ? openTargets(writing.options) : [], templates: {} };
    const pools = [connect(database.url), connect(database.url)];
    const results = await Promise.all(pools.map((pool) => draftLetters({ ...where, choice }, { db: pool.db, now })));
    await Promise.all(pools.map((pool) => pool.close()));
    expect(results[0]).toEqual(results[1]);
    expect(await sql0(sql`select count(*) as n from letters where person_id = ${personId}`)).toBe(
      choice.targets.length,
    );
    expect(choice.targets.length).toBeGreaterThan(2);
  });

  test('refuses a target of another campaign', async () => {
    const { where } = await drafted(db);
    const choice = { targets: [999_999], templates: {} };
    expect(await draftLetters({ ...where, choice }, given)).toEqual({ ok: false, reason: 'target_unavailable' });
  });

  test('belongs to its writer: nobody else finds, changes or sends it', async () => {
    const { publicId } = await drafted(db);
    const { personId } = await confirmedWriter(db);
    const owner = { publicId, personId };
    expect(await findLetter(owner, given)).toBeNull();
    const text = { subject: 'x', body: 'y'.repeat(50) };
    const unknown = { ok: false, reason: 'unknown' };
    expect(await previewLetter({ ...owner, ...text }, given)).toEqual(unknown);
    expect(await discardLetter(owner, given)).toEqual(unknown);
    expect(await insertIntoLetter({ ...owner, after: 1, what: { kind: 'answers', answers: ['x'] } }, given)).toEqual(
      unknown,
    );
    expect(await notePosted({ ...owner, isPosted: true }, given)).toEqual(unknown);
    expect(await sendLetter({ ...owner, seen: '0'.repeat(64), consentTextId: 1 }, given)).toEqual(unknown);
  });
});

describe('an edit', () => {
  test('after the preview makes the letter a draft again; the preview had frozen it under the digest of its bytes', async () => {
    const { letter, publicId, personId } = await previewed(db);
    expect([letter.status, letter.seen]).toEqual([
      'previewed',
      letterDigest(Buffer.from(letter.bytes ?? '')).toString('hex'),
    ]);
    await reviseLetter(
      { publicId, personId, subject: letter.subject, body: `${letter.body}It stalls each evening.\n` },
      given,
    );
    const edited = await getLetter(db, publicId, personId);
    expect([edited.status, edited.seen, edited.ownWords.own]).toEqual(['draft', null, 4]);
  });
});

describe('sending', () => {
  test('needs the preview, the text that was seen and the consent that was shown', async () => {
    const draft = await drafted(db);
    const act = { publicId: draft.publicId, personId: draft.personId, seen: '0'.repeat(64), consentTextId: 1 };
    expect(await sendLetter(act, given)).toEqual({ ok: false, reason: 'not_previewed' });
    const stage = await previewed(db);
    expect(await sendLetter({ ...stage.act, seen: '0'.repeat(64) }, given)).toEqual({
      ok: false,
      reason: 'text_changed',
    });
    expect(await sendLetter({ ...stage.act, consentTextId: 999 }, given)).toEqual({
      ok: false,
      reason: 'consent_changed',
    });
    expect(await countDeliveries(stage.personId)).toBe(0);
  });

  test('stores the letter, one mail delivery and its job together', async () => {
    const { letter, personId, publicId, deliveryId } = await sent(db);
    const after = await getLetter(db, publicId, personId);
    expect([after.status, after.body, after.sentAt]).toEqual(['sent', letter.body, now()]);
    expect(after.deliveries.map(({ channel, state }) => [channel, state])).toContainEqual(['email', 'queued']);
    expect(await countJobs(deliveryId)).toBe(1);
  });

  test('prepares a page to print where a postal address is published', async () => {
    const { personId, publicId } = await drafted(db, 'attorney_general');
    const { subject, body } = await getLetter(db, publicId, personId);
    await previewLetter({ publicId, personId, subject, body }, given);
    const { seen } = await getLetter(db, publicId, personId);
    const [consent] = await db.execute<{ id: number }>(
      sql`select id from consent_texts where kind = 'letter' and locale = 'en'`,
    );
    await sendLetter({ publicId, personId, seen: seen ?? '', consentTextId: consent?.id ?? 0 }, given);
    const after = await getLetter(db, publicId, personId);
    expect(after.deliveries.map(({ channel, state }) => `${channel} ${state}`)).toEqual([
      'email queued',
      'web_form prepared',
      'paper prepared',
    ]);
  });

  test('twice at the same moment, on two connections, is success and one delivery', async () => {
    const stage = await previewed(db);
    const pools = Array.from({ length: 2 }, () => connect(database.url, { max: 5 }));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => sendLetter(stage.act, { db: pools[index % 2]?.db, now })),
    );
    await Promise.all(pools.map((pool) => pool.close()));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(results.filter((result) => result.ok && result.isFirst)).toHaveLength(1);
    expect(await countDeliveries(stage.personId)).toBe(1);
  });

  test('a second letter to the same addressee is success and leads to the first', async () => {
    const stage = await previewed(db);
    const [row] = await db.select().from(schema.letters).where(eq(schema.letters.publicId, stage.publicId));
    if (!row) throw new Error('no letter');
    const { id: _, publicId: __, ...copy } = row;
    const [twin] = await db.insert(schema.letters).values(copy).returning({ publicId: schema.letters.publicId });
    const twinAct = { ...stage.act, publicId: twin?.publicId ?? '' };
    const pools = [connect(database.url), connect(database.url)];
    const results = await Promise.all([
      sendLetter(stage.act, { db: pools[0]?.db, now }),
      sendLetter(twinAct, { db: pools[1]?.db, now }),
    ]);
    await Promise.all(pools.map((pool) => pool.close()));
    const ids = results.map((result) => (result.ok ? result.publicId : result.reason));
    expect(ids[0]).toBe(ids[1]);
    expect(await countDeliveries(stage.personId)).toBe(1);
  });

  test('is refused when the signature was withdrawn after the preview', async () => {
    const stage = await previewed(db);
    await db
      .update(signatures)
      .set({ status: 'withdrawn', withdrawnAt: now() })
      .where(eq(signatures.personId, stage.personId));
    expect(await sendLetter(stage.act, given)).toEqual({ ok: false, reason: 'not_confirmed' });
  });

  test('fixes the text: no edit and no throwing away afterwards', async () => {
    const { publicId, personId, letter } = await sent(db);
    const refused = { ok: false, reason: 'already_sent' };
    expect(await reviseLetter({ publicId, personId, subject: 'x', body: letter.body }, given)).toEqual(refused);
    expect(await discardLetter({ publicId, personId }, given)).toEqual(refused);
  });

  test('throws when the stored text is not the text that was previewed', async () => {
    const stage = await previewed(db);
    await db
      .update(schema.letters)
      .set({ body: 'Something else.\n' })
      .where(eq(schema.letters.publicId, stage.publicId));
    await expect(sendLetter(stage.act, given)).rejects.toThrow(/not the text that was previewed/);
    expect(await db.select().from(deliveries).where(eq(deliveries.letterId, 0))).toEqual([]);
    expect(await countDeliveries(stage.personId)).toBe(0);
  });
});
