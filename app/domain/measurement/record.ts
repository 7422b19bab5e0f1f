import type { IspSeen } from '../isp/identify.ts';
import { hidesIsp } from '../isp/network-kind.ts';
import type { ComparisonFigures } from './comparison.ts';

/** Why a stored test stays out of the figures; `db/schema` keeps the same list. docs/measurements.md says each in plain words. */
export type UncountedReason = 'repeated' | 'outlier' | 'no_isp' | 'not_own_server' | 'not_residential' | 'wrong_clock';

/** Rates in Mbps (10^6 bit/s) and the smallest round trip in milliseconds. Upload and round trip may be missing. */
export interface TestFigures {
  downloadMbps: number;
  uploadMbps: number | null;
  minRttMs: number | null;
}

/**
 * A test as a person's page hands it in. `localDate` and `localHour` (0 to 23) are the browser's clock; `networkKey` is that of the month;
 * `clientFigures` are believed for M-Lab's servers only, whose tests are never counted.
 */
export interface RecordInput {
  sessionId: string;
  ispSeen: IspSeen;
  ispStatedSlug: string | null;
  /** Two letters; anything that is no state or territory is dropped. */
  state: string | null;
  localDate: string;
  localHour: number;
  networkKey: Buffer | null;
  server: 'own' | 'mlab';
  clientFigures?: TestFigures;
  comparison: ComparisonFigures | null;
}

/** Why a test is not stored: no such test ran from this network, it is too old, or M-Lab's figures are missing. */
export type RecordRefusal = 'unknown_test' | 'too_old' | 'no_figures';

/** A stored test. `publicId` is the address of the person's own result. */
export interface Recorded {
  ok: true;
  publicId: string;
  isCounted: boolean;
  uncountedReason: UncountedReason | null;
}

/** Figures above this, in Mbps, or at zero, are no measurement of a home line. Own choice: twice the fastest home plan known to us. */
export const maxPlausibleMbps = 10_000;

/** A round trip above this, in milliseconds, is no measurement of a home line; geostationary satellites need about 600. Own choice. */
export const maxPlausibleRttMs = 5_000;

/** States, the District of Columbia and the territories. Source: USPS Publication 28, appendix B. */
export const STATES: readonly string[] =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP'.split(
    ' ',
  );

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Local time is 12 hours behind UTC at most and 14 ahead; an hour is allowed on either side for the time between test and hand-in. */
const minOffsetHours = -13;
const maxOffsetHours = 15;

/** The day of an instant, UTC, as `YYYY-MM-DD`. */
export function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The day `days` after `day`. */
export function dayAfter(day: string, days: number): string {
  return utcDay(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS));
}

/**
 * Local day and hour as the browser says them, if any place on earth can have them at `at`; otherwise day and hour of UTC, and
 * `isPlausible` false. Own choice.
 */
export function checkedClock(
  { localDate, localHour }: { localDate: string; localHour: number },
  at: Date,
): { localDate: string; localHour: number; isPlausible: boolean } {
  const utc = { localDate: utcDay(at), localHour: at.getUTCHours(), isPlausible: false };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(localDate) || !Number.isInteger(localHour) || localHour < 0 || localHour > 23)
    return utc;
  const midnight = Date.parse(`${localDate}T00:00:00Z`);
  if (Number.isNaN(midnight) || utcDay(new Date(midnight)) !== localDate) return utc;
  const offsetHours = (midnight + localHour * HOUR_MS - at.getTime()) / HOUR_MS;
  return offsetHours < minOffsetHours || offsetHours > maxOffsetHours
    ? utc
    : { localDate, localHour, isPlausible: true };
}

/**
 * Whether figures can be those of a home line: rates above zero and at most 10 Gbit/s, round trip above zero and at most 5 s. Slow lines are
 * no outliers: medians and quartiles bear a few odd values, and a rule that drops the slow ones would drop what this record looks for.
 */
export function isPlausible({ downloadMbps, uploadMbps, minRttMs }: TestFigures): boolean {
  const isRate = (mbps: number) => mbps > 0 && mbps <= maxPlausibleMbps;
  return (
    isRate(downloadMbps) &&
    (uploadMbps === null || isRate(uploadMbps)) &&
    (minRttMs === null || (minRttMs > 0 && minRttMs <= maxPlausibleRttMs))
  );
}

/**
 * The ISP that a test counts for: the one seen from the network; on a network that several share, the one of them that the person stated;
 * null otherwise, and always for a simulated address. Own choice.
 */
export function countedSlug({ slugs, reason }: IspSeen, statedSlug: string | null): string | null {
  if (reason === 'simulated') return null;
  const [only] = slugs;
  if (slugs.length === 1 && only !== undefined) return only;
  return statedSlug !== null && slugs.includes(statedSlug) ? statedSlug : null;
}

/** Whether a network can be that of a home or a phone: data centres and networks that look like a VPN are not. Own choice. */
export function isResidential({ kind }: IspSeen): boolean {
  return !hidesIsp(kind);
}
