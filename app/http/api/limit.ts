import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Requests of one network in one minute that one process answers. Own choice: a reader of every list needs far fewer. */
export const API_REQUESTS_A_MINUTE = 120;

/** Where one network stands: requests allowed in the window, how many are left, and the seconds until they come back. */
export interface ApiLimit {
  requests: number;
  remaining: number;
  resetSeconds: number;
  isExceeded: boolean;
}

const limiter = new RateLimiterMemory({ points: API_REQUESTS_A_MINUTE, duration: 60 });

/**
 * Counts one request of a network and answers where it stands; null when no network is known. The key is a rotating digest, never an
 * address. Counted per process: several processes together allow that many times as much. Own choice.
 */
export async function countRequest(networkKey: Buffer | null): Promise<ApiLimit | null> {
  if (networkKey === null) return null;
  const result = await limiter.consume(networkKey.toString('base64url')).catch((refusal: unknown) => {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  });
  return {
    requests: API_REQUESTS_A_MINUTE,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
    isExceeded: result.consumedPoints > API_REQUESTS_A_MINUTE,
  };
}
