import { sql } from 'drizzle-orm';
import { tools } from '#app/db.server.ts';
import type { BudgetTools, Receiver } from './budget.server.ts';
import { MAX_HOLD_MS } from './channel.ts';

/**
 * Leaves a receiver alone for `waitMs` milliseconds from now, because it asked for it (`Retry-After`, 421); never shortens a hold that is there. At
 * most a day. Nothing is attempted there meanwhile, and those who wait come back one after the other.
 */
export async function holdReceiver(
  { channel, receiver, waitMs, reason }: Receiver & { waitMs: number; reason?: string },
  given: Partial<BudgetTools> = {},
): Promise<void> {
  const { db } = tools(given);
  const at = given.now ? sql`${given.now().toISOString()}::timestamptz` : sql`clock_timestamp()`;
  const ms = Math.min(Math.max(0, waitMs), MAX_HOLD_MS);
  await db.execute(sql`
    insert into channel_holds as h (channel, receiver, held_until, reason)
    values (${channel}, ${receiver}, ${at} + ${ms}::float8 * interval '1 millisecond', ${reason ?? null})
    on conflict on constraint channel_holds_pkey do update
      set held_until = excluded.held_until, reason = excluded.reason where h.held_until < excluded.held_until`);
}
