import { asc } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { addressRules } from '#db/schema/index.ts';
import type { AddressRules } from './address.ts';

/** How long rules that were read are used before they are read again, in milliseconds: one minute. */
const rulesLifeMs = 60_000;

/** Rules that are on hand, by database: signing must not read the table each time. */
const onHand = new WeakMap<Db, { rules: AddressRules; readAtMs: number }>();

/**
 * The rules of `address_rules` by domain, as read within the last minute. A change of the table reaches every process within that
 * minute. Own choice.
 */
export async function listAddressRules(given: Partial<Tools> = {}): Promise<AddressRules> {
  const { db, now } = tools(given);
  const known = onHand.get(db);
  const nowMs = now().getTime();
  if (known && Math.abs(nowMs - known.readAtMs) < rulesLifeMs) return known.rules;
  const rows = await db
    .select({
      domain: addressRules.domain,
      aliasOf: addressRules.aliasOf,
      ignoresDots: addressRules.ignoresDots,
      tagSeparator: addressRules.tagSeparator,
      isOneMailbox: addressRules.isOneMailbox,
    })
    .from(addressRules)
    .orderBy(asc(addressRules.domain));
  const rules = new Map(rows.map((row) => [row.domain, row]));
  onHand.set(db, { rules, readAtMs: nowMs });
  return rules;
}
