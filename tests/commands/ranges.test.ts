import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openLiveRanges } from '#app/commands/live-ranges.ts';
import { readCatalogue, readShippedEditions } from '#app/commands/ranges-editions.ts';
import { isMmdb, readMmdb } from '#app/commands/ranges-mmdb.ts';
import { type RefreshOptions, refreshRanges } from '#app/commands/ranges-refresh.ts';
import { compareRanges, spansOf } from '#app/domain/isp/range-change.ts';
import { mergeEditions } from '#app/domain/isp/range-edition.ts';
import {
  addRangeFile,
  findCurrentRangeFileId,
  getRangeFile,
  listRangeFiles,
  retireRangeFile,
} from '#app/domain/isp/range-file.server.ts';
import { decodeRanges, encodeRanges } from '#app/domain/isp/ranges.ts';
import { rangeFiles } from '#db/schema/isp.ts';
import { testDatabase } from '#tests/support/database.ts';
import { networksOfSpan, writeMmdb } from '#tests/support/mmdb-writer.ts';

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'untolled-ranges-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const catalogue = await readCatalogue();
const known = new Set(catalogue.catalogue.map(({ asn }) => asn));
/** The shipped editions, cut down to the networks of ISPs, hosting and VPN companies. */
const [newest, ...older] = (await readShippedEditions()).map((edition) => ({
  ...edition,
  ipv4: edition.ipv4.filter(({ asn }) => known.has(asn)),
  ipv6: edition.ipv6.filter(({ asn }) => known.has(asn)),
}));
if (!newest) throw new Error('no edition is installed');
const inUse = encodeRanges(mergeEditions({ ...catalogue, newest, older }));
const csvOf = (spans: readonly { start: bigint; end: bigint; asn: number }[]) =>
  spans.map(({ start, end, asn }) => `${start},${end - 1n},${asn},"Somebody, Inc."\n`).join('');
const file = async (name: string, content: string | Buffer) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const said: string[] = [];
const refresh = (over: Partial<RefreshOptions> & Pick<RefreshOptions, 'from'>) =>
  refreshRanges(
    { dated: '2026-11-01', name: undefined, by: 'ada', acceptFall: [], isCheckOnly: false, ...over },
    { db, say: (text) => said.push(text), shipped: async () => [newest, ...older] },
  );
const log = pino({ level: 'silent' });

beforeEach(async () => {
  said.length = 0;
  await db.delete(rangeFiles);
  await addRangeFile({ source: 'shipped', file: inUse, report: {}, createdBy: 'test' }, { db });
});

describe('npm run ranges -- --from', { timeout: 60_000 }, () => {
  it('takes a newer CSV of one family whole and keeps the other as it is', async () => {
    const moved = newest.ipv4.map((span) => (span.asn === 33659 ? { ...span, asn: 7922 } : span));
    const id = await refresh({ from: [await file('asn-ipv4-num.csv', csvOf(moved))] });
    const kept = decodeRanges(await getRangeFile(id ?? 0, { db }));
    expect(kept.editions.newest).toEqual({
      name: 'asn-ipv4-num.csv (IPv4), @ip-location-db/asn@2.3.2026061719 (IPv6)',
      dated: '2026-11-01',
    });
    expect(kept.networks.find(({ asn, edition }) => asn === 33659 && edition === 'newest')).toBeDefined();
    expect(spansOf(kept, 'ipv4').some(({ asn }) => asn === 33659)).toBe(false);
    expect(spansOf(kept, 'ipv6')).toEqual(spansOf(decodeRanges(inUse), 'ipv6'));
    expect(await listRangeFiles({ db })).toMatchObject([
      { id, createdBy: 'ada', retiredAt: null },
      { source: 'shipped' },
    ]);
    expect(said.join('\n')).toMatch(/comcast +\d+ +\d+ +0\.0%/);
  });

  it('stops with the names of large ISPs that fall by more than 10%, until each is accepted', async () => {
    const less = newest.ipv4.filter(({ asn, start }) => !(asn === 7922 && start % 3n === 0n) && asn !== 22773);
    const from = [await file('fallen.csv', csvOf(less))];
    await expect(refresh({ from })).rejects.toThrow(
      /2 large ISPs would lose more than 10%[\s\S]*cox: IPv4 -\d+\.\d%[\s\S]*Nothing was changed/,
    );
    await expect(refresh({ from, acceptFall: ['cox'] })).rejects.toThrow('--accept-fall comcast');
    await expect(refresh({ from, acceptFall: ['cox', 'comcast', 'sonic'] })).rejects.toThrow('names sonic');
    expect(await listRangeFiles({ db })).toHaveLength(1);
    expect(await refresh({ from, acceptFall: ['cox', 'comcast'], isCheckOnly: true })).toBeNull();
    const id = await refresh({ from, acceptFall: ['cox', 'comcast'] });
    const [row] = await db.select().from(rangeFiles).where(undefined).limit(1).offset(1);
    expect([row?.id, row?.report.accepted]).toEqual([id, ['cox', 'comcast']]);
  });

  it('refuses a file that is not what it should be, with a sentence that says why', async () => {
    const half = newest.ipv4.slice(0, 10_000);
    const cases: [string, string | Buffer, RegExp, Partial<RefreshOptions>?][] = [
      ['empty.csv', '', /holds no range/],
      ['text.csv', '1.0.0.0,1.0.0.255,13335,Cloudflare\n', /-num/],
      ['order.csv', csvOf(half.toReversed()), /line 2 begins before the range above it/],
      [
        'overlap.csv',
        csvOf(half.slice(0, 500).flatMap((span) => [span, { ...span, start: span.end - 1n }])),
        /line 2 overlaps/,
      ],
      ['mixed.csv', csvOf([...half.slice(0, 9), ...newest.ipv6.slice(0, 9)]), /line 10 is of another family/],
      ['junk.csv', csvOf(half.slice(0, 100)) + 'junk\n'.repeat(5), /line 101 cannot be read.*5 such lines/],
      ['short.csv', csvOf(half), /all addresses together may fall by 10%/],
      ['old.csv', csvOf(half), /older than the ranges in use/, { dated: '2020-01-01' }],
      ['undated.csv', csvOf(half), /add --dated/, { dated: undefined }],
    ];
    for (const [name, content, wanted, over] of cases)
      await expect(refresh({ from: [await file(name, content)], ...over }), name).rejects.toThrow(wanted);
    await expect(refresh({ from: [join(folder, 'missing.csv')] })).rejects.toThrow('There is no file');
    const twice = await file('twice.csv', csvOf(half.slice(0, 9)));
    await expect(refresh({ from: [twice, twice] })).rejects.toThrow('so did a file before it');
    expect(await listRangeFiles({ db })).toHaveLength(1);
  });

  it('takes an ASN database in MaxMind’s format and places every address as the CSV does', async () => {
    const tables = decodeRanges(inUse);
    const networks = (['ipv4', 'ipv6'] as const).flatMap((family) => spansOf(tables, family)).flatMap(networksOfSpan);
    const bytes = writeMmdb(networks, 28, new Date('2026-11-10T00:00:00Z'));
    const id = await refresh({ from: [await file('asn.mmdb', bytes)], dated: undefined, name: 'An ASN database' });
    const kept = decodeRanges(await getRangeFile(id ?? 0, { db }));
    expect(kept.editions.newest).toEqual({ name: 'An ASN database', dated: '2026-11-10' });
    expect(compareRanges(tables, kept).isps.every(({ before, after }) => before.ipv4 === after.ipv4)).toBe(true);
    expect(spansOf(kept, 'ipv4')).toEqual(spansOf(tables, 'ipv4'));
    expect(spansOf(kept, 'ipv6')).toEqual(spansOf(tables, 'ipv6'));
  });
});

describe('an MMDB file', () => {
  const networks = [
    { start: 0x01000000n, prefix: 104, asn: 13335 },
    { start: 0x49000000n, prefix: 112, asn: 7922 },
    { start: 0x2600n << 112n, prefix: 32, asn: 701 },
  ];

  it.each([24, 28, 32] as const)('is read with %i bits a record, without the aliases of IPv4', (recordSize) => {
    const bytes = writeMmdb(networks, recordSize, new Date('2026-11-10T00:00:00Z'));
    expect(isMmdb(bytes)).toBe(true);
    expect(readMmdb('x.mmdb', bytes)).toEqual({
      dated: '2026-11-10',
      databaseType: 'GeoLite2-ASN',
      ipv4: [
        { start: 0x01000000n, end: 0x02000000n, asn: 13335 },
        { start: 0x49000000n, end: 0x49010000n, asn: 7922 },
      ],
      ipv6: [{ start: 0x2600n << 112n, end: (0x2600n << 112n) + (1n << 96n), asn: 701 }],
    });
  });

  it('is refused when it is broken', () => {
    const bytes = writeMmdb(networks, 24, new Date());
    expect(isMmdb(Buffer.from('1,2,3,x\n'))).toBe(false);
    expect(() => readMmdb('x.mmdb', bytes.subarray(400))).toThrow('broken MMDB file');
    expect(() => readMmdb('x.mmdb', writeMmdb([], 24, new Date()))).toThrow('no AS numbers');
  });
});

describe('a running server', () => {
  const small = (asn: number, slug: string) =>
    encodeRanges(
      mergeEditions({
        catalogue: [{ asn, slugs: [slug], kind: 'home', isSure: true, choices: [] }],
        slugs: [slug],
        newest: { name: slug, dated: '2026-11-01', ipv4: [{ start: 0x49000000n, end: 0x49010000n, asn }], ipv6: [] },
        older: [],
      }),
    );

  it('takes newer ranges in whole, keeps the old on any fault, and goes back when they are retired', async () => {
    await db.delete(rangeFiles);
    const buildFile = await file('ranges.bin', Buffer.from(small(1, 'of-the-build')));
    const live = await openLiveRanges({ buildFile, log, pollMs: 0, db });
    const seen = () => live.identify('73.0.0.1').slugs[0];
    expect([seen(), live.isKnownSlug('of-the-build'), live.isKnownSlug('made-up')]).toEqual([
      'of-the-build',
      true,
      false,
    ]);
    const first = await addRangeFile({ source: 'a', file: small(2, 'first'), report: {}, createdBy: 'ada' }, { db });
    await live.refresh();
    expect([seen(), live.facts().editions.newest.name]).toEqual(['first', 'first']);
    const broken = await addRangeFile(
      { source: 'b', file: small(3, 'x').subarray(0, 90), report: {}, createdBy: 'ada' },
      { db },
    );
    await live.refresh();
    expect(seen()).toBe('first');
    const third = await addRangeFile({ source: 'c', file: small(4, 'third'), report: {}, createdBy: 'ada' }, { db });
    await live.refresh();
    expect(seen()).toBe('third');
    for (const id of [third, broken]) expect(await retireRangeFile(id, { db })).toBe(true);
    expect(await retireRangeFile(third, { db })).toBe(false);
    await live.refresh();
    expect([seen(), await findCurrentRangeFileId({ db })]).toEqual(['first', first]);
    await retireRangeFile(first, { db });
    await live.refresh();
    expect(seen()).toBe('of-the-build');
    live.stop();
  });

  it('starts and stays with the ranges of the build while the database is down', async () => {
    const buildFile = await file('alone.bin', Buffer.from(small(1, 'of-the-build')));
    const down = new Proxy(
      {},
      {
        get: () => () => {
          throw new Error('down on purpose');
        },
      },
    ) as typeof db;
    const live = await openLiveRanges({ buildFile, log, pollMs: 0, db: down });
    await live.refresh();
    expect(live.identify('73.0.0.1').slugs).toEqual(['of-the-build']);
    await expect(openLiveRanges({ buildFile: join(folder, 'none.bin'), log, pollMs: 0, db })).rejects.toThrow(
      'npm run build',
    );
    expect((await readFile(buildFile)).length).toBeGreaterThan(0);
  });
});
