import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { windowDays } from './figures.ts';
import { WAITING_DAYS } from './publication.server.ts';
import { dayAfter, utcDay } from './record.ts';

/** Days after the end of a month in which a test of it may still be handed in, everywhere on earth. Own choice. */
const DAYS_TO_CLOSE = 2;

/** Days after which no figure can need to know which tests came from the same network: waiting for a file, then standing in the window. */
export const NETWORKS_KEPT_DAYS = WAITING_DAYS + windowDays + DAYS_TO_CLOSE;

/**
 * Takes what points to networks out of stored tests. When a month is over, each of its keys gives way to 8 random bytes, the same for all tests
 * of that network in that month: nothing that is kept can be brought back to an address any more, even with SECRET. Later those are emptied
 * too. Answers how many tests each step changed. Changes nothing when run again. Source: decision 0015.
 */
export async function forgetNetworks(given: Partial<Tools> = {}): Promise<{ replaced: number; emptied: number }> {
  const { db, now } = tools(given);
  const month = dayAfter(utcDay(now()), -DAYS_TO_CLOSE).slice(0, 7);
  return db.transaction(async (tx) => {
    const replaced = await tx.execute(sql`
      with keys as materialized (
        select date_trunc('month', created_at at time zone 'UTC') as month, network_key,
          substring(uuid_send(gen_random_uuid()) from 9 for 8) as stand_in
        from measurements where octet_length(network_key) = 16 and created_at < ${`${month}-01T00:00:00Z`}::timestamptz
        group by 1, 2
      )
      update measurements m set network_key = keys.stand_in from keys
      where octet_length(m.network_key) = 16 and m.network_key = keys.network_key
        and m.created_at < ${`${month}-01T00:00:00Z`}::timestamptz
        and date_trunc('month', m.created_at at time zone 'UTC') = keys.month`);
    const emptied = await tx.execute(sql`
      update measurements set network_key = null
      where network_key is not null and local_date < ${dayAfter(utcDay(now()), -NETWORKS_KEPT_DAYS)}`);
    return { replaced: replaced.count, emptied: emptied.count };
  });
}
