import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { deriveCriteria } from '#app/domain/incident/criteria.ts';
import { listEvidence } from '#app/domain/incident/evidence.server.ts';
import { byUseInALetter, isWithinMonths } from '#app/domain/incident/evidence.ts';
import { findIncident, listIncidents } from '#app/domain/incident/incident.server.ts';
import { INCIDENT_TYPES, NETWORK_SEGMENTS } from '#app/domain/incident/incident.ts';
import { ispIdOf, listIsps } from '#app/domain/isp/isp.server.ts';
import * as schema from '#db/schema/incident.ts';
import { incidents } from '#db/schema/incident.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const given = { db, now };
const idOf = async (slug: string) => (await ispIdOf(slug, given)) ?? 0;

describe('Incidents', () => {
  test('stand newest first, all 45 of them', async () => {
    const list = await listIncidents({}, given);
    expect(list).toHaveLength(45);
    const days = list.map(({ occurredOn }) => occurredOn);
    expect(days).toEqual(days.toSorted().reverse());
    expect(await listIncidents({ limit: 3 }, given)).toHaveLength(3);
  });

  test('of one ISP carry both sides and every ISP that they name', async () => {
    const list = await listIncidents({ ispId: await idOf('charter') }, given);
    expect(list.every(({ isps }) => isps.some(({ slug }) => slug === 'charter'))).toBe(true);
    const hastings = await findIncident('hastings-internet-tolls-2014', given);
    expect(hastings).toMatchObject({ occurredOn: '2014-03-01', datePrecision: 'month', segment: 'interconnection' });
    expect(hastings?.ispPosition).toContain('never meant for peering');
    expect(hastings?.isps.map(({ slug }) => slug)).toEqual(['comcast', 'verizon', 'att']);
  });

  test('name the ISP of the day and that of today', async () => {
    const deal = await findIncident('netflix-twc-deal-2014', given);
    expect(deal?.isps[0]).toEqual({ nameThen: 'Time Warner Cable', slug: 'charter', name: 'Charter Communications' });
    expect((await findIncident('madison-river-2005', given))?.isps).toEqual([
      { nameThen: 'Madison River', slug: null, name: null },
    ]);
  });

  test('publish no day and no payment that are known only from memory', async () => {
    const madison = await findIncident('madison-river-2005', given);
    expect(madison).toMatchObject({
      occurredOn: '2005-01-01',
      datePrecision: 'year',
      outcome: 'Consent decree, 20 FCC Rcd 4295 (2005).',
    });
    expect(JSON.stringify(madison)).not.toContain('15,000');
  });

  test('that no editor has verified, or that were withdrawn, are not shown', async () => {
    await db
      .transaction(async (tx) => {
        await tx.update(incidents).set({ editorialState: 'new' }).where(eq(incidents.slug, 'att-turbo-2024'));
        await tx.update(incidents).set({ confidence: 'memory' }).where(eq(incidents.slug, 'cox-gainesville-2020'));
        expect(await findIncident('att-turbo-2024', { db: tx })).toBeNull();
        expect(await findIncident('cox-gainesville-2020', { db: tx })).toBeNull();
        expect(await listIncidents({}, { db: tx })).toHaveLength(43);
        throw new Error('undo');
      })
      .catch((error: Error) => expect(error.message).toBe('undo'));
  });

  test('have the same kinds and segments on pages and in the database', () => {
    expect([...INCIDENT_TYPES]).toEqual([...schema.INCIDENT_TYPES]);
    expect([...NETWORK_SEGMENTS]).toEqual([...schema.NETWORK_SEGMENTS]);
  });
});

describe('Evidence for a letter', () => {
  test('exists for every ISP, current and sourced, in both languages', async () => {
    for (const { id, slug } of await listIsps(given))
      for (const locale of ['en', 'es'] as const) {
        const current = (await listEvidence({ ispId: id, locale }, given)).filter(({ isCurrent }) => isCurrent);
        expect(current.length, slug).toBeGreaterThan(0);
        for (const { text, sources, date } of current) {
          expect(text).toMatch(/^\p{Lu}.*\.$/u);
          expect(sources.length).toBeGreaterThan(0);
          expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        }
      }
  });

  test('about Comcast begins with what is current and ends with the law', async () => {
    const evidence = await listEvidence({ ispId: await idOf('comcast'), locale: 'en' }, given);
    expect(evidence[0]).toMatchObject({ kind: 'incident', ref: 'comcast-caps-end-2025', isCurrent: true });
    expect(evidence[1]).toMatchObject({ kind: 'speed_index', ref: 'speed-index:Comcast:2026-05', isCurrent: true });
    expect(evidence[1]?.text).toContain('May 2026');
    expect(evidence[1]?.text).toContain('averaged 3.0 Mbps');
    expect(evidence.find(({ ref }) => ref === 'netflix-comcast-deal-2014')).toMatchObject({ isCurrent: false });
    expect(evidence.slice(-4).map(({ ref }) => ref)).toEqual(['sixth-2025', 'cfr-2025', 'labels-2022', 'labels-2025']);
  });

  test('goes out of date with the clock', async () => {
    const later = { db, now: () => new Date('2027-07-01T00:00:00Z') };
    const evidence = await listEvidence({ ispId: await idOf('comcast'), locale: 'es' }, later);
    expect(evidence.filter(({ kind, isCurrent }) => kind !== 'law' && isCurrent)).toEqual([]);
  });

  test('without an ISP is the law alone', async () => {
    const evidence = await listEvidence({ ispId: null, locale: 'en' }, given);
    expect(evidence.map(({ kind }) => kind)).toEqual(['law', 'law', 'law', 'law']);
  });

  test('counts months to the day and never from the future', () => {
    expect(isWithinMonths('2024-11-22', 24, now())).toBe(true);
    expect(isWithinMonths('2024-11-21', 24, now())).toBe(false);
    expect(isWithinMonths('2026-11-23', 24, now())).toBe(false);
  });

  test('puts current before old whatever its kind', () => {
    const fact = { ref: '', text: '', datePrecision: 'day', sources: [], confidence: 'sourced' } as const;
    const old = { ...fact, kind: 'incident', date: '2014-01-01', isCurrent: false } as const;
    const fresh = { ...fact, kind: 'speed_index', date: '2026-05-01', isCurrent: true } as const;
    expect([old, fresh].sort(byUseInALetter)).toEqual([fresh, old]);
  });
});

describe('What an ISP does', () => {
  const answers = async (slug: string) =>
    deriveCriteria(await listIncidents({ ispId: await idOf(slug) }, given), now()).map(
      ({ criterion, answer, basis }) => [criterion, answer, basis?.slug ?? null, basis?.isOld ?? null],
    );

  test('is answered for Comcast from the newest tagged incident', async () => {
    expect(await answers('comcast')).toEqual([
      ['paid_interconnection', 'yes', 'netflix-comcast-deal-2014', true],
      ['data_caps', 'no', 'comcast-caps-end-2025', false],
      ['mobile_video_limited', 'yes', 'xfinity-mobile-hd-2019', true],
      ['binding_promise', 'unknown', null, null],
    ]);
  });

  test('stands beside what the ISP says of its deal', async () => {
    const incidents = await listIncidents({ ispId: await idOf('comcast') }, given);
    const deal = incidents.find(({ slug }) => slug === 'netflix-comcast-deal-2014');
    expect(deal?.ispPosition).toMatch(/no preferential treatment/);
  });

  test('is unknown, never no, where the record is silent', async () => {
    expect((await answers('zito')).map(([, answer]) => answer)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });
});
