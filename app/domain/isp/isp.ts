/** How sure a published fact is: read in the source named, or with one element derived, secondary or undated. What is known only from memory is never published. Source: facts README, 2026-11-22. */
export type Confidence = 'sourced' | 'partly';

/** Narrows a stored mark to a published one. Throws on `memory`, which no query for a page may return. */
export function publishedConfidence(mark: Confidence | 'memory'): Confidence {
  if (mark === 'memory') throw new Error('A fact known only from memory was about to be published');
  return mark;
}

/** How much of a date is known; `db/schema` keeps the same list. */
export type DatePrecision = 'day' | 'approximate_day' | 'month' | 'season' | 'year' | 'as_of';

/**
 * One ISP of the catalogue as lists and pickers need it. `brands` and `formerNames` are bare names in the order of the seed file; a
 * former name with a note (a company of which only a part came over) is left out, because without its note it would be untrue.
 */
export interface IspSummary {
  id: number;
  slug: string;
  name: string;
  brands: readonly string[];
  formerNames: readonly string[];
  /** The company that it was sold to, when the day is on record. */
  owner: IspOwner | null;
}

/** The company that an ISP has belonged to since a day, `YYYY-MM-DD`. */
export interface IspOwner {
  name: string;
  since: string;
}

/** Reads "Verizon Communications Inc. since 2026-01-20" of the catalogue; null when no day is named. Source: `db/seed/isps.json`, field parent. */
export function ownerOf(parent: string | null): IspOwner | null {
  const match = /^(.+?) since (\d{4}-\d{2}-\d{2})\b/.exec(parent ?? '');
  return match?.[1] && match[2] ? { name: match[1], since: match[2] } : null;
}

/** A brand, former name or index label; `note` says what limits it, e.g. "in 20 states, 2022". */
export interface IspName {
  name: string;
  note: string | null;
}

/** Broadband subscribers as published. `asOf`: `YYYY-MM-DD`, its first day when `asOfPrecision` is `year`. */
export interface Subscribers {
  count: number;
  asOf: string;
  asOfPrecision: DatePrecision;
  source: string;
  confidence: Confidence;
  note: string | null;
}

/** What a network is used for, as far as the catalogue knows. */
export type NetworkUse = 'residential_mixed' | 'mobile_fixed_wireless' | 'shared' | 'uncertain';

/** One autonomous system of an ISP. Ranges and addresses as counted in the address data of June 2026. */
export interface IspNetwork {
  asn: number;
  organization: string;
  use: NetworkUse;
  useNote: string | null;
  ipv4Ranges: number;
  ipv6Ranges: number;
  ipv4Addresses: number;
  confidence: Confidence;
}

/** Everything published about an ISP itself. Networks stand largest first. */
export interface IspProfile {
  id: number;
  slug: string;
  name: string;
  brands: readonly IspName[];
  formerNames: readonly IspName[];
  /** Labels of this ISP in the Netflix ISP Speed Index. */
  indexNames: readonly IspName[];
  parent: string | null;
  technologies: readonly string[];
  states: readonly string[] | null;
  website: string | null;
  subscribers: Subscribers | null;
  note: string | null;
  networks: readonly IspNetwork[];
}

/** Which name of an ISP a search met. */
export type MatchedKind = 'name' | 'brand' | 'former' | 'index';

/** A found ISP and the name that led to it, so that a page can say "Time Warner Cable is Charter today". */
export interface IspMatch extends IspSummary {
  matched: { kind: MatchedKind; name: string; note: string | null };
}

/** A name of the catalogue, ready to be searched. */
export interface SearchableName {
  ispId: number;
  kind: MatchedKind;
  name: string;
  note: string | null;
}

/** Most characters of a query that are looked at. Own choice. */
export const MAX_QUERY_CHARS = 80;

/** A name as the search compares it: lower case, no diacritics, "&" read as "and", other signs as spaces. Own choice. */
export function searchForm(text: string): string {
  return text
    .slice(0, MAX_QUERY_CHARS)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const kindOrder: Record<MatchedKind, number> = { name: 0, brand: 1, former: 2, index: 3 };

/**
 * How well `name` answers `query`, both in search form: 4 the same, 3 the same without spaces, 2 begins with it, 1 a later
 * word begins with it, 0.5 each word of the query begins a word of it, 0 not at all. Own choice.
 */
export function matchScore(query: string, name: string): number {
  if (query === '') return 0;
  if (name === query) return 4;
  const squeezedQuery = query.replaceAll(' ', '');
  const squeezedName = name.replaceAll(' ', '');
  if (squeezedName === squeezedQuery) return 3;
  if (name.startsWith(query) || squeezedName.startsWith(squeezedQuery)) return 2;
  if (` ${name}`.includes(` ${query}`)) return 1;
  const words = name.split(' ');
  return query.split(' ').every((part) => words.some((word) => word.startsWith(part))) ? 0.5 : 0;
}

/**
 * The best matching name of each ISP for a query, best first; equal scores stand by kind (name, brand, former, index label),
 * then by length of the name, then in the order given. At most `limit` ISPs. Own choice.
 */
export function bestMatches(query: string, names: readonly SearchableName[], limit = 20): SearchableName[] {
  const wanted = searchForm(query);
  const best = new Map<number, { entry: SearchableName; score: number; order: number }>();
  for (const [order, entry] of names.entries()) {
    const score = matchScore(wanted, searchForm(entry.name));
    if (score === 0) continue;
    const found = { entry, score, order };
    const held = best.get(entry.ispId);
    if (!held || compareMatches(found, held) < 0) best.set(entry.ispId, found);
  }
  return [...best.values()]
    .sort(compareMatches)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

type Scored = { entry: SearchableName; score: number; order: number };

function compareMatches(a: Scored, b: Scored): number {
  return (
    b.score - a.score ||
    kindOrder[a.entry.kind] - kindOrder[b.entry.kind] ||
    a.entry.name.length - b.entry.name.length ||
    a.order - b.order
  );
}
