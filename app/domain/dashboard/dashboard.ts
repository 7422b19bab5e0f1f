/** Steps from a visit to a letter that arrived, in their order. Source: issue 6, point 3. */
export const FUNNEL = ['seen', 'started', 'signed', 'confirmed', 'wrote', 'delivered'] as const;

/** One of the steps. */
export type FunnelStep = (typeof FUNNEL)[number];

/**
 * Figures that are kept by minute, hour and day. `undone`: signatures that left the count; `letters`: letters sent; `own-permille`: the sum of their shares of own words in
 * thousandths; `bounce-…`: mails that came back, by verdict. By day alone, there are besides `isp ID` and `state XX`: those who came to such a group less those who
 * left it. Own choice.
 */
export const FIGURES = [
  ...FUNNEL,
  'undone',
  'letters',
  'own-permille',
  'bounce-permanent',
  'bounce-temporary',
  'bounce-delayed',
] as const;

/** One of the figures. */
export type Figure = (typeof FIGURES)[number];

/** States of a delivery in which it is with its addressee or on its way there by somebody else's hand: they make a signer's letters "delivered". Own choice. */
export const ARRIVED_STATES = ['sent', 'filed', 'posted'] as const;

/** How often the journals take in what happened, in milliseconds; the page asks every four seconds, so that it is at most ten behind. Own choice. */
export const KEEP_EVERY_MS = 2_000;

/** How long figures are kept by the minute, in milliseconds: two days. Own choice. */
export const MINUTES_KEPT_MS = 2 * 86_400_000;

/** An amount of the minute, hour or day that begins at `at` (ISO 8601, UTC). */
export interface Amount {
  at: string;
  amount: number;
}

const MINUTE_MS = 60_000;

/** How many minutes the rate is the mean of, the one under way included. Own choice. */
const RATE_MINUTES = 5;

/**
 * What came in per minute, as the mean of the minute under way and the four before it, over the time that has gone by in them. `minutes`: amounts by the minute in any
 * order; what is missing is nought. Own choice.
 */
export function rateOf(minutes: readonly Amount[], now: Date): number {
  const current = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const from = current - (RATE_MINUTES - 1) * MINUTE_MS;
  const sum = minutes.reduce((total, { at, amount }) => {
    const atMs = Date.parse(at);
    return atMs >= from && atMs <= now.getTime() ? total + amount : total;
  }, 0);
  return (sum * MINUTE_MS) / Math.max(MINUTE_MS, now.getTime() - from);
}

/** A row of amounts without gaps: `count` of them, `stepMs` long, the last one holding `now`; where nothing is known, nought. `stepMs` divides a UTC day. */
export function filled(known: readonly Amount[], stepMs: number, count: number, now: Date): Amount[] {
  const amounts = new Map(known.map(({ at, amount }) => [Date.parse(at), amount]));
  const last = Math.floor(now.getTime() / stepMs) * stepMs;
  return Array.from({ length: count }, (_, place) => {
    const atMs = last - (count - 1 - place) * stepMs;
    return { at: new Date(atMs).toISOString(), amount: amounts.get(atMs) ?? 0 };
  });
}

/** Borders between the classes of the map: a value belongs to the last class whose `from` it reaches. `to` null: no end. */
export interface MapClass {
  from: number;
  to: number | null;
}

const ROUND_STEPS = [1, 2, 5] as const;

/** The largest of 1, 2, 5, 10, 20, 50, … that is not above `value`; at least 1. */
function roundedDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return Math.max(...ROUND_STEPS.filter((step) => step * power <= Math.max(1, value))) * power;
}

/**
 * At most four classes of about as many places each, with round borders, for the values above nought; none when there are none. Below the first lies nought alone.
 * Own choice: quantiles, since a few large states would leave one class for all others.
 */
export function mapClasses(values: readonly number[]): MapClass[] {
  const positive = values.filter((value) => value > 0).sort((one, other) => one - other);
  if (positive.length === 0) return [];
  const quarters = [1, 2, 3].map((quarter) => positive[Math.floor((quarter * positive.length) / 4)] ?? 1);
  const borders = [...new Set([1, ...quarters.map(roundedDown)])].sort((one, other) => one - other);
  return borders.map((from, place) => {
    const next = borders[place + 1];
    return { from, to: next === undefined ? null : next - 1 };
  });
}

/** Place of a value among the classes, from 1; 0 for nought and less. */
export function classOf(value: number, classes: readonly MapClass[]): number {
  return value <= 0 ? 0 : classes.findLastIndex(({ from }) => value >= from) + 1;
}

/** Least characters and most of a reason for settling an alert. Own choice. */
export const REASON_CHARS = { min: 5, max: 500 } as const;

/** A count of letters by channel and state of their deliveries. */
export interface DeliveryCount {
  channel: string;
  state: string;
  amount: number;
}

/** How many of a group count: `week` of the last seven UTC days, today included; `letters`: letters of its people; null: not kept for it. */
export interface Group {
  key: string;
  /** The name where the key is no word: an ISP's, a partner's. */
  name: string | null;
  amount: number;
  week: number | null;
  letters: number | null;
}

/** What mail needs looking after. Ages in milliseconds; instants in UTC. `queues`: jobs that could run now, by kind. */
export interface MailHealth {
  readAt: string;
  queues: { kind: string; waiting: number; oldestMs: number }[];
  heldReceivers: number;
  deadJobs: number;
  pausedChannels: string[];
  suppressed: { reason: string; amount: number }[];
}

/** How alike a campaign's letters are, as last computed. */
export interface LetterLikeness {
  readAt: string;
  letters: number;
  pending: number;
  personal: number;
  clusters: number;
}

/** What changes by the second, small enough to be asked for every few seconds. `stamp` changes with everything that the rest of the page shows. */
export interface LiveFigures {
  /** When this was read, and when the journals were last written; ISO 8601, UTC. */
  at: string;
  asOf: string | null;
  total: number;
  countAsOf: string | null;
  rate: number;
  /** Confirmed in each of the last 60 minutes. */
  minutes: Amount[];
  funnel: Record<FunnelStep, number>;
  openAlerts: number;
  stamp: string;
}
