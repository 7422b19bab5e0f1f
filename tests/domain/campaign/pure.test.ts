import { expect, test } from 'vitest';
import { standingOf } from '#app/domain/campaign/campaign.ts';
import { type CampaignContent, noWords, setupForm, setupOf, wordsForm } from '#app/domain/campaign/content.ts';
import { compareFields, compareTexts } from '#app/domain/campaign/difference.server.ts';
import { nextStep, shownGoal } from '#app/domain/campaign/goal.ts';
import { type OpeningFacts, openingFaults } from '#app/domain/campaign/opening.ts';
import { petitionHtml } from '#app/domain/campaign/petition.server.ts';
import { instantOf, wallTime } from '#app/domain/campaign/zoned-time.ts';

test('a goal steps up the ladder when it is reached, where it is told to, and never falls below what was set', () => {
  expect([0, 99, 100, 2_499, 2_500, 999_999, 1_000_000].map(nextStep)).toEqual([
    100, 100, 250, 2_500, 5_000, 1_000_000, 2_500_000,
  ]);
  const ladder = { goal: 1_200, goalStepsUp: true };
  expect([0, 1_199, 1_200, 2_500, 1_199].map((count) => shownGoal(ladder, count))).toEqual([
    1_200, 1_200, 2_500, 5_000, 1_200,
  ]);
  expect(shownGoal({ goal: 1_200, goalStepsUp: false }, 9_999)).toBe(1_200);
});

test('a wall time in a zone is the instant at which its clock shows it, also where the clock leaps', () => {
  expect(instantOf('2026-12-01T09:00', 'America/New_York')?.toISOString()).toBe('2026-12-01T14:00:00.000Z');
  expect(instantOf('2026-07-01T09:00', 'Pacific/Honolulu')?.toISOString()).toBe('2026-07-01T19:00:00.000Z');
  expect(instantOf('2027-03-14T02:30', 'America/New_York')).toBeNull();
  expect(instantOf('2026-11-01T01:30', 'America/New_York')?.toISOString()).toBe('2026-11-01T05:30:00.000Z');
  for (const wrong of ['2026-02-31T09:00', '2026-12-01T25:00', '2026-12-01', ''])
    expect(instantOf(wrong, 'UTC')).toBeNull();
  expect(wallTime(new Date('2027-01-01T04:59:00Z'), 'America/New_York')).toBe('2026-12-31T23:59');
});

test('a petition keeps paragraphs, headings, lists, emphasis, quotes and web links, and nothing else', () => {
  expect(petitionHtml('One\nline of “AT&T”.\n\nTwo.')).toBe('<p>One\nline of “AT&amp;T”.</p>\n<p>Two.</p>');
  expect(petitionHtml('# A\n\n- *b*\n- **c**\n\n> d')).toBe(
    '<h3>A</h3>\n<ul>\n<li><em>b</em></li>\n<li><strong>c</strong></li>\n</ul>\n<blockquote>\n<p>d</p>\n</blockquote>',
  );
  expect(petitionHtml('[s](https://fcc.example/a?b=1&c=2)')).toBe(
    '<p><a href="https://fcc.example/a?b=1&amp;c=2" rel="noopener nofollow">s</a></p>',
  );
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](  JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](//evil.example)',
  '[x](/organize)',
  '[x][r]\n\n[r]: vbscript:x',
  '![x](https://pic.example/p.png)',
  '[x](https://a.example "a\\" onmouseover=alert(1) b=\\"")',
  '<div onclick="x">\n\n**b**\n\n</div>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '| a |\n|---|\n| <b onclick=x> |',
  '```\n<script>x</script>\n```',
  '<https://a.example/"onmouseover="x>',
])('a petition lets nothing of %s become more than words', (markdown) => {
  const html = petitionHtml(markdown);
  expect(
    html.match(/<\/?[a-z0-9]+/gi)?.every((tag) => /^<\/?(?:h3|h4|p|ul|ol|li|em|strong|blockquote|a|br)$/.test(tag)) ??
      true,
  ).toBe(true);
  for (const [tag] of html.matchAll(/<a[^>]*>/g))
    expect(tag).toMatch(/^<a(?: href="https:\/\/a\.example[^"]*" rel="noopener nofollow")?>$/);
  for (const [tag] of html.matchAll(/<(?!\/?a)[^>]*>/g)) expect(tag).toMatch(/^<\/?[a-z0-9]+(?: \/| start="\d+")?>$/);
});

const whole = {
  ...noWords,
  title: 'T',
  summary: 'S',
  ask: 'A',
  body: 'B',
  sources: 'https://a.example',
  shareText: 'x',
};
const content: CampaignContent = {
  texts: { en: whole, es: whole },
  targets: ['ftc'],
  docketId: null,
  goal: 5,
  goalStepsUp: true,
};
const facts: OpeningFacts = {
  letters: { en: ['ftc'], es: ['ftc'] },
  consents: { en: ['sign', 'letter'], es: ['sign', 'letter'] },
  docket: null,
};
const lacks = (changed: Partial<CampaignContent>, known: Partial<OpeningFacts> = {}) =>
  openingFaults({ ...content, ...changed }, { ...facts, ...known }).map((one) =>
    [one.isNeeded, one.code, ...('locale' in one ? [one.locale] : [])].join(' '),
  );

test('a campaign opens when each language is whole, and is told everything that it lacks', () => {
  expect(lacks({})).toEqual([]);
  expect(lacks({ texts: {} })).toEqual(['true no_language']);
  expect(lacks({ texts: { es: whole } })).toEqual(['true english']);
  expect(lacks({ texts: { en: whole, es: { ...whole, ask: '', shareText: '' } } })).toEqual([
    'true words es',
    'false share es',
  ]);
  expect(lacks({ targets: [] })).toEqual(['true no_addressee']);
  expect(lacks({ targets: ['fcc_docket'] }, { letters: { en: ['fcc_docket'], es: [] } })).toEqual([
    'true docket_missing',
    'true consent en',
    'true letter es',
    'true consent es',
  ]);
  expect(lacks({ docketId: 3 }, { docket: 'over' })).toEqual(['false docket_unused']);
});

test('the forms of a campaign take what is unfinished and refuse what could not be shown', () => {
  const form = { base: '3', title: 'A\u0301 title', sources: 'https://a.example\r\n\r\nhttps://a.example' };
  expect(wordsForm.parse(form)).toMatchObject({ base: 3, title: 'Á title', body: '', sources: 'https://a.example' });
  for (const bad of [
    { title: 'a\nb' },
    { title: 'x'.repeat(121) },
    { body: 'a\u202Eb' },
    { body: 'a\u0000' },
    { sources: 'javascript:x' },
  ])
    expect(wordsForm.safeParse({ base: '1', ...bad }).success).toBe(false);
  const setup = setupForm.parse({
    base: '1',
    'place-ftc': '2',
    'place-fcc_docket': '1',
    docket: '4',
    goal: '900',
    goalStepsUp: 'on',
  });
  expect(setupOf(setup)).toEqual({ targets: ['fcc_docket', 'ftc'], docketId: 4, goal: 900, goalStepsUp: true });
  for (const goal of ['0', '1.5', 'many', '900000000'])
    expect(setupForm.safeParse({ base: '1', goal }).success).toBe(false);
});

test('visitors are told by the instant, whenever the worker comes round', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  const hour = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
  const stands = (
    state: 'scheduled' | 'open' | 'won' | 'closed' | 'archived',
    opens: number | null,
    closes: number | null,
  ) =>
    standingOf(
      { state, opensAt: opens === null ? null : hour(opens), closesAt: closes === null ? null : hour(closes) },
      at,
    );
  expect(stands('scheduled', 1, null)).toBe('coming');
  expect(stands('scheduled', -1, 2)).toBe('open');
  expect(stands('open', null, -1)).toBe('closed');
  expect(stands('open', 1, 2)).toBe('coming');
  expect(stands('won', null, null)).toBe('won');
  expect(stands('archived', -2, null)).toBe('closed');
});

test('two texts are compared word by word, and either can be read out of the comparison again', () => {
  const texts = [
    'Streams for all',
    'One own title',
    'No tolls, no throttling.\n\nPut it in writing.',
    'No tolls and no throttling.\n\nPut it.',
    '',
  ];
  for (const before of texts)
    for (const after of texts) {
      const parts = compareTexts(before, after);
      const read = (without: 'added' | 'removed') =>
        parts
          .filter(({ kind }) => kind !== without)
          .map(({ text }) => text)
          .join('');
      expect([read('added'), read('removed')]).toEqual([before, after]);
    }
  expect(compareTexts('a b c', 'a d e')).toEqual([
    { kind: 'same', text: 'a ' },
    { kind: 'removed', text: 'b c' },
    { kind: 'added', text: 'd e' },
  ]);
  expect(compareFields({ a: '1', b: '2' }, { a: '1', b: '3' }).map(({ field }) => field)).toEqual(['b']);
  const long = Array.from({ length: 5_000 }, (_, n) => `word${n}`).join(' ');
  expect(compareTexts(long, long.toUpperCase()).length).toBeGreaterThan(0);
});
