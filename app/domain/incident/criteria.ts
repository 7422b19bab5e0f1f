import { CURRENT_MONTHS, dayOf, isWithinMonths, lastDayOf } from '../isp/age.ts';
import type { Confidence, DatePrecision } from '../isp/isp.ts';
import type { Incident, IncidentType } from './incident.ts';

/** The questions that are asked about every ISP, in the order of the table. `docs/criteria.md` says what each asks. */
export const CRITERIA = [
  'lawful_traffic_limited',
  'paid_interconnection',
  'video_by_plan',
  'data_caps',
  'binding_promise',
  'disclosure_found',
] as const;

/** One of `CRITERIA`. */
export type Criterion = (typeof CRITERIA)[number];

/** The rules by which answers come about; `docs/criteria.md` has one numbered paragraph for each, in this order. */
export const CRITERIA_RULES = [
  'verified_only',
  'silence_is_unknown',
  'newest_decides',
  'same_day_doubt',
  'lines_apart',
  'five_years',
  'bought_later',
  'promise_over',
  'beside_the_question',
  'old_after_24_months',
] as const;

/** The lines that an answer may be about: a home connection or a phone; `db/schema` keeps the same list. */
export const FINDING_LINES = ['home', 'mobile'] as const;

/** One of `FINDING_LINES`. */
export type FindingLine = (typeof FINDING_LINES)[number];

/** Blocking or throttling counts for so many months. Issue 3, point 5: the last five years. */
export const LAWFUL_TRAFFIC_MONTHS = 60;

/** Tags of an incident that say which line it is about; with both or neither it is not said. */
export const LINE_TAGS: Readonly<Record<FindingLine, string>> = { home: 'home-line', mobile: 'mobile-line' };

/** Tag of an incident of a company that today's ISP bought later: history of the name, not conduct of the ISP. */
export const BOUGHT_LATER = 'bought-later';

/** Begins the tag that says when a promise ended: `promise-until-2023-05-18`, `-2019-07` or `-2018`. */
export const PROMISE_UNTIL = 'promise-until-';

/** What in an incident answers a question: its tags, and for the first question its type. `beside` concerns the question without an answer. */
export const ANSWERING: Readonly<
  Record<
    Criterion,
    { yes: readonly string[]; no: readonly string[]; beside: readonly string[]; yesTypes: readonly IncidentType[] }
  >
> = {
  lawful_traffic_limited: {
    yes: ['lawful-traffic-limited'],
    no: ['lawful-traffic-unlimited'],
    beside: [],
    yesTypes: ['blocking', 'throttling'],
  },
  paid_interconnection: {
    yes: ['paid-interconnection'],
    no: [],
    beside: ['deal-made-public', 'deal-connected', 'unpaid-interconnection', 'unpaid-interconnection-ordered'],
    yesTypes: [],
  },
  video_by_plan: {
    yes: ['mobile-video-limited', 'zero-rating'],
    no: ['mobile-video-unlimited'],
    beside: ['zero-rating-ended'],
    yesTypes: [],
  },
  data_caps: {
    yes: ['data-cap'],
    no: ['no-data-cap-on-new-plans'],
    beside: ['data-cap-put-off', 'data-cap-banned'],
    yesTypes: [],
  },
  binding_promise: { yes: ['binding-promise'], no: ['binding-promise-refused'], beside: [], yesTypes: [] },
  disclosure_found: { yes: ['disclosure-found'], no: ['disclosure-missing'], beside: [], yesTypes: [] },
};

/** What an editor found about a question that no incident answers. `note` says in one English sentence what was found or looked for. */
export interface CriterionFinding {
  id: number;
  criterion: Criterion;
  line: FindingLine | null;
  answer: 'yes' | 'no';
  foundOn: string;
  note: string;
  sources: readonly string[];
  confidence: Confidence;
}

/**
 * What an answer rests on: an incident (`slug` is its address in the register) or an editor's finding (`slug` null). `isOld`: more than 24 months
 * ago, so that it may have changed since. `namesThen`: the names by which an incident calls the ISP. `ispPosition`: what was said to it;
 * when the incident names other ISPs too (`isShared`) it may be the word of one of them.
 */
export interface CriterionBasis {
  slug: string | null;
  title: string;
  occurredOn: string;
  datePrecision: DatePrecision;
  dateNote: string | null;
  sources: readonly string[];
  confidence: Confidence;
  ispPosition: string | null;
  isShared: boolean;
  line: FindingLine | null;
  namesThen: readonly string[];
  isOld: boolean;
}

/** Why an entry that concerns a question does not answer it; each is one of `CRITERIA_RULES`. */
export type HistoryReason =
  | 'newest_decides'
  | 'same_day_doubt'
  | 'five_years'
  | 'bought_later'
  | 'promise_over'
  | 'beside_the_question';

/** An entry shown under the answer as history. `endedOn`: the last day, month or year of a promise, as far as known. */
export interface CriterionHistory extends CriterionBasis {
  reason: HistoryReason;
  endedOn: string | null;
}

/** An answer about one line; `line` null where the evidence does not part them. */
export interface CriterionPart {
  line: FindingLine | null;
  answer: 'yes' | 'no';
  basis: CriterionBasis;
}

/**
 * What is known about one question. `parts` hold an answer for each line that evidence speaks of, newest first; `answer` and `basis` repeat the
 * first of them. `unknown` has no part and means that the record holds nothing, not that the answer is no. `history` stands newest first.
 */
export interface CriterionAnswer {
  criterion: Criterion;
  answer: 'yes' | 'no' | 'unknown';
  basis: CriterionBasis | null;
  parts: readonly CriterionPart[];
  history: readonly CriterionHistory[];
}

interface Entry {
  answer: 'yes' | 'no' | 'beside';
  basis: CriterionBasis;
  /** A rule that keeps the entry from answering whatever else there is. */
  barred: HistoryReason | null;
  endedOn: string | null;
}

/**
 * Answers every question about the ISP of `slug` by the rules of `docs/criteria.md` from its incidents and the editors' findings. Incidents that
 * are not verified must not be handed in (`listCriteria` leaves them out). Nothing is concluded from silence. Own choice.
 */
export function deriveCriteria(
  {
    slug,
    incidents,
    findings,
  }: { slug: string; incidents: readonly Incident[]; findings: readonly CriterionFinding[] },
  now: Date,
): CriterionAnswer[] {
  return CRITERIA.map((criterion) => {
    const entries = [
      ...findings.filter((finding) => finding.criterion === criterion).map((finding) => ofFinding(finding, now)),
      ...incidents.flatMap((incident) => ofIncident(incident, criterion, slug, now) ?? []),
    ].sort((a, b) => b.basis.occurredOn.localeCompare(a.basis.occurredOn));
    return decide(criterion, entries);
  });
}

/** When a promise ended, as its tag says: a day, month or year; null when no end is on record. */
export function promiseEnd(tags: readonly string[]): string | null {
  return tags.find((tag) => tag.startsWith(PROMISE_UNTIL))?.slice(PROMISE_UNTIL.length) ?? null;
}

function ofIncident(incident: Incident, criterion: Criterion, slug: string, now: Date): Entry | null {
  const { yes, no, beside, yesTypes } = ANSWERING[criterion];
  const has = (tags: readonly string[]) => tags.some((tag) => incident.tags.includes(tag));
  const answer = has(no) ? 'no' : has(yes) || yesTypes.includes(incident.type) ? 'yes' : has(beside) ? 'beside' : null;
  if (!answer) return null;
  const endedOn = criterion === 'binding_promise' ? promiseEnd(incident.tags) : null;
  return { answer, endedOn, basis: basisOf(incident, slug, now), barred: barOf(incident, criterion, endedOn, now) };
}

function barOf(
  { tags, occurredOn }: Incident,
  criterion: Criterion,
  endedOn: string | null,
  now: Date,
): HistoryReason | null {
  if (endedOn && lastDayOf(endedOn) < dayOf(now)) return 'promise_over';
  if (tags.includes(BOUGHT_LATER)) return 'bought_later';
  if (criterion === 'lawful_traffic_limited' && !isWithinMonths(occurredOn, LAWFUL_TRAFFIC_MONTHS, now))
    return 'five_years';
  return null;
}

/** An incident as the evidence about the ISP of `slug`, as of `now`. */
export function basisOf(incident: Incident, slug: string, now: Date): CriterionBasis {
  const { title, occurredOn, datePrecision, dateNote, sources, confidence, ispPosition, tags, isps } = incident;
  const isHome = tags.includes(LINE_TAGS.home);
  return {
    slug: incident.slug,
    title,
    occurredOn,
    datePrecision,
    dateNote,
    sources,
    confidence,
    ispPosition,
    isShared: isps.some((isp) => isp.slug !== slug),
    line: isHome === tags.includes(LINE_TAGS.mobile) ? null : isHome ? 'home' : 'mobile',
    namesThen: isps.filter((isp) => isp.slug === slug).map(({ nameThen }) => nameThen),
    isOld: !isWithinMonths(occurredOn, CURRENT_MONTHS, now),
  };
}

function ofFinding(finding: CriterionFinding, now: Date): Entry {
  const { criterion, line, answer, foundOn, note, sources, confidence } = finding;
  const isTooOld = criterion === 'lawful_traffic_limited' && !isWithinMonths(foundOn, LAWFUL_TRAFFIC_MONTHS, now);
  return {
    answer,
    endedOn: null,
    barred: isTooOld ? 'five_years' : null,
    basis: {
      slug: null,
      title: note,
      occurredOn: foundOn,
      datePrecision: 'day',
      dateNote: null,
      sources,
      confidence,
      ispPosition: null,
      isShared: false,
      line,
      namesThen: [],
      isOld: !isWithinMonths(foundOn, CURRENT_MONTHS, now),
    },
  };
}

/** Newest first in, newest first out. */
function decide(criterion: Criterion, entries: readonly Entry[]): CriterionAnswer {
  const parts: CriterionPart[] = [];
  const history: CriterionHistory[] = [];
  const doubtful = new Set<FindingLine | null>();
  for (const entry of entries) {
    const reason = reasonOf(entry, entries, parts, doubtful);
    const { answer, basis, endedOn } = entry;
    if (reason) history.push({ ...basis, reason, endedOn });
    else if (answer !== 'beside') parts.push({ line: basis.line, answer, basis });
  }
  const [first] = parts;
  return { criterion, answer: first?.answer ?? 'unknown', basis: first?.basis ?? null, parts, history };
}

function reasonOf(
  { answer, basis, barred }: Entry,
  all: readonly Entry[],
  parts: readonly CriterionPart[],
  doubtful: Set<FindingLine | null>,
): HistoryReason | null {
  if (barred) return barred;
  if (answer === 'beside') return 'beside_the_question';
  const { line, occurredOn } = basis;
  if (parts.some((part) => part.line === line)) return 'newest_decides';
  const isContradicted = all.some(
    (other) =>
      !other.barred &&
      other.answer !== 'beside' &&
      other.answer !== answer &&
      other.basis.line === line &&
      other.basis.occurredOn === occurredOn,
  );
  if (isContradicted) doubtful.add(line);
  if (isContradicted) return 'same_day_doubt';
  return doubtful.has(line) ? 'newest_decides' : null;
}
