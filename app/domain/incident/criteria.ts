import type { DatePrecision } from '../isp/isp.ts';
import { CURRENT_MONTHS, isWithinMonths } from './evidence.ts';
import type { Incident } from './incident.ts';

/** Questions that the record of incidents can answer about an ISP, in the order of the table. */
export const CRITERIA = ['paid_interconnection', 'data_caps', 'mobile_video_limited', 'binding_promise'] as const;

/** One of `CRITERIA`. */
export type Criterion = (typeof CRITERIA)[number];

/** The incident that an answer rests on. `isOld`: more than 24 months ago, so that it may have changed since. */
export interface CriterionBasis {
  slug: string;
  title: string;
  occurredOn: string;
  datePrecision: DatePrecision;
  dateNote: string | null;
  sources: readonly string[];
  isOld: boolean;
}

/** What is known about one question; `unknown` has no basis and means that the record holds nothing, not that the answer is no. */
export interface CriterionAnswer {
  criterion: Criterion;
  answer: 'yes' | 'no' | 'unknown';
  basis: CriterionBasis | null;
}

const tags: Record<Criterion, { yes: string; no: string }> = {
  paid_interconnection: { yes: 'paid-interconnection', no: 'unpaid-interconnection' },
  data_caps: { yes: 'data-cap', no: 'no-data-cap-on-new-plans' },
  mobile_video_limited: { yes: 'mobile-video-limited', no: 'mobile-video-unlimited' },
  binding_promise: { yes: 'binding-promise-in-force', no: 'binding-promise-refused' },
};

/**
 * Answers each question from the newest incident that an editor tagged for it (`tags` in the seed file): a paid connection
 * agreement was reported or an unpaid one; data caps apply or new plans come without; mobile video was limited by plan or by default, or
 * is not; a promise that binds is in force or was refused. No tagged incident: unknown. Nothing is concluded from silence. Own choice.
 */
export function deriveCriteria(incidents: readonly Incident[], now: Date): CriterionAnswer[] {
  const newestFirst = incidents.toSorted((a, b) => b.occurredOn.localeCompare(a.occurredOn));
  return CRITERIA.map((criterion): CriterionAnswer => {
    const { yes, no } = tags[criterion];
    const incident = newestFirst.find((candidate) => candidate.tags.includes(yes) || candidate.tags.includes(no));
    if (!incident) return { criterion, answer: 'unknown', basis: null };
    const { slug, title, occurredOn, datePrecision, dateNote, sources } = incident;
    return {
      criterion,
      answer: incident.tags.includes(yes) ? 'yes' : 'no',
      basis: {
        slug,
        title,
        occurredOn,
        datePrecision,
        dateNote,
        sources,
        isOld: !isWithinMonths(occurredOn, CURRENT_MONTHS, now),
      },
    };
  });
}
