import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { compareIsps, listCriteria } from '#app/domain/incident/criteria.server.ts';
import {
  ANSWERING,
  BOUGHT_LATER,
  CRITERIA,
  CRITERIA_RULES,
  type CriterionFinding,
  deriveCriteria,
  LINE_TAGS,
  PROMISE_UNTIL,
} from '#app/domain/incident/criteria.ts';
import type { Incident, IncidentType } from '#app/domain/incident/incident.ts';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import type { Db } from '#db/client.ts';
import { incidents } from '#db/schema/incident.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const given = { db, now };

const ispOf = async (slug: string) => ({ id: (await ispIdOf(slug, given)) ?? 0, slug });
const answersOf = async (slug: string, on: Db = db) => listCriteria(await ispOf(slug), { db: on, now });

/** Answers in short: one word an answer, with its line and its evidence. */
async function inShort(slug: string, on: Db = db) {
  const answers = await answersOf(slug, on);
  return Object.fromEntries(
    answers.map(({ criterion, parts }) => [
      criterion,
      parts.map(({ answer, line, basis }) => [answer, line, basis.slug, basis.isOld]),
    ]),
  );
}

/** Why entries do not answer a question. */
async function historyOf(slug: string, criterion: string) {
  const answer = (await answersOf(slug)).find((one) => one.criterion === criterion);
  return (answer?.history ?? []).map(({ slug: entry, reason, endedOn }) => [entry, reason, endedOn]);
}

/** Runs `work` in a transaction that is undone. The register's own rules about changes of state are for its verbs, not for this test. */
async function undone(work: (tx: Db) => Promise<void>) {
  const stop = new Error('undo');
  await db
    .transaction(async (tx) => {
      await work(tx);
      throw stop;
    })
    .catch((error: unknown) => {
      if (error !== stop) throw error;
    });
}

describe('The six answers', () => {
  test('about Comcast come from the newest tagged incident of each line', async () => {
    expect(await inShort('comcast')).toEqual({
      lawful_traffic_limited: [],
      paid_interconnection: [['yes', null, 'netflix-comcast-deal-2014', true]],
      video_by_plan: [['yes', 'mobile', 'xfinity-mobile-hd-2019', true]],
      data_caps: [['no', 'home', 'comcast-caps-end-2025', false]],
      binding_promise: [],
      disclosure_found: [],
    });
    expect((await historyOf('comcast', 'data_caps')).map(([slug, reason]) => [slug, reason])).toEqual([
      ['comcast-northeast-2021', 'beside_the_question'],
      ['comcast-12tb-2020', 'newest_decides'],
      ['comcast-cap-2016', 'newest_decides'],
      ['comcast-cap-2012', 'newest_decides'],
    ]);
  });

  test('take no promise that is over for one in force', async () => {
    for (const slug of ['att', 'charter', 'comcast']) expect((await inShort(slug)).binding_promise).toEqual([]);
    expect(await historyOf('att', 'binding_promise')).toEqual([
      ['att-directv-conditions-2015', 'promise_over', '2019-07'],
    ]);
    expect(await historyOf('charter', 'binding_promise')).toEqual([
      ['charter-conditions-2016', 'promise_over', '2023-05-18'],
    ]);
    expect(await historyOf('comcast', 'binding_promise')).toEqual([
      ['comcast-nbcu-conditions-2011', 'promise_over', '2018'],
    ]);
  });

  test('do not charge an ISP with what a company did before it was bought', async () => {
    expect(await historyOf('charter', 'paid_interconnection')).toContainEqual([
      'netflix-twc-deal-2014',
      'bought_later',
      null,
    ]);
    expect(await historyOf('t-mobile', 'lawful_traffic_limited')).toContainEqual([
      'metropcs-2011',
      'bought_later',
      null,
    ]);
    expect((await inShort('t-mobile')).video_by_plan).toEqual([['yes', 'mobile', 'wehe-650k-2019', true]]);
    expect((await inShort('frontier')).paid_interconnection).toEqual([]);
  });

  test('say nothing of the last five years from older slowing, and show it', async () => {
    for (const slug of ['att', 'verizon', 't-mobile', 'comcast'])
      expect((await inShort(slug)).lawful_traffic_limited).toEqual([]);
    expect(await historyOf('verizon', 'lawful_traffic_limited')).toContainEqual(['wehe-650k-2019', 'five_years', null]);
  });

  test('do not take one unpaid connection for a network that charges nobody', async () => {
    expect((await inShort('mediacom')).paid_interconnection).toEqual([]);
    expect(await historyOf('mediacom', 'paid_interconnection')).toEqual([
      ['mediacom-netflix-2015', 'beside_the_question', null],
    ]);
  });

  test('are unknown, never no, where the record is silent', async () => {
    const answers = await answersOf('zito');
    expect(answers.map(({ answer }) => answer)).toEqual(CRITERIA.map(() => 'unknown'));
    expect(answers.every(({ basis, history }) => basis === null && history.length === 0)).toBe(true);
  });

  test('stand beside what the ISP says of its deal', async () => {
    const deal = (await answersOf('comcast')).find(({ criterion }) => criterion === 'paid_interconnection');
    expect(deal?.basis).toMatchObject({
      ispPosition: expect.stringMatching(/no preferential treatment/),
      isShared: false,
    });
    const video = (await answersOf('verizon')).find(({ criterion }) => criterion === 'video_by_plan');
    expect(video?.basis).toMatchObject({ slug: 'wehe-650k-2019', isShared: true });
  });

  test('rest on no disputed entry', async () => {
    await undone(async (tx) => {
      await tx.update(incidents).set({ editorialState: 'disputed' }).where(eq(incidents.slug, 'comcast-caps-end-2025'));
      expect((await inShort('comcast', tx)).data_caps).toEqual([['yes', 'home', 'comcast-12tb-2020', true]]);
    });
  });
});

describe('The rules', () => {
  const incident = (
    slug: string,
    occurredOn: string,
    tags: string[],
    type: IncidentType = 'measurement',
  ): Incident => ({
    slug,
    occurredOn,
    datePrecision: 'day',
    dateNote: null,
    type,
    segment: 'last_mile',
    title: slug,
    summary: slug,
    ispPosition: null,
    outcome: null,
    figures: null,
    tags,
    sources: ['https://example.org/a'],
    confidence: 'sourced',
    isps: [{ nameThen: 'Example', slug: 'example', name: 'Example' }],
    statement: null,
  });
  const finding = (foundOn: string, answer: 'yes' | 'no', over: Partial<CriterionFinding> = {}): CriterionFinding => ({
    id: 1,
    criterion: 'data_caps',
    line: null,
    answer,
    foundOn,
    note: 'What was found',
    sources: ['https://example.org/b'],
    confidence: 'sourced',
    ...over,
  });
  const derive = (criterion: string, list: Incident[], findings: CriterionFinding[] = [], at = now()) => {
    const found = deriveCriteria({ slug: 'example', incidents: list, findings }, at).find(
      (a) => a.criterion === criterion,
    );
    if (!found) throw new Error(criterion);
    return found;
  };

  test('let a newer finding overrule an older incident, and the other way round', () => {
    const cap = incident('cap', '2025-01-01', ['data-cap']);
    expect(derive('data_caps', [cap], [finding('2026-01-01', 'no')]).answer).toBe('no');
    expect(derive('data_caps', [cap], [finding('2024-01-01', 'no')]).answer).toBe('yes');
  });

  test('call a contradiction of one day a doubt', () => {
    const answer = derive(
      'data_caps',
      [incident('cap', '2026-01-01', ['data-cap']), incident('old', '2020-01-01', ['data-cap'])],
      [finding('2026-01-01', 'no')],
    );
    expect(answer.answer).toBe('unknown');
    expect(answer.history.map(({ reason }) => reason)).toEqual(['same_day_doubt', 'same_day_doubt', 'newest_decides']);
  });

  test('answer home and mobile lines apart', () => {
    const home = incident('home', '2025-01-01', ['data-cap', 'home-line']);
    const phone = incident('phone', '2026-01-01', ['no-data-cap-on-new-plans', 'mobile-line']);
    expect(derive('data_caps', [home, phone]).parts.map(({ line, answer }) => [line, answer])).toEqual([
      ['mobile', 'no'],
      ['home', 'yes'],
    ]);
    const both = incident('both', '2026-01-01', ['data-cap', 'home-line', 'mobile-line']);
    expect(derive('data_caps', [both]).basis?.line).toBeNull();
  });

  test('count five years to the day', () => {
    const on = (day: string) => derive('lawful_traffic_limited', [incident('x', day, [], 'throttling')]).answer;
    expect(on('2021-11-22')).toBe('yes');
    expect(on('2021-11-21')).toBe('unknown');
    expect(derive('lawful_traffic_limited', [incident('x', '2025-01-01', [])]).answer).toBe('unknown');
  });

  test('end a promise on its day and not before', () => {
    const promise = incident('p', '2025-01-01', ['binding-promise', 'promise-until-2026-11-22'], 'policy-commitment');
    expect(derive('binding_promise', [promise]).answer).toBe('yes');
    expect(derive('binding_promise', [promise], [], new Date('2026-11-23T00:00:00Z'))).toMatchObject({
      answer: 'unknown',
      history: [{ reason: 'promise_over', endedOn: '2026-11-22' }],
    });
    const year = incident('p', '2025-01-01', ['binding-promise', 'promise-until-2026'], 'policy-commitment');
    expect(derive('binding_promise', [year]).answer).toBe('yes');
  });

  test('mark evidence as old after 24 months, and never before', () => {
    expect(derive('data_caps', [], [finding('2024-11-22', 'yes')]).basis?.isOld).toBe(false);
    expect(derive('data_caps', [], [finding('2024-11-21', 'yes')]).basis?.isOld).toBe(true);
  });

  test('are the same in docs/criteria.md as in the code: criteria, rules in order, and tags', async () => {
    const page = await readFile('docs/criteria.md', 'utf8');
    const table = new Map(
      [...page.matchAll(/^\| `([a-z_]+)` \|[^|]*(?:\([^|]*\))?[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map(
        ([, criterion = '', ...cells]) => [
          criterion,
          cells.map((cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, tag]) => tag)),
        ],
      ),
    );
    expect([...table.keys()]).toEqual([...CRITERIA]);
    for (const criterion of CRITERIA) {
      const { yes, no, beside, yesTypes } = ANSWERING[criterion];
      expect(table.get(criterion), criterion).toEqual([[...yesTypes, ...yes], [...no], [...beside]]);
    }
    const rules = [...page.matchAll(/^\d+\. `([a-z0-9_]+)`:/gm)].map(([, rule]) => rule);
    expect(rules).toEqual([...CRITERIA_RULES]);
    for (const tag of [BOUGHT_LATER, PROMISE_UNTIL, ...Object.values(LINE_TAGS)]) expect(page).toContain(`\`${tag}`);
  });

  test('know every tag that the seed gives for them', async () => {
    const tags = new Set((await db.select({ tags: incidents.tags }).from(incidents)).flatMap((row) => row.tags));
    const known = CRITERIA.flatMap((criterion) => [
      ...ANSWERING[criterion].yes,
      ...ANSWERING[criterion].no,
      ...ANSWERING[criterion].beside,
    ]);
    const others = [...tags].filter(
      (tag) => !known.includes(tag) && !/^(promise-until-|deal-|.*-line$|bought-later$)/.test(tag),
    );
    expect(others).toEqual(['public pressure worked']);
  });
});

test('The comparison holds the ISPs with a known answer, by name, and counts the others', async () => {
  const { compared, unknown } = await compareIsps(given);
  expect(compared.map(({ slug }) => slug)).toEqual(['att', 'comcast', 'mediacom', 't-mobile', 'verizon']);
  expect(unknown).toBe(59);
  expect(compared.find(({ slug }) => slug === 'comcast')?.answers).toEqual(await answersOf('comcast'));
});
