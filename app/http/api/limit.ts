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

/** Requests of one token in one minute that one process answers. Own choice: a million people in pages of 200 take nine minutes. */
export const TOKEN_REQUESTS_A_MINUTE = 600;

const limiter = new RateLimiterMemory({ points: API_REQUESTS_A_MINUTE, duration: 60 });
const tokenLimiter = new RateLimiterMemory({ points: TOKEN_REQUESTS_A_MINUTE, duration: 60 });

/**
 * Counts one request of a network and answers where it stands; null when no network is known. The key is a rotating digest, never an
 * address. Counted per process: several processes together allow that many times as much. Own choice.
 */
export async function countRequest(networkKey: Buffer | null): Promise<ApiLimit | null> {
  return networkKey === null ? null : count(limiter, networkKey.toString('base64url'), API_REQUESTS_A_MINUTE);
}

/** Counts one request of a token, as `countRequest` does for a network. Own choice. */
export function countTokenRequest(tokenId: number): Promise<ApiLimit> {
  return count(tokenLimiter, String(tokenId), TOKEN_REQUESTS_A_MINUTE);
}

async function count(by: RateLimiterMemory, key: string, requests: number): Promise<ApiLimit> {
  const result = await by.consume(key).catch((refusal: unknown) => {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  });
  return {
    requests,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
    isExceeded: result.consumedPoints > requests,
  };
}
