import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Incident } from '#app/domain/incident/incident.ts';
import { dealMonth, dealsOf, type IspDeal, touches } from '#app/domain/speed-index/deal.ts';
import { dealEffects, listDeals } from '#app/domain/speed-index/effect.server.ts';
import type { DealEffect, NameEffect } from '#app/domain/speed-index/effect.ts';
import { STUDENT_T_975 } from '#app/domain/speed-index/student-t.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const { db } = await testDatabase(await seededTemplate());
const effects = await dealEffects({}, { db });

function effectOf(slug: string, indexName: string): { deal: DealEffect; name: NameEffect } {
  const deal = effects.find((one) => one.deal.slug === slug);
  const name = deal?.effects.find(({ own }) => own.indexName === indexName);
  if (!deal || !name) throw new Error(`${indexName} has no effect of ${slug}`);
  return { deal, name };
}

/** The same computation in plain SQL; the names in `near` are those of ISPs with a deal too near. */
async function inSql(name: string, month: string, near: string) {
  const [row] = await db.execute<{
    own: number;
    n: number;
    mean: number;
    sd: number;
    difference: number;
    complete_n: number;
    complete_difference: number | null;
    as_far: number;
  }>(sql`
    with sides as (
      select index_name, isp_id,
        avg(mbps) filter (where month between ${month}::date - interval '3 months' and ${month}::date - interval '1 month') as before,
        avg(mbps) filter (where month between ${month}::date + interval '1 month' and ${month}::date + interval '3 months') as after,
        count(mbps) filter (where month between ${month}::date - interval '3 months' and ${month}::date + interval '3 months'
          and month <> ${month}::date) = 6 as whole
      from speed_index_entries
      where list = 'major' and mbps is not null and confidence <> 'memory'
      group by index_name, isp_id
    ), changes as (
      select index_name, isp_id, after - before as change, whole from sides where before is not null and after is not null
    ), companies as (
      select avg(change) as change, bool_and(whole) as whole from changes
      where index_name !~ ${near}
      group by coalesce(isp_id::text || split_part(index_name, ' ', 1), index_name)
    ), summary as (
      select count(*)::int as n, avg(change) as mean, stddev_samp(change) as sd,
        count(*) filter (where whole)::int as complete_n, avg(change) filter (where whole) as complete_mean
      from companies
    )
    select o.change as own, n, mean, sd, o.change - mean as difference, complete_n, o.change - complete_mean as complete_difference,
      (select count(*)::int from companies c where abs(c.change - (mean * n - c.change) / (n - 1)) >= abs(o.change - mean)) as as_far
    from changes o, summary where o.index_name = ${name}`);
  if (!row) throw new Error(`SQL finds no change of ${name}`);
  return row;
}

describe('Before and after a deal', () => {
  test.each([
    ['netflix-comcast-deal-2014', 'Comcast', '2014-02-01', '^(Comcast|Verizon|AT&T)'],
    ['netflix-verizon-deal-2014', 'Verizon FiOS', '2014-04-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-verizon-deal-2014', 'Verizon DSL', '2014-04-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-att-deal-2014', 'AT&T U-verse', '2014-07-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-att-deal-2014', 'AT&T DSL', '2014-07-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-twc-deal-2014', 'Time Warner Cable', '2014-08-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-twc-deal-2014', 'Bright House', '2014-08-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
  ])('of %s, %s: agrees with plain SQL', async (slug, indexName, month, near) => {
    const { name } = effectOf(slug, indexName);
    const plain = await inSql(indexName, month, near);
    expect(name.own.changeMbps).toBeCloseTo(plain.own, 9);
    expect(name.compared).toHaveLength(plain.n);
    expect(name.comparedMeanMbps).toBeCloseTo(plain.mean, 9);
    expect(name.comparedSpreadMbps).toBeCloseTo(plain.sd, 9);
    expect(name.differenceMbps).toBeCloseTo(plain.difference, 9);
    expect(name.asFar).toBe(plain.as_far);
    expect(name.complete?.count ?? 0).toBe(plain.complete_n);
    expect(name.complete?.differenceMbps).toBeCloseTo(plain.complete_difference ?? Number.NaN, 9);
    const t = percentile975(plain.n - 1);
    const half = t * plain.sd * Math.sqrt(1 + 1 / plain.n);
    expect(name.interval?.lowMbps).toBeCloseTo(plain.difference - half, 3);
    expect(name.interval?.highMbps).toBeCloseTo(plain.difference + half, 3);
  });

  test.each([
    ['netflix-comcast-deal-2014', 'Comcast', '2014-02-01', '^(Comcast|Verizon|AT&T)'],
    ['netflix-verizon-deal-2014', 'Verizon FiOS', '2014-04-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-att-deal-2014', 'AT&T U-verse', '2014-07-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
    ['netflix-twc-deal-2014', 'Time Warner Cable', '2014-08-01', '^(Comcast|Verizon|AT&T|Time Warner|Bright House)'],
  ])('of %s, %s: over shared months, too, agrees with plain SQL', async (slug, indexName, month, near) => {
    const { name } = effectOf(slug, indexName);
    const [plain] = await db.execute<{ n: number; difference: number; sd: number }>(sql`
      with held as (
        select index_name, isp_id, month, mbps, month > ${month}::date as is_after from speed_index_entries
        where list = 'major' and mbps is not null and confidence <> 'memory' and month <> ${month}::date
          and month between ${month}::date - interval '3 months' and ${month}::date + interval '3 months'
      ), gaps as (
        select o.index_name, o.isp_id, avg(own.mbps - o.mbps) filter (where o.is_after)
          - avg(own.mbps - o.mbps) filter (where not o.is_after) as difference
        from held o join held own using (month) where own.index_name = ${indexName} and o.index_name !~ ${near} group by 1, 2
      ), companies as (
        select avg(difference) as difference from gaps where difference is not null
        group by coalesce(isp_id::text || split_part(index_name, ' ', 1), index_name)
      )
      select count(*)::int as n, avg(difference) as difference, stddev_samp(difference) as sd from companies`);
    if (!plain) throw new Error('SQL finds nothing');
    expect(name.shared?.count).toBe(plain.n);
    expect(name.shared?.differenceMbps).toBeCloseTo(plain.difference, 9);
    const half = percentile975(plain.n - 1) * plain.sd * Math.sqrt(1 + 1 / plain.n);
    expect(name.shared?.interval?.lowMbps).toBeCloseTo(plain.difference - half, 3);
    expect(name.shared?.interval?.highMbps).toBeCloseTo(plain.difference + half, 3);
  });

  test('of Verizon FiOS is called firm by neither way, because the two disagree', () => {
    const { shared, interval } = effectOf('netflix-verizon-deal-2014', 'Verizon FiOS').name;
    expect([interval?.highMbps, shared?.interval?.highMbps].map((high) => Math.sign(high ?? 0))).toEqual([1, -1]);
  });

  test('uses the months around the deal and prints those that are held', () => {
    const { deal, name } = effectOf('netflix-twc-deal-2014', 'Time Warner Cable');
    expect([deal.beforeMonths, deal.afterMonths]).toEqual([
      ['2014-05', '2014-06', '2014-07'],
      ['2014-09', '2014-10', '2014-11'],
    ]);
    expect([name.own.before.months, name.own.after.months]).toEqual([['2014-06', '2014-07'], ['2014-09']]);
    expect(name.own.isComplete).toBe(false);
    expect(effectOf('netflix-verizon-deal-2014', 'Verizon DSL').name.own.before.months).toEqual(['2014-01', '2014-03']);
  });

  test('of Comcast and AT&T U-verse is a rise beyond that of the others, of Verizon FiOS none', () => {
    const comcast = effectOf('netflix-comcast-deal-2014', 'Comcast').name;
    expect(comcast.own.before.mbps).toBeCloseTo((1.82 + 1.63 + 1.51) / 3, 9);
    expect(comcast.own.after.mbps).toBeCloseTo((2.5 + 2.77 + 2.72) / 3, 9);
    expect(comcast.interval?.lowMbps).toBeGreaterThan(0);
    expect(effectOf('netflix-att-deal-2014', 'AT&T U-verse').name.interval?.lowMbps).toBeGreaterThan(0);
    const fios = effectOf('netflix-verizon-deal-2014', 'Verizon FiOS').name;
    expect(fios.own.changeMbps).toBeLessThan(0);
    expect(fios.interval?.lowMbps).toBeLessThan(0);
    expect(fios.interval?.highMbps).toBeGreaterThan(0);
  });

  test('leaves out an ISP with a deal of its own near by, and says which', () => {
    const { deal, name } = effectOf('netflix-comcast-deal-2014', 'Comcast');
    expect(deal.leftOut).toEqual(['AT&T DSL', 'AT&T U-verse', 'Verizon DSL', 'Verizon FiOS']);
    expect(name.compared.map((isp) => isp.name)).toContain('Cox');
  });

  test('carries the sources of every figure', () => {
    for (const { effects: names } of effects)
      for (const { own, compared } of names)
        for (const { before, after } of [own, ...compared.flatMap((isp) => isp.names)])
          expect(Math.min(before.sources.length, after.sources.length)).toBeGreaterThan(0);
  });

  test('is told for the deals of one ISP alone, with the same figures', async () => {
    expect(await dealEffects({ ispSlug: 'comcast' }, { db })).toEqual(effects.slice(0, 1));
    expect(await dealEffects({ ispSlug: 'cox' }, { db })).toEqual([]);
  });
});

describe('The month of a deal', () => {
  test('is that of the connection, else of the publication, else of the agreement', () => {
    const dates = { agreed: '2014-05', public: '2014-07', connected: '2014-08' };
    expect(dealMonth(dates)).toEqual({ month: '2014-08', basis: 'connected' });
    expect(dealMonth({ ...dates, connected: null })).toEqual({ month: '2014-07', basis: 'public' });
    expect(dealMonth({ agreed: '2014-05', public: null, connected: null })?.basis).toBe('agreed');
    expect(dealMonth({ agreed: null, public: null, connected: null })).toBeNull();
  });

  test('of every deal on record stands in the catalogue, and one known by its season has none', async () => {
    const deals = await listDeals({ db });
    expect(deals.map(({ slug, month, basis }) => [slug, month, basis])).toEqual([
      ['netflix-comcast-deal-2014', '2014-02', 'agreed'],
      ['netflix-verizon-deal-2014', '2014-04', 'agreed'],
      ['netflix-att-deal-2014', '2014-07', 'public'],
      ['netflix-twc-deal-2014', '2014-08', 'connected'],
      ['mediacom-netflix-2015', null, null],
    ]);
    expect(deals[2]?.dates).toEqual({ agreed: '2014-05', public: '2014-07', connected: null });
    expect(deals[3]?.dates).toEqual({ agreed: '2014-06', public: null, connected: '2014-08' });
  });

  test('is not read from an incident that is no deal', () => {
    const incident = { slug: 'hastings-2014', type: 'interconnection', tags: [] } as unknown as Incident;
    expect(dealsOf([incident])).toEqual([]);
  });
});

describe('A deal is near', () => {
  const deal = (agreed: string | null, connected: string | null): IspDeal => ({
    slug: 'x',
    title: 'x',
    occurredOn: '2014-05-01',
    datePrecision: 'month',
    dateNote: null,
    parties: [],
    dates: { agreed, public: null, connected },
    month: connected,
    basis: 'connected',
    isPaid: null,
    sources: ['s'],
  });
  test.each([
    ['2014-05', '2014-08', '2014-06', '2014-07', true],
    ['2014-05', '2014-08', '2014-08', '2014-12', true],
    ['2014-05', '2014-08', '2014-01', '2014-05', true],
    ['2014-05', '2014-08', '2014-09', '2014-12', false],
    ['2014-05', '2014-08', '2014-01', '2014-04', false],
    [null, null, '2014-10', '2014-12', true],
    [null, null, '2014-11', '2014-12', false],
  ])('agreed %s, connected %s, from %s to %s: %s', (agreed, connected, from, to, isNear) => {
    expect(touches(deal(agreed, connected), from, to)).toBe(isNear);
  });
});

test('the percentiles of Student’s t are what integrating its density gives', () => {
  for (const [index, t] of STUDENT_T_975.entries()) expect(percentile975(index + 1), `${index + 1}`).toBeCloseTo(t, 3);
});

/** The 97.5th percentile of Student's t by halving, over a Simpson integral of cos^(df-1), to which the density reduces. */
function percentile975(df: number): number {
  const area = (to: number) => {
    const [steps, f] = [2000, (angle: number) => Math.cos(angle) ** (df - 1)];
    const width = to / steps;
    let sum = f(0) + f(to);
    for (let step = 1; step < steps; step += 1) sum += f(step * width) * (step % 2 === 1 ? 4 : 2);
    return (sum * width) / 3;
  };
  const whole = area(Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (area(middle) / whole < 0.95) low = middle;
    else high = middle;
  }
  return Math.tan(low) * Math.sqrt(df);
}
