import { eq, isNotNull, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns, campaignTargets } from '#db/schema/campaign.ts';
import { incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { dockets, regulators } from '#db/schema/regulator.ts';
import { speedIndexEntries } from '#db/schema/speed-index.ts';
import { readFacts } from '#db/seed/facts.ts';
import { LETTER_ADDRESSEES, type LetterAddressee } from '#templates/blanks.ts';
import type { Citable } from '#templates/citing.ts';
import type { LintKnowledge, LongestValues, OfferedCampaign } from '#templates/lint.ts';
import { isIspKind } from '../campaign/campaign.ts';
import { CRITERIA, FINDING_LINES } from '../incident/criteria.ts';
import { dayOf } from '../isp/age.ts';
import { LAW_TODAY } from '../isp/evidence.server.ts';
import type { InBoth } from '../isp/evidence.ts';
import {
  FIGURE_CAVEAT,
  FINDING_CAVEAT,
  figureStatement,
  findingStatement,
  MEASURED_CAVEAT,
  measuredStatement,
  PARTLY_CAVEAT,
  REPORT_CAVEAT,
  reportStatement,
} from '../isp/evidence-words.ts';
import { listLegalEvents } from '../legal/legal.server.ts';
import { maxNameChars } from '../signature/signature.ts';
import { officeName } from '../target/target.ts';
import { stateName } from './state-names.ts';

/** Facts of each kind that are kept for measuring: a letter may have several evidence blocks. Own choice. */
const KEPT_FACTS = 3;

/** An entry that may be cited, in both languages. */
interface Entry {
  ref: string;
  statement: InBoth | null;
  title: string;
  sources: readonly string[];
  isPartly: boolean;
}

/** What the letters' knowledge is made of, from the seed files or from the database. Nothing of it is from memory. */
interface Known {
  isps: readonly { slug: string; name: string; technologies: readonly string[] }[];
  offices: readonly {
    kind: 'federal' | 'attorney_general' | 'utility_commission';
    slug: string;
    name: string;
    stateName: string | null;
    state: string | null;
  }[];
  incidents: readonly Entry[];
  law: readonly Entry[];
  figures: readonly { indexName: string; source: string }[];
  campaigns: ReadonlyMap<string, OfferedCampaign>;
}

/** What letters are held against, read from the seed files alone. Throws `SeedError` when one of them has a fault. */
export async function seedKnowledge(now: () => Date = () => new Date()): Promise<LintKnowledge> {
  const facts = await readFacts();
  const isKnown = ({ confidence }: { confidence: string }) => confidence !== 'memory';
  const entry = (one: {
    id: string;
    statement?: InBoth | undefined;
    title: string;
    sources: string[];
    confidence: string;
  }): Entry => ({
    ref: one.id,
    statement: one.statement ?? null,
    title: one.title,
    sources: one.sources,
    isPartly: one.confidence === 'partly',
  });
  const { federal, stateAttorneysGeneral, stateUtilityCommissions } = facts.regulators;
  return knowledgeFrom(
    {
      isps: facts.isps.isps.map(({ slug, name, technology }) => ({ slug, name, technologies: technology })),
      offices: [
        ...federal.map(({ id, name }) => ({ kind: 'federal' as const, slug: id, name, stateName: null, state: null })),
        ...stateAttorneysGeneral.map(({ state, stateName: named, office }) => ({
          kind: 'attorney_general' as const,
          slug: state,
          name: office,
          stateName: named,
          state,
        })),
        ...stateUtilityCommissions.map(({ state, name }) => ({
          kind: 'utility_commission' as const,
          slug: state,
          name,
          stateName: stateName(state, 'en'),
          state,
        })),
      ],
      incidents: facts.incidents.entries.filter(isKnown).map(entry),
      law: facts.legal.entries.filter(isKnown).map(entry),
      figures: facts.speedIndex.map(({ row }) => ({ indexName: row.isp, source: row.source })),
      campaigns: new Map(
        facts.campaigns.campaigns.map(({ slug, targets, docket }) => [
          slug,
          { kinds: targets.map(({ kind }) => kind), docket: docket?.number ?? null },
        ]),
      ),
    },
    now(),
  );
}

/** What letters are held against, read from the database: also what editors and organizers have entered. Reads only. */
export async function storedKnowledge(given: Partial<Tools> = {}): Promise<LintKnowledge> {
  const { db, now } = tools(given);
  const [carriers, offices, rows, events, figures, targets] = await Promise.all([
    db.select({ slug: isps.slug, name: isps.name, technologies: isps.technologies }).from(isps),
    db.select().from(regulators).where(ne(regulators.confidence, 'memory')),
    db.select().from(incidents).where(ne(incidents.confidence, 'memory')),
    listLegalEvents(given),
    db
      .selectDistinct({ indexName: speedIndexEntries.indexName, source: speedIndexEntries.source })
      .from(speedIndexEntries)
      .where(isNotNull(speedIndexEntries.mbps)),
    db
      .select({ slug: campaigns.slug, kind: campaignTargets.kind, docket: dockets.number })
      .from(campaignTargets)
      .innerJoin(campaigns, eq(campaigns.id, campaignTargets.campaignId))
      .leftJoin(dockets, eq(dockets.id, campaigns.docketId)),
  ]);
  const offered = new Map<string, OfferedCampaign>();
  for (const { slug, kind, docket } of targets)
    offered.set(slug, { docket, kinds: [...(offered.get(slug)?.kinds ?? []), kind] });
  return knowledgeFrom(
    {
      isps: carriers,
      offices,
      incidents: rows
        .filter(({ editorialState }) => editorialState === 'verified')
        .map(({ slug, statementEn, statementEs, title, sources, confidence }) => ({
          ref: slug,
          statement: statementEn && statementEs ? { en: statementEn, es: statementEs } : null,
          title,
          sources,
          isPartly: confidence === 'partly',
        })),
      law: events.map(({ slug, ...event }) => ({ ...event, ref: slug, isPartly: event.confidence === 'partly' })),
      figures,
      campaigns: offered,
    },
    now(),
  );
}

function knowledgeFrom(known: Known, at: Date): LintKnowledge {
  const states = known.offices.flatMap(({ state }) => state ?? []);
  return {
    today: dayOf(at),
    lawToday: LAW_TODAY,
    recordEntries: [...known.law, ...known.incidents].map(({ ref }) => ref),
    isps: known.isps.map(({ slug }) => slug),
    technologies: [...new Set(known.isps.flatMap(({ technologies }) => technologies))].sort(),
    states: [...new Set(states)].sort(),
    longest: { en: longestIn('en', known, states), es: longestIn('es', known, states) },
    campaigns: known.campaigns,
  };
}

const longestOf = (texts: readonly string[]) => texts.reduce((a, b) => (b.length > a.length ? b : a), '');

function longestIn(locale: 'en' | 'es', known: Known, states: readonly string[]): LongestValues {
  const isp = longestOf(known.isps.map(({ name }) => name));
  const officesOf = (kind: Known['offices'][number]['kind'], slug?: string) =>
    known.offices
      .filter((office) => office.kind === kind && (slug === undefined || office.slug === slug))
      .map(({ name, stateName: state }) => officeName(name, kind === 'federal' ? null : state));
  const addressee = (kind: LetterAddressee) => {
    if (isIspKind(kind)) return isp;
    if (kind === 'attorney_general' || kind === 'utility_commission') return longestOf(officesOf(kind));
    return longestOf(officesOf('federal', kind === 'ftc' ? 'ftc' : 'fcc'));
  };
  const entry =
    (kind: string) =>
    (one: Entry): Citable => ({
      kind,
      ref: one.ref,
      text: one.statement?.[locale] ?? one.title,
      caveat: one.isPartly ? PARTLY_CAVEAT[locale] : null,
      date: '2026-01-01',
      sources: one.sources,
    });
  return {
    blanks: {
      sender_name: 'Wolfeschlegelsteinhausen '.repeat(5).slice(0, maxNameChars).trim(),
      sender_zip: '99950',
      sender_state: longestOf(states.map((code) => stateName(code, locale) ?? '')),
      isp,
    },
    addressee: Object.fromEntries(
      LETTER_ADDRESSEES.map((kind) => [kind, addressee(kind)]),
    ) as LongestValues['addressee'],
    facts: [
      ...longestFacts(known.incidents.filter(({ statement }) => statement).map(entry('incident'))),
      ...longestFacts(wordedFacts(locale, isp, known.figures)),
    ],
    law: known.law.filter(({ ref }) => LAW_TODAY.includes(ref)).map(entry('law')),
    record: [...known.law.map(entry('law')), ...known.incidents.map(entry('incident'))],
  };
}

/** The longest of each kind, the longest first; with the length of the footnote that each brings. */
function longestFacts(facts: readonly Citable[]): Citable[] {
  const length = ({ text, caveat, sources }: Citable) => `${text}${caveat ?? ''}${sources.slice(0, 2).join()}`.length;
  return [...new Set(facts.map(({ kind }) => kind))].flatMap((kind) =>
    facts
      .filter((fact) => fact.kind === kind)
      .toSorted((a, b) => length(b) - length(a))
      .slice(0, KEPT_FACTS),
  );
}

/** The sentences that the site words itself, with the longest name in them. */
function wordedFacts(locale: 'en' | 'es', isp: string, figures: Known['figures']): Citable[] {
  const fact = (kind: string, ref: string, statement: InBoth, caveat: InBoth, sources: readonly string[]): Citable => ({
    kind,
    ref,
    text: statement[locale],
    caveat: caveat[locale],
    date: '2026-09-30',
    sources,
  });
  const page = 'https://a-campaign-with-quite-a-long-name.example.org/reports/00000000-0000-0000-0000-000000000000';
  const findings = CRITERIA.flatMap((criterion) =>
    (['yes', 'no'] as const).flatMap((answer) =>
      FINDING_LINES.map((line) =>
        fact(
          'criterion',
          `finding:${criterion}:${answer}:${line}`,
          findingStatement({ criterion, answer, line, foundOn: '2026-09-30' }, isp),
          FINDING_CAVEAT,
          [page, page],
        ),
      ),
    ),
  );
  const figuresOfTests = {
    from: '2026-09-30',
    to: '2026-09-30',
    asOf: '2026-09-30',
    tests: 88_888,
    networks: 88_888,
    downloadMbps: { lower: 888.8, median: 888.8, upper: 888.8 },
    uploadMbps: null,
    minRttMs: null,
    evening: null,
    streams: null,
  };
  const month = { month: '2026-09', list: 'major', ispId: null, mbps: 8.88, rank: null, rankCounts: null } as const;
  const certain = { rankSource: null, confidence: 'sourced', note: null } as const;
  return [
    ...findings,
    fact('measured', 'measured:longest', measuredStatement(figuresOfTests, isp), MEASURED_CAVEAT, [page]),
    ...figures.map(({ indexName, source }) =>
      fact(
        'speed_figure',
        `speed-index:${indexName}:${source}`,
        figureStatement({ ...month, ...certain, indexName, source }),
        FIGURE_CAVEAT,
        [source],
      ),
    ),
    fact(
      'report',
      'report:longest',
      reportStatement({ occurredOn: '2026-09-30', ispName: isp, line: 'mobile' }),
      REPORT_CAVEAT,
      [page],
    ),
  ];
}
