import { sql } from 'drizzle-orm';
import { extractText } from 'unpdf';
import { beforeEach, describe, expect, test } from 'vitest';
import { filerSchema } from '#app/domain/filing/filing.ts';
import { type MakeFiling, makeFilingSet } from '#app/domain/filing/make.server.ts';
import { noteFiled } from '#app/domain/filing/settle.server.ts';
import { withdrawSignature } from '#app/domain/signature/withdraw.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { confirmedWriter } from '#tests/support/writer.ts';
import { campaign, filer, filesOf, now } from './setting.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now };
const files = (publicId: string) => filesOf(db, publicId);
const make = (over: Partial<MakeFiling> = {}) =>
  makeFilingSet({ campaign, kind: 'petition', until: now(), by: 'Olga', filer, ...over }, given);
async function made(): Promise<string> {
  const result = await make();
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

beforeEach(async () => {
  for (const table of ['filing_signers', 'filing_sets', 'signatures', 'people'])
    await db.execute(sql.raw(`delete from ${table}`));
});

describe('a petition', () => {
  test('names who agreed, counts everybody, hides the state of few, and shows no address', async () => {
    for (let count = 0; count < 12; count += 1)
      await confirmedWriter(db, { campaign, name: `Hidden ${count}`, state: 'CA' });
    await confirmedWriter(db, { campaign, name: 'Hidden Alone', state: 'WY' });
    const { address } = await confirmedWriter(db, { campaign, name: 'Open Person', state: 'WY' });
    await db.execute(sql`update signatures set is_name_public = true where address = ${address}`);
    const publicId = await made();
    const { rows, file, kept } = await files(publicId);
    const annex = rows('signers-part-001.csv').slice(1);
    expect(annex).toHaveLength(14);
    expect(annex.filter(([, name]) => name !== 'name withheld')).toEqual([['14', 'Open Person', 'WY', '2026-11-22']]);
    expect(annex.filter(([, name, state]) => name === 'name withheld' && state === '')).toHaveLength(1);
    const everything = Buffer.concat([...kept].filter(([name]) => name.endsWith('.csv')).map(([, bytes]) => bytes));
    expect(everything.includes('Hidden')).toBe(false);
    expect(everything.includes('@mail.example')).toBe(false);
    const { text } = await extractText(new Uint8Array(file('.pdf')), { mergePages: true });
    expect(text).toContain('Open Person');
    expect(text).not.toContain('Hidden');
    const again = await files(publicId);
    expect(again.file('.pdf').equals(file('.pdf'))).toBe(true);
    const comment = rows(`${publicId.slice(0, 8)}-part-001.csv`)[1]?.[12];
    expect(comment).toContain('14 people signed this petition');
  });

  test('falls by whoever withdraws before it is handed in, and stands as it was afterwards', async () => {
    const stay = await confirmedWriter(db, { campaign });
    const go = await confirmedWriter(db, { campaign });
    const [row] = await db.execute<{ id: string }>(sql`select id from signatures where address = ${go.address}`);
    const publicId = await made();
    await withdrawSignature({ signatureId: Number(row?.id), canonicalAddress: go.address }, given);
    const { result, rows } = await files(publicId);
    expect([result.changed, rows('signers-part-001.csv').length]).toEqual([1, 2]);
    await noteFiled({ publicId, confirmation: '123', at: now(), by: 'Olga' }, given);
    const [other] = await db.execute<{ id: string }>(sql`select id from signatures where address = ${stay.address}`);
    const later = () => new Date('2026-12-01T00:00:00Z');
    await withdrawSignature({ signatureId: Number(other?.id), canonicalAddress: stay.address }, { db, now: later });
    expect((await files(publicId)).rows('signers-part-001.csv')).toHaveLength(2);
  });

  test('says which earlier petition it takes the place of, so that nobody is counted twice', async () => {
    await confirmedWriter(db, { campaign });
    const earlier = await made();
    await files(earlier);
    await noteFiled(
      { publicId: earlier, confirmation: '2026112012345', at: new Date('2026-11-20T12:00:00Z'), by: 'Olga' },
      given,
    );
    await confirmedWriter(db, { campaign });
    const { rows, file } = await files(await made());
    const sentence = 'takes the place of the petition filed on 2026-11-20 under confirmation 2026112012345';
    expect(rows(`-part-001.csv`)[1]?.[12]).toContain(sentence);
    const { text } = await extractText(new Uint8Array(file('.pdf')), { mergePages: true });
    expect(text.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect(text).not.toContain('A letter counts');
  });

  test('needs a filer, a docket and somebody who signed', async () => {
    expect(await make()).toEqual({ ok: false, reason: 'empty', heldBack: 0 });
    expect(await make({ filer: null })).toEqual({ ok: false, reason: 'filer_missing' });
    expect(await make({ kind: 'personal' })).toEqual({ ok: false, reason: 'filer_unasked' });
    const tomorrow = new Date(now().getTime() + 86_400_000);
    expect(await make({ until: tomorrow })).toEqual({ ok: false, reason: 'until_future' });
    expect(await make({ campaign: 'put-it-in-writing' })).toEqual({ ok: false, reason: 'no_docket' });
    expect(await make({ campaign: 'nowhere' })).toEqual({ ok: false, reason: 'campaign_unknown' });
    expect(filerSchema.safeParse({ ...filer, name: '=cmd' }).success).toBe(false);
  });
});
