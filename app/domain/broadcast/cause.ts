import type { CauseKind } from './broadcast.ts';

/** An entry of the speed index that fell: the month before within three, and the month that is lower. Mbps. */
export interface IndexFall {
  kind: 'index_fall';
  indexName: string;
  before: { month: string; mbps: number; source: string };
  after: { month: string; mbps: number; source: string };
}

/** An incident that editors verified. `statement`: one sentence with its date, where the register has one; `sources`: addresses or citations. */
export interface IncidentVerified {
  kind: 'incident';
  slug: string;
  title: string;
  summary: string;
  occurredOn: string;
  datePrecision: string;
  statement: { en: string; es: string } | null;
  ispPosition: string | null;
  sources: string[];
}

/** The evening's share of the daytime's download, as measured by people of one ISP; `asOf`: the newest file of open data that entered. */
export interface Slowdown {
  kind: 'slowdown';
  before: { asOf: string; ratio: number };
  after: { asOf: string; ratio: number; low: number; high: number };
}

/** Facts of a cause, as `broadcast_causes.facts` keeps them. */
export type CauseFacts = IndexFall | IncidentVerified | Slowdown;

/** A cause with the ISP that it is about. `mark` names it among those of its kind and ISP. */
export interface Cause {
  kind: CauseKind;
  mark: string;
  isp: { id: number; slug: string; name: string };
  facts: CauseFacts;
}

/** For how many days after it was published something still makes a draft. Own choice: older news is none. */
export const FRESH_DAYS = 7;
