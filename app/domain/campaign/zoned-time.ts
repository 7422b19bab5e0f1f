/** Zones that organizers may write instants in: those of the United States and its territories, and UTC. Source: IANA time zone database. */
export const TIME_ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'Pacific/Guam',
  'Pacific/Pago_Pago',
  'UTC',
] as const;

/** One of `TIME_ZONES`. */
export type TimeZone = (typeof TIME_ZONES)[number];

const shape = /^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<time>[0-9]{2}:[0-9]{2})$/;

/** An instant as a clock on the wall of a zone shows it: `YYYY-MM-DDTHH:MM`, what `datetime-local` holds. */
export function wallTime(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant at which the clock of a zone shows a wall time; null for what is no such time (31 February, 25:00) and for an hour that the clock leaps over in spring. Of the two
 * instants of an autumn hour the first.
 */
export function instantOf(wall: string, timeZone: string): Date | null {
  const said = shape.exec(wall)?.groups;
  if (!said) return null;
  const asUtc = new Date(`${said.day}T${said.time}:00Z`).getTime();
  if (Number.isNaN(asUtc)) return null;
  // Every zone lies within 14 hours of UTC, and changes its distance at most once within them.
  for (const guess of [asUtc - 14 * 3_600_000, asUtc + 14 * 3_600_000]) {
    const distance = new Date(`${wallTime(new Date(guess), timeZone)}:00Z`).getTime() - guess;
    const at = new Date(asUtc - distance);
    if (wallTime(at, timeZone) === wall) return at;
  }
  return null;
}
