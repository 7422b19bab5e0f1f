import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { addFinding, withdrawFinding } from '#app/domain/incident/criteria.server.ts';
import { dayAfterMonths, isWithinMonths, lastDayOf } from '#app/domain/isp/age.ts';
import { listEvidence, listFacts } from '#app/domain/isp/evidence.server.ts';
import {
  EVIDENCE_KINDS,
  EXPIRY_MONTHS,
  expiryOf,
  type Fact,
  isFactCurrent,
  isFitForLetter,
  rankFacts,
} from '#app/domain/isp/evidence.ts';
import { ispIdOf, listIsps } from '#app/domain/isp/isp.server.ts';
import type { Db } from '#db/client.ts';
import { incidents } from '#db/schema/incident.ts';
import { measurementFigures } from '#db/schema/measurement.ts';
import { reports } from '#db/schema/report.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const given = { db, now };
const idOf = async (slug: string) => (await ispIdOf(slug, given)) ?? 0;
const evidenceOf = async (slug: string, locale: 'en' | 'es' = 'en', tools: { db: Db; now: () => Date } = given) =>
  listEvidence({ ispId: await idOf(slug), locale }, tools);
/** What a letter about the ISP would cite of its own. */
const cited = async (slug: string) => (await evidenceOf(slug)).find(isFitForLetter)?.ref ?? null;

describe('Evidence', () => {
  test('exists for every ISP, current and sourced, as whole sentences in both languages', async () => {
    for (const { id, slug } of await listIsps(given)) {
      const facts = await listFacts(id, given);
      expect(
        facts.some((fact) => isFactCurrent(fact, now())),
        slug,
      ).toBe(true);
      for (const { statement, caveat, sources, date, expiresOn, kind } of facts) {
        for (const text of [...Object.values(statement), ...Object.values(caveat ?? {})])
          expect(text).toMatch(/^\p{Lu}.*\.$/u);
        expect(statement.en).not.toBe(statement.es);
        expect(sources.length).toBeGreaterThan(0);
        expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        if (kind === 'law') expect(expiresOn).toBeNull();
        else expect(expiresOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
    }
  });

  test('about Comcast begins with what is current and ends with the law', async () => {
    const evidence = await evidenceOf('comcast');
    expect(evidence[0]).toMatchObject({
      kind: 'incident',
      ref: 'comcast-caps-end-2025',
      isCurrent: true,
      caveat: null,
    });
    expect(evidence[1]).toMatchObject({
      kind: 'speed_figure',
      ref: 'speed-index:Comcast:2026-05',
      expiresOn: '2027-05-01',
    });
    expect(evidence[1]?.text).toBe(
      'In May 2026, Netflix streams on Comcast averaged 3.0 Mbps at prime time, by Netflix’s own index.',
    );
    expect(evidence[1]?.caveat).toContain('not what the line can carry');
    expect(evidence.find(({ ref }) => ref === 'netflix-comcast-deal-2014')).toMatchObject({ isCurrent: false });
    expect(evidence.slice(-4).map(({ ref }) => ref)).toEqual(['sixth-2025', 'cfr-2025', 'labels-2022', 'labels-2025']);
    expect((await evidenceOf('comcast', 'es'))[1]?.text).toContain(
      'En mayo de 2026, las transmisiones de Netflix en Comcast',
    );
  });

  test('about AT&T puts the purchase of Quantum Fiber last, and no letter cites it', async () => {
    const evidence = await evidenceOf('att');
    expect(evidence.at(-1)).toMatchObject({ ref: 'att-lumen-2026', relevance: 'company', isCurrent: true });
    expect(await cited('att')).toBeNull();
    expect(await cited('quantum-fiber')).toBeNull();
    expect(await cited('comcast')).toBe('comcast-caps-end-2025');
    expect((await evidenceOf('quantum-fiber')).map(({ relevance }) => relevance).at(0)).toBe('law');
  });

  test('without an ISP is the law alone', async () => {
    const evidence = await listEvidence({ ispId: null, locale: 'en' }, given);
    expect(evidence.map(({ kind }) => kind)).toEqual(['law', 'law', 'law', 'law']);
    expect(evidence.some(isFitForLetter)).toBe(false);
  });

  test('goes out of date on the day after its last', async () => {
    const on = (day: string) => ({ db, now: () => new Date(`${day}T00:00:00Z`) });
    const caps = async (day: string) =>
      (await evidenceOf('comcast', 'en', on(day))).find(({ ref }) => ref === 'comcast-caps-end-2025');
    expect(await caps('2027-06-26')).toMatchObject({ expiresOn: '2027-06-26', isCurrent: true });
    expect(await caps('2027-06-27')).toMatchObject({ isCurrent: false });
    const later = await evidenceOf('comcast', 'es', on('2027-07-01'));
    expect(later.filter(({ kind, isCurrent }) => kind !== 'law' && isCurrent)).toEqual([]);
  });

  test.each(['disputed', 'withdrawn', 'needs_information', 'new'] as const)(
    'is never offered from an incident that is %s',
    async (state) => {
      const stop = new Error('undo');
      await db
        .transaction(async (tx) => {
          await tx.execute('alter table incidents disable trigger user');
          await tx.update(incidents).set({ editorialState: state }).where(eq(incidents.slug, 'comcast-caps-end-2025'));
          const refs = (await evidenceOf('comcast', 'en', { db: tx, now })).map(({ ref }) => ref);
          expect(refs).not.toContain('comcast-caps-end-2025');
          expect(refs).toContain('netflix-comcast-deal-2014');
          throw stop;
        })
        .catch((error: unknown) => {
          if (error !== stop) throw error;
        });
    },
  );

  test('of confidence partly carries a caveat in both languages, and memory is never offered', async () => {
    const facts = (await Promise.all((await listIsps(given)).map(({ id }) => listFacts(id, given)))).flat();
    const partly = facts.filter(({ confidence }) => confidence === 'partly');
    expect(partly.length).toBeGreaterThan(5);
    for (const { caveat, ref } of partly) expect([caveat?.en, caveat?.es].every(Boolean), ref).toBe(true);
    expect(facts.every(({ confidence }) => ['sourced', 'partly'].includes(confidence))).toBe(true);
  });

  test('from an editor’s finding names its day and the ISP, and goes when the finding is withdrawn', async () => {
    const finding = {
      isp: 'sonic',
      criterion: 'data_caps',
      line: 'home',
      answer: 'no',
      foundOn: '2026-11-01',
      note: 'A made-up page of a test.',
      sources: ['https://example.org/plans'],
      confidence: 'sourced',
      enteredBy: 'A test',
    } as const;
    const added = await addFinding({ ...finding, sources: [...finding.sources] }, given);
    if (!added.ok) throw new Error(added.reason);
    const [first] = await evidenceOf('sonic');
    expect(first).toMatchObject({ kind: 'criterion', expiresOn: '2028-11-01', sources: ['https://example.org/plans'] });
    expect(first?.text).toBe(
      'On November 1, 2026, editors of the public record at Untolled found that plans of Sonic have no data caps (home lines).',
    );
    expect((await evidenceOf('sonic', 'es'))[0]?.text).toBe(
      'El 1 de noviembre de 2026, editores del registro público de Untolled encontraron que los planes de Sonic no tienen límites de datos (líneas del hogar).',
    );
    await withdrawFinding(added.id, given);
    expect((await evidenceOf('sonic'))[0]?.kind).toBe('law');
  });
});

describe('What people measure and report', () => {
  test('is evidence with its days and a caveat, from the rows of published figures', async () => {
    await db.insert(measurementFigures).values({
      ispId: await idOf('sonic'),
      asOf: '2026-11-20',
      figures: {
        from: '2026-08-22',
        to: '2026-11-20',
        asOf: '2026-11-20',
        tests: 61,
        networks: 22,
        downloadMbps: { lower: 90, median: 184, upper: 410 },
        uploadMbps: null,
        minRttMs: null,
        evening: null,
        streams: null,
      },
    });
    const [first] = await evidenceOf('sonic');
    expect(first).toMatchObject({ kind: 'measured', date: '2026-11-20', expiresOn: '2027-02-20', isCurrent: true });
    expect(first?.sources).toEqual([expect.stringMatching(/^https?:\/\/.+\/measurements$/)]);
    expect(first?.text).toContain('the median download of 61 tests that people on Sonic ran at Untolled was 184 Mbps');
    expect(first?.caveat).toContain('not proof');
    const after = await evidenceOf('sonic', 'en', { db, now: () => new Date('2027-02-21T00:00:00Z') });
    expect(after.find(({ kind }) => kind === 'measured')?.isCurrent).toBe(false);
  });

  test('is offered from a report that an editor verified, and never in the reporter’s words', async () => {
    const ispId = await idOf('midco');
    await db.insert(reports).values({
      ispId,
      service: 'netflix',
      trouble: 'stalls',
      occurredOn: '2026-10-01',
      line: 'home',
      whatHappened: 'Words of a made-up report.',
      isOwnNetwork: false,
      locale: 'en',
      editorialState: 'verified',
    });
    const found = (await evidenceOf('midco')).filter(({ kind }) => kind === 'report');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ date: '2026-10-01', expiresOn: '2027-10-01' });
    expect(found[0]?.text).toBe(
      'A subscriber of Midco reported trouble with an online service on a home line on October 1, 2026; an editor of Untolled verified the report.',
    );
    expect(JSON.stringify(found)).not.toContain('made-up');
  });
});

describe('The order of facts', () => {
  const fact = (ref: string, over: Partial<Fact>): Fact => ({
    kind: 'incident',
    ref,
    relevance: 'streaming',
    statement: { en: '', es: '' },
    caveat: null,
    date: '2026-01-01',
    datePrecision: 'day',
    expiresOn: '2028-01-01',
    sources: ['https://example.org'],
    confidence: 'sourced',
    ...over,
  });
  const past = { date: '2014-01-01', expiresOn: '2016-01-01' };

  test('is relevance, then currency, then directness, then the newest', () => {
    const ordered = [
      fact('incident, new', {}),
      fact('incident, older', { date: '2025-01-01' }),
      fact('finding', { kind: 'criterion' }),
      fact('measured', { kind: 'measured' }),
      fact('figure', { kind: 'speed_figure' }),
      fact('report', { kind: 'report' }),
      fact('past incident', past),
      fact('past figure', { kind: 'speed_figure', ...past }),
      fact('law one', { kind: 'law', relevance: 'law', date: '2020-01-01', expiresOn: null }),
      fact('law two', { kind: 'law', relevance: 'law', date: '2025-01-01', expiresOn: null }),
      fact('merger', { relevance: 'company', date: '2026-11-01' }),
      fact('past merger', { relevance: 'company', ...past }),
    ];
    const law = ordered.filter(({ kind }) => kind === 'law');
    const shuffled = [...ordered.filter(({ kind }) => kind !== 'law').toReversed(), ...law];
    expect(rankFacts(shuffled, now()).map(({ ref }) => ref)).toEqual(ordered.map(({ ref }) => ref));
  });

  test('gives a letter no merger, nothing past and nothing without a source', () => {
    const fits = (over: Partial<Fact>) =>
      isFitForLetter({ ...fact('x', over), text: '', caveat: null, isCurrent: isFactCurrent(fact('x', over), now()) });
    expect(fits({})).toBe(true);
    expect(fits({ relevance: 'company' })).toBe(false);
    expect(fits(past)).toBe(false);
    expect(fits({ sources: [] })).toBe(false);
  });
});

describe('Expiry', () => {
  test('counts the last day in, and never a day to come', () => {
    expect(isWithinMonths('2024-11-22', 24, now())).toBe(true);
    expect(isWithinMonths('2024-11-21', 24, now())).toBe(false);
    expect(isWithinMonths('2026-11-23', 24, now())).toBe(false);
    expect(isFactCurrent({ date: '2026-11-23', expiresOn: null }, now())).toBe(false);
  });

  test('ends a promise earlier than its kind would', () => {
    expect(expiryOf('incident', '2026-01-01', '2026-06-30')).toBe('2026-06-30');
    expect(expiryOf('incident', '2026-01-01', '2099-12-31')).toBe('2028-01-01');
    expect(expiryOf('law', '2022-11-14')).toBeNull();
    expect(lastDayOf('2018')).toBe('2018-12-31');
    expect(lastDayOf('2024-02')).toBe('2024-02-29');
  });

  test('falls on the last day of a month that is too short', () => {
    expect(dayAfterMonths('2025-08-31', 6)).toBe('2026-02-28');
    expect(dayAfterMonths('2024-02-29', 24)).toBe('2026-02-28');
    expect(dayAfterMonths('2026-05-01', 12)).toBe('2027-05-01');
  });

  test('is written down for every kind as in the code', async () => {
    const page = await readFile('docs/criteria.md', 'utf8');
    const rows = new Map(
      [...page.matchAll(/^\| `([a-z_]+)` \|[^|]*\| ([^|]*) \|$/gm)].map(([, kind, rule]) => [kind, rule]),
    );
    for (const kind of EVIDENCE_KINDS) {
      const months = EXPIRY_MONTHS[kind];
      expect(rows.get(kind), kind).toContain(months === null ? 'leaves the list' : `${months} months after`);
    }
  });
});
