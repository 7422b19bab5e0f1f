import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Why a test cannot begin now: all places are taken, the network has had its tests of the day, or the process is going down. Own choice. */
export type SlotRefusal = { reason: 'busy' | 'limit' | 'stopping'; retryAfterS: number };

/** How many tests run at once in this process, and how many a network may begin in 24 hours; each has two halves. Own choice. */
export interface SlotLimits {
  maxTests: number;
  dailyTests: number;
}

/** The places of this process. `take` gives the deed that frees the place again, to be called once. Own choice. */
export interface Slots {
  take(sessionId: string | null, network: string): Promise<SlotRefusal | (() => void)>;
  /** Why `take` would refuse the network now, or null. */
  refusalFor(network: string): Promise<SlotRefusal | null>;
  readonly taken: number;
}

/** How long the place of a first half waits for the second one, in milliseconds. Own choice. */
const HOLD_MS = 3000;
const DAY_S = 86_400;
const RETRY_BUSY_S = 15;

/**
 * Places for tests: at most `maxTests` at once, and `dailyTests` a network in 24 hours, counted in this process by a key that stands for the
 * network. The place of a download is kept a moment for the upload of the same session, so that no test is refused half-way. Own choice.
 */
export function createSlots({ maxTests, dailyTests }: SlotLimits): Slots {
  const daily = new RateLimiterMemory({ points: Math.max(1, dailyTests * 2), duration: DAY_S });
  const held = new Map<string, NodeJS.Timeout>();
  let running = 0;

  const isFull = () => running + held.size >= maxTests;
  const busy = { reason: 'busy', retryAfterS: RETRY_BUSY_S } as const;
  const spent = (msBeforeNext: number) => ({ reason: 'limit', retryAfterS: Math.ceil(msBeforeNext / 1000) }) as const;

  function letGo(sessionId: string): boolean {
    clearTimeout(held.get(sessionId));
    return held.delete(sessionId);
  }

  return {
    get taken() {
      return running + held.size;
    },
    async take(sessionId, network) {
      const isSecondHalf = sessionId !== null && letGo(sessionId);
      if (!isSecondHalf && isFull()) return busy;
      running += 1;
      try {
        await daily.consume(network);
      } catch (refusal) {
        running -= 1;
        if (refusal instanceof RateLimiterRes) return spent(refusal.msBeforeNext);
        throw refusal;
      }
      return () => {
        running -= 1;
        if (sessionId === null || isSecondHalf) return;
        letGo(sessionId);
        held.set(sessionId, setTimeout(() => held.delete(sessionId), HOLD_MS).unref());
      };
    },
    async refusalFor(network) {
      const used = await daily.get(network);
      if (used && used.remainingPoints <= 0) return spent(used.msBeforeNext);
      return isFull() ? busy : null;
    },
  };
}
