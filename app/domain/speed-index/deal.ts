import type { Incident, IncidentIsp } from '../incident/incident.ts';
import { monthNumber } from './speed-index.ts';

/** What is on record of the dates of a deal, as months (`YYYY-MM`); null where nothing is. */
export interface DealDates {
  agreed: string | null;
  public: string | null;
  connected: string | null;
}

/** Which of its dates gives a deal its month. */
export type DealBasis = 'connected' | 'public' | 'agreed';

/**
 * An interconnection deal of Netflix with an ISP. `month` (`YYYY-MM`) is the month that before and after are counted from, by the rule
 * of `dealMonth`; null when only a season or year is known. `isPaid`: null when no editor tagged it.
 */
export interface IspDeal {
  slug: string;
  title: string;
  occurredOn: string;
  datePrecision: Incident['datePrecision'];
  dateNote: string | null;
  parties: readonly IncidentIsp[];
  dates: DealDates;
  month: string | null;
  basis: DealBasis | null;
  isPaid: boolean | null;
  sources: readonly string[];
}

/** Whether an incident is an interconnection deal: the catalogue's keys of deals end in `-deal-YEAR`. */
export function isDeal({ type, slug }: Pick<Incident, 'type' | 'slug'>): boolean {
  return type === 'interconnection' && /-deal-\d{4}$/.test(slug);
}

/**
 * The month of a deal: that in which the connection is on record as begun; without one, that in which the deal became public;
 * without one, that in which it was agreed. What reaches viewers is the connection, so the date nearest to it counts. Own choice.
 */
export function dealMonth(dates: DealDates): { month: string; basis: DealBasis } | null {
  for (const basis of ['connected', 'public', 'agreed'] as const) {
    const month = dates[basis];
    if (month) return { month, basis };
  }
  return null;
}

/**
 * The deals among incidents, oldest first: those that `isDeal` knows, and connections that an editor tagged `unpaid-interconnection`.
 * The incident's own day is the date that the tags `deal-made-public` and `deal-connected` name, else the agreement; tags
 * `deal-agreed-YYYY-MM`, `deal-public-YYYY-MM` and `deal-connected-YYYY-MM` add the other dates. A day of which only the season or
 * year is known gives no month.
 */
export function dealsOf(incidents: readonly Incident[]): IspDeal[] {
  return incidents
    .filter((incident) => isDeal(incident) || isUnpaidConnection(incident))
    .map((incident): IspDeal => {
      const dates = datesOf(incident);
      const chosen = dealMonth(dates);
      const { slug, title, occurredOn, datePrecision, dateNote, isps: parties, sources, tags } = incident;
      return {
        slug,
        title,
        occurredOn,
        datePrecision,
        dateNote,
        parties,
        dates,
        month: chosen?.month ?? null,
        basis: chosen?.basis ?? null,
        isPaid: tags.includes('paid-interconnection') ? true : tags.includes('unpaid-interconnection') ? false : null,
        sources,
      };
    })
    .sort((a, b) => a.occurredOn.localeCompare(b.occurredOn) || a.slug.localeCompare(b.slug));
}

function isUnpaidConnection({ type, tags }: Incident): boolean {
  return type === 'interconnection' && tags.includes('unpaid-interconnection');
}

function datesOf({ occurredOn, datePrecision, tags }: Incident): DealDates {
  const tagged = (basis: DealBasis) =>
    tags.flatMap((tag) => new RegExp(`^deal-${basis}-(\\d{4}-(?:0[1-9]|1[0-2]))$`).exec(tag)?.[1] ?? [])[0] ?? null;
  const dates: DealDates = { agreed: tagged('agreed'), public: tagged('public'), connected: tagged('connected') };
  if (datePrecision === 'season' || datePrecision === 'year' || datePrecision === 'as_of') return dates;
  const own = tags.includes('deal-connected') ? 'connected' : tags.includes('deal-made-public') ? 'public' : 'agreed';
  return { ...dates, [own]: dates[own] ?? occurredOn.slice(0, 7) };
}

/** Whether a name of the index is one of a party of the deal, by the party's name of the day ("AT&T": "AT&T U-verse", "AT&T DSL"). */
export function isPartyOf(deal: IspDeal, indexName: string): boolean {
  return deal.parties.some(({ nameThen }) => indexName === nameThen || indexName.startsWith(`${nameThen} `));
}

/**
 * Whether anything of a deal (agreement, publication, connection) is on record between two months (`YYYY-MM`, both included), or it lay
 * between agreement and connection then. A deal known by its season alone counts in the months of its first day to five later.
 */
export function touches(deal: IspDeal, from: string, to: string): boolean {
  const months = Object.values(deal.dates).filter((month) => month !== null);
  if (months.length === 0) {
    const at = monthNumber(deal.occurredOn);
    return at <= monthNumber(to) && at + 5 >= monthNumber(from);
  }
  const sorted = months.toSorted();
  return (sorted[0] ?? to) <= to && (sorted.at(-1) ?? from) >= from;
}
