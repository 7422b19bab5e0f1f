import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { eachOfSegment } from '#app/domain/segment/segment.server.ts';
import {
  cancelImport,
  checkImport,
  type ImportDeed,
  sampleImport,
  startImport,
  storeImport,
  undoImport,
} from '#app/domain/subscriber/import.server.ts';
import { type ImportMapping, importMapping } from '#app/domain/subscriber/import.ts';
import { findImport, listImportFaults, listImports } from '#app/domain/subscriber/import-list.server.ts';
import { runImport } from '#app/domain/subscriber/import-run.server.ts';
import { readAudience } from '#app/domain/subscriber/overview.server.ts';
import { subscribeConfirmed } from '#app/domain/subscriber/subscribe.server.ts';
import { suppress } from '#app/domain/subscriber/suppression.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from './setting.ts';

const { db, another } = await testDatabase();
const given = { db, secret, now: () => new Date('2026-11-22T12:00:00Z') };
const { first, second, comcast, cox, consent } = await layOut(db);

async function* pieces(bytes: Uint8Array, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const consentOfFile = { consentWhen: '2026-01-05', consentWhere: 'paper at a meeting', consentWording: 'Write to me.' };
const mapping = (over: Record<string, unknown> = {}): ImportMapping =>
  importMapping.parse({ columns: { email: 0, isp: 1, state: 2 }, ...consentOfFile, ...over });
let made = 0;
async function stored(bytes: Uint8Array, organizationId = first): Promise<ImportDeed> {
  made += 1;
  const result = await storeImport(
    { organizationId, actor: 'organizer:1', name: `list ${made}`, fileName: 'list.csv', pieces: pieces(bytes, 5000) },
    given,
  );
  if (!result.ok) throw new Error(result.reason);
  return { organizationId, importId: result.importId, actor: 'organizer:1' };
}
const seen = async (deed: ImportDeed) => {
  const found = await findImport(deed, given);
  if (!found) throw new Error('no import');
  return found;
};
/** Looks at a file and takes it in; answers its figures after each. */
async function takeIn(deed: ImportDeed, as = mapping()) {
  expect(await checkImport({ ...deed, mapping: as }, given)).toEqual({ ok: true });
  expect((await runImport(deed.importId, given)).state).toBe('checked');
  const looked = (await seen(deed)).figures;
  expect(await startImport(deed, given)).toEqual({ ok: true });
  expect((await runImport(deed.importId, given)).state).toBe('done');
  return { looked, taken: (await seen(deed)).figures };
}
const addresses = async (organizationId = first) => {
  const found: string[] = [];
  for await (const members of eachOfSegment({}, organizationId, given))
    found.push(...members.map(({ address }) => address));
  return found;
};

describe('an imported list', () => {
  const list = [
    'email,isp,state',
    'ada@list.example,Xfinity,California',
    'ben@list.example,cox,TX',
    'ADA+x@list.example,comcast,CA',
    'not an address,cox,TX',
    ',cox,TX',
    'cy@list.example,No Such ISP,Atlantis',
    'left@list.example,cox,TX',
    'angry@list.example,cox,TX',
    'here@list.example,comcast,CA',
  ].join('\n');

  test('says before and after the same: who is new, known, left, twice or no address, by line', async () => {
    const base = {
      personId: null,
      ispId: cox,
      state: null,
      locale: 'en',
      source: 'page',
      consentTextId: consent,
      where: '/alerts',
    } as const;
    for (const address of ['left@list.example', 'here@list.example'])
      await subscribeConfirmed({ ...base, organizationId: first, canonicalAddress: address, address }, given);
    await suppress({ address: 'left@list.example' }, { reason: 'unsubscribed', organizationId: first }, given);
    await suppress({ address: 'angry@list.example' }, { reason: 'complaint' }, given);
    const deed = await stored(Buffer.from(list));
    expect(await sampleImport(deed, given)).toContainEqual(['a•••@l•••.example', 'Xfinity', 'California']);
    const { looked, taken } = await takeIn(deed);
    const figures = { added: 3, known: 1, suppressed: 2, duplicates: 1, refused: 2, unknownIsp: 1, unknownState: 1 };
    expect(looked).toEqual(figures);
    expect(taken).toEqual(figures);
    expect(await listImportFaults(deed, given)).toEqual([
      { line: 4, column: 'email', reason: 'duplicate', otherLine: 2 },
      { line: 5, column: 'email', reason: 'email_shape', otherLine: null },
      { line: 6, column: 'email', reason: 'email_missing', otherLine: null },
    ]);
    expect((await addresses()).sort()).toEqual([
      'ada@list.example',
      'ben@list.example',
      'cy@list.example',
      'here@list.example',
    ]);
    const [ada] = await db.execute(sql`
      select s.isp_id, s.state, s.consented_at::text as day, s.consented_where, w.body from subscriptions s
      join consent_wordings w on w.id = s.consent_wording_id where s.canonical_address = 'ada@list.example'`);
    expect(ada).toMatchObject({
      isp_id: comcast,
      state: 'CA',
      consented_where: 'paper at a meeting',
      body: 'Write to me.',
    });
    const [here] = await db.execute(
      sql`select isp_id, source, consent_text_id from subscriptions where address = 'here@list.example'`,
    );
    expect(here).toEqual({ isp_id: cox, source: 'page', consent_text_id: consent });
    const again = await takeIn(await stored(Buffer.from(list)));
    expect(again.taken).toMatchObject({ known: 4, suppressed: 2 });
    expect(again.taken.added).toBeUndefined();
    expect(await db.execute(sql`select from import_pieces`)).toHaveLength(0);
    const audience = await readAudience(first, given);
    expect(audience).toMatchObject({
      counts: { members: 4, paused: 0, unsubscribed: 1, suppressed: 0, barred: 1 },
      sources: [
        { key: 'import', members: 3 },
        { key: 'page', members: 1 },
      ],
    });
    expect(audience.isps.map(({ key, members }) => [key?.slug ?? null, members])).toEqual(
      expect.arrayContaining([
        ['cox', 2],
        ['comcast', 1],
        [null, 1],
      ]),
    );
  });

  test('takes proof of consent from the row, and refuses rows without it, of the future, and of huge cells', async () => {
    const rows = [
      'a1@rows.example,3/1/2024,https://old.example/join,I agree',
      'a2@rows.example,,https://old.example/join,I agree',
      'a3@rows.example,2031-01-01,x,I agree',
      `a4@rows.example,2024-01-01,x,${'w'.repeat(6000)}`,
      'a5@rows.example,2024-01-01,,I agree',
    ];
    const deed = await stored(Buffer.from(`${rows.join('\n')}\n`));
    expect((await seen(deed)).format).toMatchObject({ hasHeader: false, columns: ['1', '2', '3', '4'] });
    const { taken } = await takeIn(
      deed,
      importMapping.parse({ columns: { email: 0, consent_when: 1, consent_where: 2, consent_wording: 3 } }),
    );
    expect(taken).toEqual({ added: 1, refused: 4 });
    expect((await listImportFaults(deed, given)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'when_missing'],
      [3, 'when_future'],
      [4, 'cell_long'],
      [5, 'where_missing'],
    ]);
  });

  test('goes on where a killed run stopped, and two runs at once take each row in once', async () => {
    const many = ['email', ...Array.from({ length: 3500 }, (_, index) => `m${index}@many.example`)].join('\n');
    const deed = await stored(Buffer.from(many));
    await checkImport({ ...deed, mapping: mapping({ columns: { email: 0 } }) }, given);
    await runImport(deed.importId, given);
    await startImport(deed, given);
    let statements = 0;
    // The connection breaks in the middle, as when a worker is killed.
    const breaking = new Proxy(db, {
      get(target, name) {
        if (name !== 'transaction') return Reflect.get(target, name);
        return (work: Parameters<typeof db.transaction>[0]) => {
          statements += 1;
          if (statements === 3) throw new Error('the connection is gone');
          return target.transaction(work);
        };
      },
    });
    await expect(runImport(deed.importId, { ...given, db: breaking })).rejects.toThrow('gone');
    expect(await seen(deed)).toMatchObject({ state: 'importing', rowsDone: 2000 });
    const other = another();
    const results = await Promise.all([
      runImport(deed.importId, given),
      runImport(deed.importId, { ...given, db: other.db }),
    ]);
    expect(results.map(({ state }) => state)).toContain('done');
    expect(await seen(deed)).toMatchObject({ state: 'done', rows: 3500, rowsDone: 3500, figures: { added: 3500 } });
    expect((await addresses()).filter((address) => address.endsWith('@many.example'))).toHaveLength(3500);
  });

  test('is taken back but for members whom somebody has written to or who asked themselves', async () => {
    await db.execute(sql`delete from subscriptions where organization_id = ${second}`);
    const deed = await stored(
      Buffer.from('email\nw1@back.example\nw2@back.example\nw3@back.example\nw4@back.example'),
      second,
    );
    await takeIn(deed, mapping({ columns: { email: 0 } }));
    const own = {
      personId: null,
      ispId: null,
      state: null,
      locale: 'en',
      source: 'sign',
      consentTextId: consent,
      where: '/',
    } as const;
    await subscribeConfirmed(
      { ...own, organizationId: second, canonicalAddress: 'w1@back.example', address: 'w1@back.example' },
      given,
    );
    await takeIn(await stored(Buffer.from('email\nw2@back.example'), second), mapping({ columns: { email: 0 } }));
    expect(await undoImport(deed, given)).toEqual({ ok: true });
    expect(await runImport(deed.importId, given)).toEqual({ state: 'undone', rows: 2 });
    expect((await seen(deed)).figures).toMatchObject({ added: 4, removed: 2, stayed: 2 });
    expect(await addresses(second)).toEqual(['w1@back.example', 'w2@back.example']);
    const deeds = await db.execute(
      sql`select action from audit_events where subject = ${`import ${deed.importId}`} order by id`,
    );
    expect(deeds.map(({ action }) => action)).toEqual(
      ['upload', 'check', 'start', 'undo'].map((verb) => `audience.import.${verb}`),
    );
  });

  test('is of one organization: another neither sees it nor does anything with it; and a file that is no table fails', async () => {
    const deed = await stored(Buffer.from('email\nx@mail.example'));
    const foreign = { ...deed, organizationId: second };
    expect(await findImport(foreign, given)).toBeNull();
    expect(await sampleImport(foreign, given)).toEqual([]);
    expect(await listImportFaults(foreign, given)).toEqual([]);
    expect((await listImports(second, given)).map(({ id }) => id)).not.toContain(deed.importId);
    for (const act of [cancelImport, startImport, undoImport])
      expect(await act(foreign, given)).toEqual({ ok: false, reason: 'unknown' });
    expect(await startImport(deed, given)).toEqual({ ok: false, reason: 'state' });
    expect(await cancelImport(deed, given)).toEqual({ ok: true });
    const store = (name: string, bytes: Uint8Array) =>
      storeImport({ organizationId: first, actor: 'command', name, fileName: 'x', pieces: pieces(bytes) }, given);
    expect(await store('empty', Buffer.alloc(0))).toEqual({ ok: false, reason: 'empty' });
    expect(await store('list 1', Buffer.from('email\n'))).toEqual({ ok: false, reason: 'name_taken' });
    const broken = await stored(Buffer.from(`email,isp\nok@mail.example,cox\n"${'x\n'.repeat(80_000)}`));
    await checkImport({ ...broken, mapping: mapping({ columns: { email: 0 } }) }, given);
    expect((await runImport(broken.importId, given)).state).toBe('failed');
    expect((await seen(broken)).failure).toBe('broken:3');
  });
});
