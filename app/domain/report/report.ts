import type { EditorialState } from '../incident/editorial.ts';

/** The line that a report is about: a home connection or a phone. The same list as in `db/schema/report.ts`. */
export const REPORT_LINES = ['home', 'mobile'] as const;

/** One kind of line. */
export type ReportLine = (typeof REPORT_LINES)[number];

/** What went wrong, in a word that others can confirm without reading the rest. The same list as in `db/schema/report.ts`. */
export const REPORT_TROUBLES = ['stalls', 'blurry', 'slow', 'blocked', 'other'] as const;

/** One kind of trouble. */
export type ReportTrouble = (typeof REPORT_TROUBLES)[number];

/** Services that a report can name; a closed list, so that no unchecked word of a report is shown before it is public. Own choice. */
export const REPORT_SERVICES = [
  'netflix',
  'youtube',
  'disney-plus',
  'hulu',
  'prime-video',
  'hbo-max',
  'peacock',
  'paramount-plus',
  'apple-tv',
  'twitch',
  'live-tv',
  'video-calls',
  'games',
  'other',
] as const;

/** One service. */
export type ReportService = (typeof REPORT_SERVICES)[number];

/** Whether a stored key names a service. */
export function isReportService(key: string): key is ReportService {
  return REPORT_SERVICES.some((one) => one === key);
}

/** Confirmations by other people, from different networks of the ISP, that make a report public. Source: the issue "Reports from people". */
export const minConfirmations = 3;

/**
 * What others need to recognise what they saw themselves; made of choices from lists, so that it can be shown before a report is public.
 * `occurredOn`: `YYYY-MM-DD`; `occurredHour`: local, 0 to 23.
 */
export interface ReportGist {
  publicId: string;
  ispSlug: string;
  ispName: string;
  service: ReportService;
  trouble: ReportTrouble;
  occurredOn: string;
  occurredHour: number | null;
  line: ReportLine;
}

/** A test that the person ran on this site and attached. Rates in Mbps, `ranOn` by the local calendar of the line. */
export interface AttachedMeasurement {
  downloadMbps: number | null;
  uploadMbps: number | null;
  ranOn: string;
}

/**
 * A public report. `confirmations` counts other people on other networks of the ISP. `words` is what the reporter wrote, shown once an editor
 * has verified the report and null before (decision 0013).
 */
export interface PublicReport extends ReportGist {
  state: EditorialState;
  isOwnNetwork: boolean;
  confirmations: number;
  words: { whatHappened: string; plan: string | null; locale: 'en' | 'es' } | null;
  usState: string | null;
  measurement: AttachedMeasurement | null;
  reportedOn: string;
}

/** A report as its page may show it: public, still gathering confirmations, or taken back by an editor. */
export type ReportSeen =
  | { stage: 'public'; report: PublicReport }
  | { stage: 'gathering'; gist: ReportGist }
  | { stage: 'withdrawn'; ispSlug: string; ispName: string };

/**
 * Whether a report is public: verified, or confirmed by enough others; never once withdrawn. Source: the issue "Reports from people",
 * decision 0013.
 */
export function isReportPublic(state: EditorialState, confirmations: number): boolean {
  return state === 'verified' || (state !== 'withdrawn' && confirmations >= minConfirmations);
}
