import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draftLetters } from '#app/domain/letter/draft.server.ts';
import { discardLetter, previewDraft, previewLetter, reviseLetter } from '#app/domain/letter/edit.server.ts';
import { insertIntoLetter, listFactOffers } from '#app/domain/letter/insert.server.ts';
import { notePosted } from '#app/domain/letter/posted.server.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { letterSource, parseLetterSource } from '#app/domain/letter/source.ts';
import { addTemplate } from '#app/domain/letter/template.server.ts';
import { withdrawLetter } from '#app/domain/letter/withdraw.server.ts';
import { contacts } from '#db/schema/isp.ts';
import { listShippedTemplates } from '#templates/catalogue.ts';
import { testDatabase } from '#tests/support/database.ts';
import { drafted, getLetter, now, POSTAL, previewed } from './stage.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now, origin: 'https://untolled.example' };
const labels = { campaign: 'keep-the-labels-whole' };
const jobsOf = (publicId: string, name = 'mail.receipt') =>
  db
    .execute<{ n: number }>(
      sql`select count(*)::int as n from pgboss.job j join letters l on l.id = (j.data->>'letterId')::bigint
        where j.name = ${name} and l.public_id = ${publicId}`,
    )
    .then(([row]) => row?.n);

describe('a letter to a docket', () => {
  test('is not previewed without a whole postal address, and is kept as a draft', async () => {
    const { publicId, personId } = await drafted(db, 'fcc_docket', labels);
    const { subject, body } = await getLetter(db, publicId, personId);
    const edit = { publicId, personId, subject, body: `${body}\nMine.\n` };
    expect(await previewLetter(edit, given)).toEqual({ ok: false, reason: 'address_missing' });
    const kept = await getLetter(db, publicId, personId);
    expect([kept.status, kept.body.endsWith('Mine.\n')]).toEqual(['draft', true]);
  });

  test('is not previewed while its subject or its body begins like a formula, which other letters may', async () => {
    const { publicId, personId } = await drafted(db, 'fcc_docket', labels);
    const { subject, body } = await getLetter(db, publicId, personId);
    const edit = { publicId, personId, subject, body, address: POSTAL };
    for (const sign of ['=', '+', '-', '@', '＝'])
      expect(await previewLetter({ ...edit, subject: `${sign}1` }, given)).toEqual({
        ok: false,
        reason: 'subject_formula',
      });
    expect(await previewLetter({ ...edit, body: `  - ${body}` }, given)).toEqual({ ok: false, reason: 'body_formula' });
    expect(await getLetter(db, publicId, personId)).toMatchObject({ status: 'draft', subject, body: `  - ${body}` });
    expect(await previewDraft({ publicId, personId }, given)).toEqual({ ok: false, reason: 'body_formula' });
    expect(await previewLetter({ ...edit, body: `${body}\n=1\n` }, given)).toEqual({ ok: true });
    const other = await previewed(db, {}, { body: `- ${body}` });
    expect(other.letter.status).toBe('previewed');
  });

  test('holds in its bytes all that becomes public, under the wording for dockets', async () => {
    const { letter } = await previewed(db, labels, { kind: 'fcc_docket' });
    expect(letter.consent?.kind).toBe('docket');
    const shown = parseLetterSource(letter.bytes ?? '');
    expect(shown).toMatchObject({
      fromName: 'Ana Ruiz',
      replyTo: letter.address,
      postal: POSTAL,
      to: 'Federal Communications Commission',
      about: 'Comcast',
      subject: letter.subject,
      body: letter.body,
    });
    expect(shown.docket?.number).toMatch(/22-2/);
    expect(letterSource(shown)).toBe(letter.bytes);
  });

  test('waits for the next filing once it is sent, with its receipt on the way, and can be withdrawn until then', async () => {
    const { act, publicId, personId } = await previewed(db, labels, { kind: 'fcc_docket' });
    expect(await sendLetter(act, given)).toMatchObject({ ok: true, isFirst: true });
    const docket = async () =>
      (await getLetter(db, publicId, personId)).deliveries.find(({ channel }) => channel === 'docket')?.state;
    expect(await docket()).toBe('awaiting');
    expect(await jobsOf(publicId)).toBe(1);
    expect(await jobsOf(publicId, 'letter.print')).toBe(1);
    expect(await withdrawLetter({ publicId, personId }, given)).toMatchObject({ ok: true, isNew: true });
    expect(await docket()).toBe('cancelled');
    expect((await getLetter(db, publicId, personId)).withdrawnAt).toEqual(now());
  });

  test('is not sent under the wording for other letters', async () => {
    const { act } = await previewed(db, labels, { kind: 'fcc_docket' });
    const other = await previewed(db);
    const wrong = { ...act, consentTextId: other.act.consentTextId };
    expect(await sendLetter(wrong, given)).toEqual({ ok: false, reason: 'consent_changed' });
  });
});

describe('the ways to an addressee', () => {
  test('that changed after the preview stop the sending until it was read anew', async () => {
    const { act, letter, publicId, personId } = await previewed(db, { isp: 'cox' });
    const mail = letter.channels.find(({ channel }) => channel === 'email')?.contact;
    await db
      .update(contacts)
      .set({ value: 'moved@cox.example' })
      .where(eq(contacts.id, mail?.id ?? 0));
    expect(await sendLetter(act, given)).toEqual({ ok: false, reason: 'ways_changed' });
    expect(await previewDraft({ publicId, personId }, given)).toEqual({ ok: true });
    const again = await getLetter(db, publicId, personId);
    expect(again.shown?.ways).toContainEqual({ channel: 'email', address: 'moved@cox.example' });
    expect(await sendLetter({ ...act, seen: again.seen ?? '' }, given)).toMatchObject({ ok: true });
  });

  test('that all closed leave the draft as it is, with a clear no', async () => {
    const { publicId, personId } = await drafted(db, 'isp_customer_relations', { isp: 'frontier' });
    const { channels, body } = await getLetter(db, publicId, personId);
    for (const { contact } of channels)
      await db.update(contacts).set({ state: 'bounced', bouncedAt: now() }).where(eq(contacts.id, contact.id));
    expect(await previewDraft({ publicId, personId }, given)).toEqual({ ok: false, reason: 'no_channel' });
    expect(await getLetter(db, publicId, personId)).toMatchObject({ status: 'draft', body });
  });

  test('hold a letter to their length', async () => {
    const { publicId, personId } = await drafted(db, 'attorney_general');
    const edit = { publicId, personId, subject: 's', body: `${'x'.repeat(5_100)}\n` };
    await reviseLetter(edit, given);
    const result = await previewDraft({ publicId, personId }, given);
    expect(result).toMatchObject({ reason: 'too_long', lengthFaults: [{ channel: 'web_form', measure: 'chars' }] });
  });

  test('and their template hold a letter to the stricter length', async () => {
    const slug = 'sign-it-at-the-top';
    const files = listShippedTemplates()
      .filter((one) => one.slug === slug)
      .map(({ locale, source }) => ({
        name: `${slug}.${locale}.txt`,
        source: source.replace('\nposition:', '\nlimits: { characters: 7000 }\nposition:'),
      }));
    const added = await addTemplate({ campaign: 'put-it-in-writing', files, by: 'Olga' }, given);
    expect(added).toMatchObject({ ok: true });
    const { publicId, personId } = await drafted(db, 'isp_headquarters');
    const letter = await getLetter(db, publicId, personId);
    expect(letter.limits).toEqual({ characters: 7000, bytes: null });
    const edit = { publicId, personId, subject: 's', body: `${'x'.repeat(7_000)}\n` };
    expect(await previewLetter(edit, given)).toMatchObject({
      reason: 'too_long',
      lengthFaults: letter.channels.map(({ channel }) => ({ channel, is: 7001, most: 7000 })),
    });
  });
});

describe('putting something in', () => {
  test('makes a previewed letter a draft again, with the source as a note, and once only', async () => {
    const { publicId, personId } = await previewed(
      db,
      {},
      { body: 'Dear Comcast,\n\nI pay for a line.\n\nAna Ruiz\n' },
    );
    const before = await getLetter(db, publicId, personId);
    const [fact] = await listFactOffers(before, given);
    if (!fact) throw new Error('there is no current fact about Comcast');
    expect(fact.isThere).toBe(false);
    const put = { publicId, personId, after: 2, what: { kind: 'evidence' as const, ref: fact.key } };
    expect(await insertIntoLetter(put, given)).toEqual({ ok: true });
    const after = await getLetter(db, publicId, personId);
    expect([after.status, after.seen]).toEqual(['draft', null]);
    expect(after.body).toContain(`I pay for a line.\n\n${fact.text} [1]\n\nAna Ruiz\n\n[1] ${fact.sources[0]}`);
    expect(after.evidence.map(({ ref }) => ref)).toContain(fact.key);
    expect(await insertIntoLetter(put, given)).toEqual({ ok: false, reason: 'there_already' });
    expect((await listFactOffers(after, given))[0]?.isThere).toBe(true);
  });

  test('takes answers as they were written, and refuses what is not there', async () => {
    const { publicId, personId } = await drafted(db);
    const put = { publicId, personId, after: -1 };
    const answers = ['My son’s class froze.', '', 'Every evening'];
    expect(await insertIntoLetter({ ...put, what: { kind: 'answers', answers } }, given)).toEqual({ ok: true });
    const letter = await getLetter(db, publicId, personId);
    expect(letter.body).toContain('\n\nMy son’s class froze. Every evening\n\n');
    const own = letter.paragraphs.flat().filter(({ isOwn }) => isOwn);
    expect(own.map(({ text }) => text.trim())).toEqual(['My son’s class froze.', 'Every evening']);
    const refused = async (what: Parameters<typeof insertIntoLetter>[0]['what']) => {
      const result = await insertIntoLetter({ ...put, what }, given);
      return result.ok ? null : result.reason;
    };
    expect(await refused({ kind: 'answers', answers: [' '] })).toBe('nothing_to_insert');
    expect(await refused({ kind: 'evidence', ref: 'nothing-of-ours' })).toBe('evidence_gone');
    expect(await refused({ kind: 'measurement', publicId: '00000000-0000-4000-8000-000000000000' })).toBe(
      'measurement_unknown',
    );
    expect(await refused({ kind: 'answers', answers: ['y'.repeat(8_000)] })).toBe('no_room');
  });
});

test('a printed letter is posted when its writer says so, and not when they take it back', async () => {
  const { act, publicId, personId } = await previewed(db, {}, { kind: 'attorney_general' });
  await sendLetter(act, given);
  const paper = async () =>
    (await getLetter(db, publicId, personId)).deliveries.find(({ channel }) => channel === 'paper')?.state;
  for (const isPosted of [true, true, false]) {
    expect(await notePosted({ publicId, personId, isPosted }, given)).toEqual({ ok: true });
    expect(await paper()).toBe(isPosted ? 'posted' : 'prepared');
  }
  await withdrawLetter({ publicId, personId }, given);
  expect(await notePosted({ publicId, personId, isPosted: true }, given)).toEqual({
    ok: false,
    reason: 'not_prepared',
  });
});

test('a letter that was thrown away makes room for a new one', async () => {
  const { where, choice, publicId, personId } = await drafted(db);
  expect(await discardLetter({ publicId, personId }, given)).toEqual({ ok: true });
  expect(await discardLetter({ publicId, personId }, given)).toEqual({ ok: true });
  const again = await draftLetters({ ...where, choice }, given);
  expect(again.ok && again.publicIds[0]).not.toBe(publicId);
});
