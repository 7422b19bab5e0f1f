import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { env } from '#app/env.server.ts';

const DAY_S = 86_400;
let limiter: RateLimiterMemory | undefined;

/**
 * Counts one hand-in of a test that ran on M-Lab's servers for its network (the key of the day, or null for an unknown one): nothing but the
 * person's own word shows that it ran, so that anybody could fill the table. Answers whether it may be stored: as many in 24 hours as the network
 * may begin tests here (`MEASURE_DAILY_TESTS`), counted in this process. Own choice.
 */
export async function mayHandInUnseen(network: Buffer | null): Promise<boolean> {
  limiter ??= new RateLimiterMemory({ points: env().measureDailyTests, duration: DAY_S });
  try {
    await limiter.consume(network?.toString('base64url') ?? 'unknown network');
    return true;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return false;
    throw refusal;
  }
}
