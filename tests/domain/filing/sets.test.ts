import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { extractText } from 'unpdf';
import { beforeEach, describe, expect, test } from 'vitest';
import { exportFilingSet } from '#app/domain/filing/files.server.ts';
import type { FilingKind } from '#app/domain/filing/filing.ts';
import { makeFilingSet } from '#app/domain/filing/make.server.ts';
import { listFilingSets } from '#app/domain/filing/read.server.ts';
import { cancelFilingSet, noteFiled } from '#app/domain/filing/settle.server.ts';
import { enqueueJob } from '#app/domain/job/job.server.ts';
import { withdrawLetter } from '#app/domain/letter/withdraw.server.ts';
import { erasePerson } from '#app/domain/person/erase.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { campaign, filer, filesOf, now, unzipped, waiting as waitingIn } from './setting.ts';

const { db, another } = await testDatabase('template_seeded');
const given = { db, now };
const until = now();
const waiting = (written: Parameters<typeof waitingIn>[1] = {}) => waitingIn(db, written);
const files = (publicId: string) => filesOf(db, publicId);

const make = (kind: FilingKind, over: object = {}) =>
  makeFilingSet({ campaign, kind, until, by: 'Olga', filer: kind === 'personal' ? null : filer, ...over }, given);
async function made(kind: FilingKind): Promise<string> {
  const result = await make(kind);
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

beforeEach(async () => {
  for (const table of [
    'filing_letters',
    'filing_signers',
    'filing_sets',
    'deliveries',
    'letter_prints',
    'letters',
    'signatures',
    'people',
  ])
    await db.execute(sql.raw(`delete from ${table}`));
  await db.execute(sql`delete from pgboss.job`);
});

describe('a filing set of personal letters', () => {
  test('holds them one by one: bulk rows from the bytes that were seen, a PDF each, a manifest that agrees; form letters stay', async () => {
    const mine = await waiting({ name: 'Ñoño Ruíz', body: 'My stream stalls, "every" evening.', unique: 60 });
    await waiting({ unique: 0 });
    const { file, rows, result } = await files(await made('personal'));
    expect(rows('part-001.csv').slice(1)).toEqual([
      [
        'CG 22-2',
        expect.any(String),
        '',
        'Ñoño Ruíz',
        mine.address,
        `${mine.number} Main St`,
        '',
        'Denver',
        'CO',
        '80202',
        '',
        '11/19/2026',
        'Keep the label\n\nMy stream stalls, "every" evening.\n',
      ],
    ]);
    const pdfs = await unzipped(file('letters.zip'));
    expect([...pdfs.keys()]).toEqual([`000001-${mine.publicId}.pdf`]);
    const { text } = await extractText(new Uint8Array([...pdfs.values()][0] ?? []), { mergePages: true });
    expect(text).toContain('My stream stalls');
    const manifest = JSON.parse(file('manifest.json').toString());
    expect(manifest).toMatchObject({
      kind: 'personal',
      members: 1,
      heldBack: 0,
      docket: 'CG 22-2',
      integrity: { sendings: 1, uniqueShare: 1 },
    });
    for (const { name, sha256, bytes } of manifest.files) {
      const content = file(name);
      expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes]);
    }
    expect(manifest.files.map(({ rows }: { rows: number }) => rows)).toEqual([1, 1]);
    expect(result).toMatchObject({ changed: 0, isSame: true });
  });

  test('is the same bytes again, whatever came in meanwhile', async () => {
    for (let count = 0; count < 3; count += 1) await waiting({ body: `Own words ${count}.`, unique: 60 });
    const publicId = await made('personal');
    const first = await files(publicId);
    await waiting({ body: 'Later.', unique: 60 });
    const second = await files(publicId);
    expect([...second.kept.keys()]).toEqual([...first.kept.keys()]);
    for (const [name, bytes] of first.kept) expect(second.kept.get(name)?.equals(bytes), name).toBe(true);
  });

  test('takes a letter once, also when two sets are made at once', async () => {
    for (let count = 0; count < 20; count += 1) await waiting({ unique: 60 });
    const second = another();
    const results = await Promise.all([
      make('personal'),
      makeFilingSet({ campaign, kind: 'personal', until, by: 'Otto', filer: null }, { db: second.db, now }),
    ]);
    expect(results.map((result) => (result.ok ? result.members : result.reason)).sort()).toEqual([20, 'empty']);
  });

  test('waits for letters that have not been compared, and holds back what a spreadsheet would run', async () => {
    await waiting({ unique: 60 });
    const formula = await waiting({ body: '=HYPERLINK("https://x.example")', unique: 60 });
    const { id } = await waiting({ unique: 60 });
    await db.execute(sql`delete from letter_prints where letter_id = ${id}`);
    expect(await make('personal')).toEqual({ ok: false, reason: 'not_compared', letters: 1 });
    await db.execute(sql`delete from deliveries where letter_id = ${id}`);
    expect(await make('personal')).toMatchObject({ ok: true, members: 1, heldBack: 1 });
    const [row] = await db.execute(sql`select state from deliveries where letter_id = ${formula.id}`);
    expect(row).toEqual({ state: 'awaiting' });
  });

  test('leaves out what was withdrawn, erased or filed by its writer since, and says that it changed', async () => {
    const letters = [];
    for (let count = 0; count < 4; count += 1)
      letters.push(await waiting({ name: `Person ${'ABCD'[count]}`, unique: 60 }));
    const publicId = await made('personal');
    await files(publicId);
    const [a, b, c] = letters;
    if (!a || !b || !c) throw new Error('four letters were written');
    await withdrawLetter(a, given);
    await erasePerson(b.address, given);
    await db.execute(
      sql`update deliveries set state = 'filed', external_id = 'own', external_at = now() where letter_id = ${c.id}`,
    );
    const { rows, result, kept } = await files(publicId);
    expect(
      rows('part-001.csv')
        .slice(1)
        .map((row) => row[3]),
    ).toEqual(['Person D']);
    expect(result).toMatchObject({ changed: 3, isSame: false });
    expect(Buffer.concat([...kept.values()]).includes('Person B')).toBe(false);
  });
});

describe('a filing set of form letters', () => {
  test('is one record for each text with its count, the biggest first, and an annex of who sent it', async () => {
    const first = await waiting({ name: 'Ana', body: 'Form one, as Ana sent it.' });
    for (const name of ['Ben', 'Cem']) await waiting({ name, body: `Form one, as ${name} sent it.`, group: first.id });
    await waiting({ name: 'Dia', body: 'Another form.' });
    const { rows, file } = await files(await made('form'));
    const comments = rows(
      `form-${(await listFilingSets(campaign, given))[0]?.publicId.slice(0, 8)}-part-001.csv`,
    ).slice(1);
    expect(comments.map((row) => [row[3], row[4], row[12]?.slice(0, 24)])).toEqual([
      ['Example Campaign', 'org@campaign.example', 'Group 1. 3 people sent t'],
      ['Example Campaign', 'org@campaign.example', 'Group 2. One person sent'],
    ]);
    expect(comments[0]?.[12]).toContain('Form one, as Ana sent it.');
    expect(comments[1]?.[12]).not.toContain('form letter');
    expect(
      rows('senders-part-001.csv')
        .slice(1)
        .map((row) => row.slice(0, 3)),
    ).toEqual([
      ['1', 'Ana', 'Denver'],
      ['1', 'Ben', 'Denver'],
      ['1', 'Cem', 'Denver'],
      ['2', 'Dia', 'Denver'],
    ]);
    expect((await unzipped(file('letters.zip'))).size).toBe(2);
  });

  test('loses no sentence that a sender wrote: it stands beside the name, and what the template gave does not', async () => {
    const first = await waiting({ name: 'Ana', body: 'Keep the labels whole.' });
    const own = '=My radio drops at nine, and the guard at the pool hears it.';
    await waiting({ name: 'Ben', body: `Keep the labels whole. ${own}`, group: first.id });
    await db.execute(sql`update letters set template_body = 'Keep the labels whole.'`);
    const { rows } = await files(await made('form'));
    expect(rows('senders-part-001.csv').map((row) => [row[1], row[6]])).toEqual([
      ['Name', 'Own Words'],
      ['Ana', ''],
      ['Ben', `“${own}”`],
    ]);
  });
});

describe('an export that cannot be written', () => {
  test('ends with the fault of whoever keeps the files, and does not wait for ever', async () => {
    for (let count = 0; count < 3; count += 1) await waiting({ unique: 60 });
    const keep = async (name: string, source: Readable) => {
      if (name.endsWith('.zip')) source.destroy(new Error('the disk is full'));
      await buffer(source);
    };
    await expect(exportFilingSet({ publicId: await made('personal') }, keep, given)).rejects.toThrow(
      'the disk is full',
    );
  });
});

describe('handing in', () => {
  test('files the letters with the number of the docket, tells their writers, and is noted once', async () => {
    const { id } = await waiting({ unique: 60 });
    await enqueueJob(db, { name: 'mail.receipt', data: { letterId: id }, key: `letter:${id}` });
    const publicId = await made('personal');
    const note = { publicId, confirmation: '2026112212345', at: now(), by: 'Olga' };
    expect(await noteFiled(note, given)).toEqual({ ok: false, reason: 'never_exported' });
    await files(publicId);
    expect(await noteFiled(note, given)).toEqual({ ok: true, letters: 1, withdrawn: 0 });
    expect(await noteFiled(note, given)).toEqual({ ok: false, reason: 'filed' });
    expect(await cancelFilingSet(publicId, given)).toEqual({ ok: false, reason: 'filed' });
    const [row] = await db.execute(sql`select state, external_id from deliveries where letter_id = ${id}`);
    expect(row).toEqual({ state: 'filed', external_id: '2026112212345' });
    const jobs = await db.execute(sql`select data from pgboss.job where name = 'mail.receipt'`);
    // One from the sending, one from the filing.
    expect(jobs).toEqual([{ data: { letterId: id } }, { data: { letterId: id } }]);
    const after = await files(publicId);
    expect(after.result).toMatchObject({ changed: 0, isSame: true });
  });

  test('says how many withdrew after it, whom the docket has', async () => {
    const letter = await waiting({ unique: 60 });
    await waiting({ unique: 60 });
    const publicId = await made('personal');
    await files(publicId);
    await withdrawLetter(letter, given);
    const at = new Date(now().getTime() - 3_600_000);
    expect(await noteFiled({ publicId, confirmation: '1', at, by: 'Olga' }, given)).toEqual({
      ok: true,
      letters: 1,
      withdrawn: 1,
    });
  });

  test('of a set that was cancelled is refused, and its letters go with the next', async () => {
    await waiting({ unique: 60 });
    const publicId = await made('personal');
    await files(publicId);
    expect(await cancelFilingSet(publicId, given)).toEqual({ ok: true, letters: 1, withdrawn: 0 });
    expect(await noteFiled({ publicId, confirmation: '1', at: now(), by: 'Olga' }, given)).toEqual({
      ok: false,
      reason: 'cancelled',
    });
    const keep = () => Promise.reject(new Error('nothing of it may be written'));
    expect(await exportFilingSet({ publicId }, keep, given)).toEqual({ ok: false, reason: 'cancelled' });
    expect(await make('personal')).toMatchObject({ ok: true, members: 1 });
  });
});
