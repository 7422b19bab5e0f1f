import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { importSpeedIndex } from '#app/domain/speed-index/import.server.ts';
import { auditEvents } from '#db/schema/audit.ts';
import { speedIndexEntries, speedIndexImports } from '#db/schema/speed-index.ts';
import { readFacts } from '#db/seed/facts.ts';
import { seed } from '#db/seed/load.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const { db, another } = await testDatabase(await seededTemplate());
const now = () => new Date('2026-11-22T12:00:00Z');
const header = 'month,isp,mbps,rank,source,confidence,list,isp_slug_today';

type More = { isDryRun?: boolean; replaceReason?: string; db?: typeof db };
const bring = (text: string, { db: given = db, ...more }: More = {}) =>
  importSpeedIndex(
    { fileName: 'new.csv', bytes: new TextEncoder().encode(text), importedBy: 'command', ...more },
    { db: given, now },
  );
const rows = (...lines: string[]) => [header, ...lines].join('\n');
const faultsOf = async (text: string) => {
  const outcome = await bring(text);
  if (outcome.ok || outcome.reason !== 'faulty') throw new Error(`not refused: ${JSON.stringify(outcome)}`);
  for (const { remedy } of outcome.faults) expect(remedy).not.toBe('');
  return outcome.faults.map(({ line, column, message }) => `${line} ${column}: ${message}`);
};
const entry = async (month: string, name: string) =>
  (
    await db
      .select()
      .from(speedIndexEntries)
      .where(and(eq(speedIndexEntries.month, `${month}-01`), eq(speedIndexEntries.indexName, name)))
  )[0];

beforeEach(async () => {
  await db.execute(sql`delete from speed_index_entries where import_id is not null`);
  await db.execute(sql`delete from speed_index_imports`);
  await seed({ db, demonstration: true, facts });
});
const facts = await readFacts();

describe('A file of new months', () => {
  test('comes in whole, is noted, and finds the ISP of a known name by itself', async () => {
    const outcome = await bring(
      rows('2026-06,Comcast,3.00,,page,sourced,major,', '2026-06,Cox,3.20,,page,sourced,major,'),
    );
    expect(outcome).toMatchObject({ kind: 'imported', added: 2, replaced: 0, unchanged: 0, warnings: [] });
    expect(await entry('2026-06', 'Comcast')).toMatchObject({ mbps: 3, importId: expect.any(Number) });
    expect((await entry('2026-06', 'Comcast'))?.ispId).toBe((await entry('2014-01', 'Comcast'))?.ispId);
    expect(await db.select().from(speedIndexImports)).toMatchObject([
      { fileName: 'new.csv', rowsAdded: 2, importedBy: 'command' },
    ]);
    expect(await db.$count(auditEvents, eq(auditEvents.action, 'speed-index.import'))).toBeGreaterThan(0);
  });

  test('a second time changes nothing and says when it came', async () => {
    const text = rows('2026-06,Comcast,3.00,,page,sourced,major,comcast');
    await bring(text);
    const before = await db.select().from(speedIndexEntries).orderBy(speedIndexEntries.id);
    expect(await bring(text)).toMatchObject({ ok: true, kind: 'already_imported', importedAt: now() });
    expect(await db.select().from(speedIndexEntries).orderBy(speedIndexEntries.id)).toEqual(before);
  });

  test('from two hands at once comes in once', async () => {
    const text = rows('2026-06,Comcast,3.00,,page,sourced,major,comcast');
    const outcomes = await Promise.all([bring(text), bring(text, { db: another().db })]);
    expect(outcomes.map((one) => (one.ok ? one.kind : one.reason)).sort()).toEqual(['already_imported', 'imported']);
    expect(await db.$count(speedIndexImports)).toBe(1);
  });

  test('on trial writes nothing', async () => {
    const outcome = await bring(rows('2026-06,Comcast,3.00,,page,sourced,major,'), { isDryRun: true });
    expect(outcome).toMatchObject({ added: 1, importId: null, isDryRun: true });
    expect(await entry('2026-06', 'Comcast')).toBeUndefined();
    expect(await db.$count(speedIndexImports)).toBe(0);
  });

  test('is neither overwritten nor deleted by the seed', async () => {
    await bring(rows('2026-06,Comcast,3.00,,page,sourced,major,', '2014-01,Comcast,1.55,,page,sourced,major,'), {
      replaceReason: 'misread',
    });
    const report = await seed({ db, demonstration: true, facts });
    expect(report['speed index']).toMatchObject({ written: 0, removed: 0, left: 1 });
    expect(await entry('2026-06', 'Comcast')).toMatchObject({ mbps: 3 });
    expect(await entry('2014-01', 'Comcast')).toMatchObject({ mbps: 1.55, rank: 14 });
  });

  test('that is the seed’s own file adds nothing and is left', async () => {
    const outcome = await bring(
      rows('2014-01,Comcast,1.51,,page,sourced,major,', '2014-03,Comcast,2.50,5,p,sourced,major,'),
    );
    expect(outcome).toMatchObject({ added: 0, unchanged: 2, replaced: 0 });
    expect((await entry('2014-01', 'Comcast'))?.source).not.toBe('page');
  });
});

describe('A file that contradicts what is held', () => {
  const text = rows('2014-01,Comcast,1.99,13,page,sourced,major,comcast', '2026-06,Comcast,3.00,,page,sourced,major,');

  test('is refused whole, with both values', async () => {
    const outcome = await bring(text);
    expect(outcome).toMatchObject({
      ok: false,
      reason: 'differs',
      conflicts: [{ line: 2, held: { mbps: 1.51, rank: 14 }, given: { mbps: 1.99, rank: 13 } }],
    });
    expect(await entry('2026-06', 'Comcast')).toBeUndefined();
  });

  test('replaces with a reason, which is kept with the old values', async () => {
    expect(await bring(text, { replaceReason: 'the page was misread' })).toMatchObject({ added: 1, replaced: 1 });
    expect(await entry('2014-01', 'Comcast')).toMatchObject({ mbps: 1.99, rank: 13, source: 'page' });
    const [noted] = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, 'speed-index.import'))
      .orderBy(sql`id desc`)
      .limit(1);
    expect(noted?.facts).toMatchObject({ reason: 'the page was misread', replaced: [{ held: { mbps: 1.51 } }] });
  });
});

describe('A faulty file is refused with every fault, by line and column', () => {
  test('rows', async () => {
    expect(
      await faultsOf(
        rows(
          '2026-13,Comcast,3.00,,page,sourced,major,',
          '2026-06,Nobody Cable,3.00,,page,sourced,major,',
          '2026-06,Cox,three,,page,sourced,major,',
          '2026-06,Frontier,3.00,,page,sure,large,',
          '2026-11,Charter,3.00,,page,sourced,major,',
          '2026-06,Mediacom,3.00,,page,sourced,major,',
          '2026-06,Mediacom,3.00,,page,sourced,major,',
          '2026-06,Windstream,3.00,,page,sourced,major,no-such-isp',
          '2026-06,Suddenlink,,,page,sourced,major,',
          '2026-06,Cox',
        ),
      ),
    ).toEqual([
      '2 month: is not a month written YYYY-MM',
      '3 isp: the index as we hold it has no name Nobody Cable',
      '4 mbps: is not a number of Mbps',
      expect.stringMatching(/^5 confidence: /),
      expect.stringMatching(/^5 list: /),
      '6 month: 2026-11 has not ended',
      '8 isp: Mediacom stands on line 7 already, for the same month and list',
      '9 isp_slug_today: no ISP of the catalogue is called no-such-isp',
      '10 mbps: has neither a bitrate nor a rank',
      '11 : has 2 cells, not 8',
    ]);
    expect(await db.$count(speedIndexImports)).toBe(0);
  });

  test('the header, the encoding, the emptiness', async () => {
    expect(await faultsOf('month;isp\n2026-06;Cox')).toContain('1 month;isp: this column is not known');
    expect(await faultsOf('month,isp,mbps,rank,source,list,list\n')).toEqual([
      '1 confidence: this column is missing',
      '1 list: this column stands twice',
    ]);
    expect(await faultsOf('')).toEqual(['1 : The file is empty']);
    expect(await faultsOf(header)).toEqual(['1 : The file has a header and no rows']);
    const bytes = new Uint8Array([0x6d, 0xff, 0xfe]);
    const outcome = await importSpeedIndex({ fileName: 'x', bytes, importedBy: 'command' }, { db, now });
    expect(outcome).toMatchObject({ ok: false, faults: [{ message: 'The file is not UTF-8' }] });
  });

  test('but a name of no ISP of the catalogue may say so', async () => {
    expect(await bring(rows('2026-06,Nobody Cable,3.00,,page,sourced,expanded,none'))).toMatchObject({ added: 1 });
    expect(await entry('2026-06', 'Nobody Cable')).toMatchObject({ ispId: null });
  });
});

test('doubtful values come in with a warning each', async () => {
  const outcome = await bring(
    rows(
      '2026-06,Comcast,1.40,2,page,sourced,major,',
      '2026-06,Cox,3.30,3,page,sourced,major,',
      '2026-06,Charter,30.00,3,page,sourced,major,',
    ),
  );
  if (!outcome.ok || outcome.kind !== 'imported') throw new Error('not taken in');
  expect(outcome.warnings.map(({ line, column, message }) => `${line} ${column}: ${message}`)).toEqual([
    '2 mbps: 1.4 Mbps is far from the 3 of 2026-05',
    '3 mbps: 3.3 Mbps is no step of 0.2, in which the index comes since 2023',
    '3 rank: Cox is faster than Comcast (line 2), which ranks before it',
    '4 mbps: 30 Mbps is outside of 0.2 to 10',
    '4 rank: rank 3 stands on line 3 too',
  ]);
});
