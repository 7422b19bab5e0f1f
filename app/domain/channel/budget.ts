/** How much a receiver may get: requests or letters in any 60 seconds and in any 3,600 seconds; null: no limit of that length. */
export interface Limits {
  perMinute: number | null;
  perHour: number | null;
}

/** What was spent within one second. `beganAtMs`: its start, in milliseconds since 1970. */
export interface Spend {
  beganAtMs: number;
  spent: number;
}

/** Length of a bucket of spends, in milliseconds. Own choice: windows come out at most one second longer than they must be. */
export const BUCKET_MS = 1_000;

/** Longest window that is looked at, in milliseconds, with its last bucket; what was spent earlier may be forgotten. */
export const LONGEST_WINDOW_MS = 3_600_000 + BUCKET_MS;

/** Shortest distance between two places in a waiting line, in milliseconds, so that a receiver without a budget is not rushed after a hold. Own choice. */
export const MIN_SPACING_MS = 50;

const windowsOf = ({ perMinute, perHour }: Limits) => [
  { ms: 60_000, limit: perMinute },
  { ms: 3_600_000, limit: perHour },
];

/**
 * How much may be spent now, so that no window of 60 or 3,600 seconds, wherever it begins, holds more than its limit; and after how many milliseconds
 * there is room for one, 0 when there is now. A bucket counts until its last moment has left the window. `Infinity`: no limit at all.
 */
export function roomIn(limits: Limits, spends: readonly Spend[], nowMs: number): { room: number; waitMs: number } {
  let room = Number.POSITIVE_INFINITY;
  let waitMs = 0;
  for (const { ms, limit } of windowsOf(limits)) {
    if (limit === null) continue;
    const counted = spends
      .filter(({ beganAtMs }) => beganAtMs + BUCKET_MS + ms > nowMs)
      .toSorted((a, b) => a.beganAtMs - b.beganAtMs);
    let sum = counted.reduce((total, { spent }) => total + spent, 0);
    room = Math.min(room, Math.max(0, limit - sum));
    for (const { beganAtMs, spent } of counted) {
      if (sum < limit) break;
      sum -= spent;
      waitMs = Math.max(waitMs, beganAtMs + BUCKET_MS + ms - nowMs);
    }
  }
  return { room, waitMs };
}

/**
 * Distance between two places in the waiting line of a receiver, in milliseconds. The hour keeps room for the minute in which a line began, so that
 * who comes at their place is not turned away again. Own choice.
 */
export function spacingMs({ perMinute, perHour }: Limits): number {
  const hourly = perHour === null ? null : Math.max(perHour / 2, perHour - (perMinute ?? 0));
  return Math.max(
    MIN_SPACING_MS,
    perMinute === null ? 0 : 60_000 / perMinute,
    hourly === null ? 0 : 3_600_000 / hourly,
  );
}

/**
 * One who wants to be sent. `isReturning`: waited before and has come back; `wasTried`: an attempt was made before; `lateMs`: how long after the
 * agreed time it comes back.
 */
export interface Comer {
  isReturning: boolean;
  wasTried: boolean;
  lateMs: number;
}

/** A receiver at one moment. `heldForMs`: how much longer it wants to be left alone; `freeInMs`: until the first free place of its waiting line. */
export interface Line {
  limits: Limits;
  spends: readonly Spend[];
  nowMs: number;
  heldForMs: number;
  freeInMs: number;
}

/** Whether one may go now, or after how many milliseconds it should ask again. */
export type Turn = { ok: true } | { ok: false; waitMs: number };

/**
 * Gives each comer its turn, those who return first. Who finds no room gets a place of its own at the end of the line, and while there is a line a
 * new one does not pass it; who finds no room at its place waits a random while longer, spread as wide as it came late, and does not go
 * to the end again. `granted`: how many go now; `freeInMs`: the first free place afterwards. `random`: a source of numbers in [0, 1). Own choice.
 */
export function giveTurns(
  comers: readonly Comer[],
  { limits, spends, nowMs, heldForMs, freeInMs }: Line,
  random: () => number,
): { turns: Turn[]; granted: number; freeInMs: number } {
  const { room } = roomIn(limits, spends, nowMs);
  const places = heldForMs > 0 ? 0 : room;
  const hasLine = freeInMs > 0;
  const returning = [...comers.keys()].filter((at) => comers[at]?.isReturning);
  const fresh = [...comers.keys()].filter((at) => !comers[at]?.isReturning);
  const going = new Set((hasLine ? returning : [...returning, ...fresh]).slice(0, places));
  const granted = going.size;
  const beganAtMs = Math.floor(nowMs / BUCKET_MS) * BUCKET_MS;
  const after =
    granted > 0 ? roomIn(limits, [...spends, { beganAtMs, spent: granted }], nowMs) : roomIn(limits, spends, nowMs);
  const waitMs = Math.max(after.waitMs, heldForMs);
  const spacing = spacingMs(limits);
  let free = Math.max(0, freeInMs);
  const turns = comers.map((): Turn => ({ ok: true }));
  for (const at of [...returning, ...fresh]) {
    const comer = comers[at];
    if (!comer || going.has(at)) continue;
    if (comer.isReturning && !comer.wasTried) {
      turns[at] = { ok: false, waitMs: Math.ceil(waitMs + random() * Math.max(comer.lateMs, waitMs, spacing)) };
    } else {
      const place = Math.max(free, waitMs);
      turns[at] = { ok: false, waitMs: Math.ceil(place + random() * spacing) };
      free = place + spacing;
    }
  }
  return { turns, granted, freeInMs: free };
}
