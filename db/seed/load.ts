import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { type Facts, readFacts } from './facts.ts';
import { loadAddressRules } from './load-address-rules.ts';
import { loadCampaigns, loadConsents } from './load-campaigns.ts';
import { loadContacts } from './load-contacts.ts';
import { loadLegalEvents, loadMeasurementMethods, loadSpeedIndex } from './load-events.ts';
import { loadIncidents } from './load-incidents.ts';
import { loadMailDomains } from './load-mail-domains.ts';
import { loadIsps, loadRegulators } from './load-parties.ts';
import type { Loaded } from './upsert.ts';

/** What the seed came to, by part, in the order of loading. */
export type SeedReport = Record<string, Loaded>;

/**
 * Loads the seed files in one transaction, in the order below; a second run writes nothing. Rows are known by their natural
 * keys and keep their ids. What organizers decide in the application (a contact's check, an incident that an editor changed, a campaign and its words)
 * is not overwritten. Entries that left the files go only where the files alone own them; others stay and are counted as left.
 * With `demonstration` every attorney general, the FCC and every ISP get a verified contact at a reserved `.example` address;
 * without it these go. `facts` are read from the repository's files when not given. Throws `SeedError` before anything is written.
 */
export async function seed({
  db,
  demonstration,
  facts,
}: {
  db: Db;
  demonstration: boolean;
  facts?: Facts;
}): Promise<SeedReport> {
  const said = facts ?? (await readFacts());
  return db.transaction(async (tx) => {
    // Two machines that start at once must not both seed.
    await tx.execute(sql`select pg_advisory_xact_lock(6140111)`);
    return {
      isps: await loadIsps(tx, said),
      'speed index': await loadSpeedIndex(tx, said),
      incidents: await loadIncidents(tx, said),
      'legal timeline': await loadLegalEvents(tx, said),
      regulators: await loadRegulators(tx, said),
      contacts: await loadContacts(tx, said, demonstration),
      measurement: await loadMeasurementMethods(tx, said),
      campaigns: await loadCampaigns(tx, said),
      consents: await loadConsents(tx, said),
      'address rules': await loadAddressRules(tx, said),
      'mail domains': await loadMailDomains(tx, said),
    };
  });
}
