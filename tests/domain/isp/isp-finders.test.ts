import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import {
  CATALOGUE_AGE_MS,
  findIsp,
  findIspsBySlugs,
  ispIdOf,
  listIsps,
  searchIsps,
} from '#app/domain/isp/isp.server.ts';
import { isps } from '#db/schema/isp.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db };

const found = async (query: string) =>
  (await searchIsps(query, given)).map(({ slug, matched }) => [slug, matched.name]);

describe('The catalogue of ISPs', () => {
  test('holds all 64, by name', async () => {
    const list = await listIsps(given);
    expect(list).toHaveLength(64);
    expect(list.map(({ slug }) => slug)).toContain('comcast');
  });

  test('leads from a former name or a brand to the ISP of today', async () => {
    expect((await found('time warner'))[0]).toEqual(['charter', 'Time Warner Cable']);
    expect((await found('fios'))[0]).toEqual(['verizon', 'Fios']);
    expect((await found('spectrum'))[0]).toEqual(['charter', 'Spectrum']);
    expect((await found('xfinity'))[0]).toEqual(['comcast', 'Xfinity']);
    expect((await found('sprint'))[0]).toEqual(['t-mobile', 'Sprint']);
    expect((await found('Cablevision Optimum'))[0]).toEqual(['optimum', 'Cablevision Optimum']);
    expect((await found('centurylink')).slice(0, 2).map(([slug]) => slug)).toEqual(['centurylink', 'brightspeed']);
  });

  test('says of a former name what limits it', async () => {
    const brightspeed = (await searchIsps('centurylink', given)).find(({ slug }) => slug === 'brightspeed');
    expect(brightspeed?.matched).toEqual({ kind: 'former', name: 'CenturyLink', note: 'in 20 states (2022)' });
  });

  test('lists no former name of which only a part came over', async () => {
    const list = await listIsps(given);
    const formerOf = (slug: string) => list.find((isp) => isp.slug === slug)?.formerNames;
    expect(formerOf('brightspeed')).toEqual([]);
    expect(formerOf('breezeline')).not.toContain('WOW!');
    expect(formerOf('metronet')).toContain('Jaguar');
  });

  test('gives the id of a slug, keeps the order asked for and leaves out strangers', async () => {
    expect(await ispIdOf('cox', given)).toBeTypeOf('number');
    expect(await ispIdOf('nobody', given)).toBeNull();
    const two = await findIspsBySlugs(['verizon', 'nobody', 'att'], given);
    expect(two.map(({ slug }) => slug)).toEqual(['verizon', 'att']);
  });

  test('is read again after two minutes', async () => {
    const at = (ms: number) => ({ db, now: () => new Date(1_800_000_000_000 + ms) });
    await listIsps(at(0));
    await db.update(isps).set({ name: 'Renamed' }).where(eq(isps.slug, 'zito'));
    const nameAt = async (ms: number) => (await listIsps(at(ms))).find(({ slug }) => slug === 'zito')?.name;
    expect(await nameAt(CATALOGUE_AGE_MS - 1)).toBe('Zito Media');
    expect(await nameAt(CATALOGUE_AGE_MS)).toBe('Renamed');
  });
});

describe('An ISP’s profile', () => {
  test('has names by kind, subscribers with date and source, and networks, largest first', async () => {
    const comcast = await findIsp('comcast', given);
    expect(comcast).toMatchObject({
      name: 'Comcast',
      parent: 'Comcast Corporation',
      brands: [
        { name: 'Xfinity', note: null },
        { name: 'NOW Internet', note: null },
      ],
      indexNames: [{ name: 'Comcast', note: null }],
      subscribers: { count: 31_300_000, asOf: '2025-12-31', asOfPrecision: 'day', confidence: 'partly' },
    });
    expect(comcast?.networks).toHaveLength(39);
    expect(comcast?.networks[0]?.asn).toBe(7922);
  });

  test('leaves out an owner and a number that are known only from memory', async () => {
    expect(await findIsp('metronet', given)).toMatchObject({ parent: null });
    expect(await findIsp('midco', given)).toMatchObject({ parent: 'Midcontinent Communications' });
    expect(await findIsp('wow', given)).toMatchObject({ parent: 'WideOpenWest, Inc.', subscribers: null });
    expect(await findIsp('omni-fiber', given)).toMatchObject({ note: null });
  });

  test('says a year where only the year is known', async () => {
    const starlink = await findIsp('starlink', given);
    expect(starlink?.subscribers).toMatchObject({ count: 2_000_000, asOf: '2025-01-01', asOfPrecision: 'year' });
  });

  test('of a stranger is null', async () => {
    expect(await findIsp("x' or 1=1", given)).toBeNull();
  });
});
