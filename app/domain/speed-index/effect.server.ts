import { and, eq, isNotNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { speedIndexEntries } from '#db/schema/speed-index.ts';
import { listIncidents } from '../incident/incident.server.ts';
import { dealsOf, type IspDeal } from './deal.ts';
import { type DealEffect, dealEffect } from './effect.ts';
import { entryOf, publishedEntries } from './speed-index.server.ts';

/** The interconnection deals on record, oldest first; the rule is in `dealsOf`. At most 200. */
export async function listDeals(given: Partial<Tools> = {}): Promise<IspDeal[]> {
  return dealsOf(await listIncidents({}, given));
}

/**
 * Before and after of every deal on record that the index shows, oldest first, with all arithmetic in `effect.ts`; of the deals of
 * one ISP when its `ispSlug` is given (all deals still bound the comparison).
 */
export async function dealEffects(
  { ispSlug }: { ispSlug?: string } = {},
  given: Partial<Tools> = {},
): Promise<DealEffect[]> {
  const deals = await listDeals(given);
  const asked = deals.filter(({ parties }) => ispSlug === undefined || parties.some(({ slug }) => slug === ispSlug));
  if (asked.every(({ month }) => month === null)) return [];
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(speedIndexEntries)
    .where(and(eq(speedIndexEntries.list, 'major'), isNotNull(speedIndexEntries.mbps), publishedEntries));
  const entries = rows.map(entryOf);
  return asked.flatMap((deal) => dealEffect(deal, deals, entries) ?? []);
}
