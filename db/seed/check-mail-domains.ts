import type { z } from 'zod';
import { isSubscriberMailDomain } from '../subscriber-mail-domains.ts';
import type { SeedSource } from './read.ts';
import type { ispsFile } from './shapes.ts';
import type { mailDomainsFile } from './table-shapes.ts';

/**
 * Reports a mail domain that is not the ISP's website, that stands twice, at which subscribers have mailboxes, and one whose
 * `subscribersAt` is not known as such a domain.
 */
export function checkMailDomains(
  source: SeedSource<z.infer<typeof mailDomainsFile>>,
  isps: z.infer<typeof ispsFile>['isps'] | undefined,
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
