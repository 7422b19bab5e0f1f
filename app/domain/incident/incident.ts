import type { Confidence, DatePrecision } from '../isp/isp.ts';
import type { PublishedState } from './editorial.ts';

/** What an incident is about; `db/schema` keeps the same list. */
export const INCIDENT_TYPES = [
  'interconnection',
  'throttling',
  'blocking',
  'data-cap',
  'measurement',
  'enforcement',
  'ownership',
  'policy-commitment',
  'zero-rating',
  'disclosure',
  'paid-prioritisation',
] as const;

/** One of `INCIDENT_TYPES`. */
export type IncidentType = (typeof INCIDENT_TYPES)[number];

/** The part of the path that a fact is about; `db/schema` keeps the same list. */
export const NETWORK_SEGMENTS = ['last_mile', 'interconnection', 'both', 'not_applicable'] as const;

/** One of `NETWORK_SEGMENTS`. */
export type NetworkSegment = (typeof NETWORK_SEGMENTS)[number];

/** An ISP that an incident names: by its name of the day, and by today's ISP where there is one. */
export interface IncidentIsp {
  nameThen: string;
  slug: string | null;
  name: string | null;
}

/**
 * One dated event. `occurredOn`: `YYYY-MM-DD`, the first day of what `datePrecision` leaves open. `dateNote`: the time in
 * words, e.g. "spring 2015". `sources`: addresses or citations, at least one. `statement`: one sentence with its date, fit
 * for a letter, where the entry can be cited in one.
 */
export interface Incident {
  slug: string;
  occurredOn: string;
  datePrecision: DatePrecision;
  dateNote: string | null;
  type: IncidentType;
  segment: NetworkSegment;
  title: string;
  summary: string;
  ispPosition: string | null;
  outcome: string | null;
  figures: Record<string, unknown> | null;
  tags: readonly string[];
  sources: readonly string[];
  confidence: Confidence;
  isps: readonly IncidentIsp[];
  statement: { en: string; es: string } | null;
}

/** An incident that is shown, with the editorial state it is shown in: a disputed one is marked wherever it stands. */
export interface PublishedIncident extends Incident {
  state: PublishedState;
}
