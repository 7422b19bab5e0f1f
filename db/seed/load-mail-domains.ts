import type { Db } from '../client.ts';
import { ispMailDomains } from '../schema/editorial.ts';
import { isSubscriberMailDomain } from '../subscriber-mail-domains.ts';
import type { Facts } from './facts.ts';
import { idOf, ispIds } from './load-parties.ts';
import type { SeedSource } from './read.ts';
import { type Loaded, upsert } from './upsert.ts';

/**
 * Reports a mail domain that is not the ISP's website, that stands twice, at which subscribers have mailboxes, and one whose
 * `subscribersAt` is not known as such a domain.
 */
export function checkMailDomains(
  source: SeedSource<Facts['mailDomains']>,
  isps: Facts['isps']['isps'] | undefined,
): void {
  const seen = new Set<string>();
  for (const [i, { isp, domain, subscribersAt }] of source.value?.entries() ?? []) {
    const website = isps?.find(({ slug }) => slug === isp)?.contacts.website;
    if (isps && !website) source.fault([i, 'isp'], `no ISP of isps.json with a website is called ${isp}`);
    if (website && new URL(website).hostname.replace(/^www\./, '') !== domain)
      source.fault([i, 'domain'], `${domain} is not the domain of ${website}`);
    if (seen.has(domain)) source.fault([i, 'domain'], `${domain} stands twice`);
    seen.add(domain);
    if (isSubscriberMailDomain(domain)) source.fault([i, 'domain'], `subscribers have mailboxes at ${domain}`);
    if (!isSubscriberMailDomain(subscribersAt))
      source.fault([i, 'subscribersAt'], `${subscribersAt} is not in db/subscriber-mail-domains.ts`);
  }
}

/** Loads the domains whose mailboxes speak for an ISP. What stands there already is left, also when an editor took it off. */
export async function loadMailDomains(db: Db, { mailDomains: file }: Facts): Promise<Loaded> {
  const ids = await ispIds(db);
  const rows = file.map(({ isp, domain, subscribersAt }) => ({
    ispId: idOf(ids, isp),
    domain,
    source: `the domain of the ISP's website; its subscribers have their mailboxes at ${subscribersAt}`,
    addedBy: 'seed',
  }));
  const written = await upsert(db, ispMailDomains, rows, {
    target: [ispMailDomains.ispId, ispMailDomains.domain],
    update: [],
  });
  return { entries: rows.length, written, removed: 0, left: (await db.$count(ispMailDomains)) - rows.length };
}
