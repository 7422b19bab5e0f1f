import { z } from 'zod';
import { exportRequest } from './query.ts';

/** How often; mirrors `db/schema/export.ts` (decision 0002). */
export const EXPORT_RHYTHMS = ['day', 'week'] as const;

/** Whether the run-time knows a time zone by its IANA name. Source: ECMA-402, "Time zone identifiers". */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** When a schedule is due: every day, or on one day of the week (1 Monday to 7 Sunday), at an hour of a time zone. Own choice. */
export const exportTimes = z
  .strictObject({
    rhythm: z.enum(EXPORT_RHYTHMS),
    weekday: z.number().int().min(1).max(7).nullable().default(null),
    hour: z.number().int().min(0).max(23),
    timeZone: z.string().max(60).refine(isTimeZone, 'is no time zone'),
  })
  .refine(({ rhythm, weekday }) => (rhythm === 'week') === (weekday !== null), 'a week needs its day, a day has none');

/** When a schedule is due, parsed. Own choice. */
export type ExportTimes = z.output<typeof exportTimes>;

/** A schedule as it is asked for: a request that goes to the folder or the bucket, and when. Filing sets and copies of one moment have no schedule. Own choice. */
export const exportScheduleInput = z
  .strictObject({ request: exportRequest, times: exportTimes })
  .refine(({ request }) => request.destination !== 'page', {
    path: ['request', 'destination'],
    message: 'a schedule needs a folder or a bucket',
  })
  .refine(({ request }) => request.query.kind !== 'filing', {
    path: ['request', 'query'],
    message: 'a filing set is handed in once',
  });

/** A schedule as it is asked for, parsed. Own choice. */
export type ExportScheduleInput = z.output<typeof exportScheduleInput>;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * The first full hour after `after` at which it is the hour of the schedule in its time zone, on its day. An hour that a change of clocks leaves out is taken as the next one that
 * there is; one that comes twice counts once. Own choice.
 */
export function nextTime({ rhythm, weekday, hour, timeZone }: ExportTimes, after: Date): Date {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
    day: 'numeric',
  });
  const local = (at: Date) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      day: `${parts.day}`,
      weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
      hour: Number(parts.hour),
      minute: Number(parts.minute),
    };
  };
  // Quarters of an hour: so stand the offsets of all time zones.
  const step = 15 * 60_000;
  let at = new Date(Math.floor(after.getTime() / step) * step);
  let before = local(at);
  for (let steps = 0; steps < 9 * 96; steps += 1) {
    at = new Date(at.getTime() + step);
    const now = local(at);
    const isDay = rhythm === 'day' || now.weekday === weekday;
    const isNewDay = now.day !== before.day;
    const isThere = now.hour >= hour && (isNewDay || before.hour < hour);
    if (isDay && isThere && at > after) return at;
    before = now;
  }
  throw new Error(`no ${hour} o’clock comes in ${timeZone}`);
}
