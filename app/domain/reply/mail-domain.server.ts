import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { ispMailDomains } from '#db/schema/editorial.ts';
import { isps } from '#db/schema/isp.ts';
import { isSubscriberMailDomain } from '#db/subscriber-mail-domains.ts';
import { asciiDomain, parseAddress } from '../person/address.ts';

/** A domain whose mailboxes speak for an ISP. */
export interface MailDomain {
  ispId: number;
  ispSlug: string;
  ispName: string;
  domain: string;
  source: string;
}

/** The domains that speak for these ISPs, or for all, by ISP and domain; at most 1,000. */
export async function listMailDomains(
  { ispIds }: { ispIds?: readonly number[] } = {},
  given: Partial<Tools> = {},
): Promise<MailDomain[]> {
  if (ispIds?.length === 0) return [];
  const { db } = tools(given);
  const rows = await db
    .select({
      ispId: ispMailDomains.ispId,
      ispSlug: isps.slug,
      ispName: isps.name,
      domain: ispMailDomains.domain,
      source: ispMailDomains.source,
    })
    .from(ispMailDomains)
    .innerJoin(isps, eq(isps.id, ispMailDomains.ispId))
    .where(and(isNull(ispMailDomains.removedAt), ispIds ? inArray(ispMailDomains.ispId, [...ispIds]) : undefined))
    .orderBy(asc(isps.slug), asc(ispMailDomains.domain))
    .limit(1000);
  return rows.filter(({ domain }) => !isSubscriberMailDomain(domain));
}

/**
 * Which of these ISPs an e-mail address speaks for: the one with exactly the address's domain on its list, or null. A subdomain does not count,
 * because ISPs give those to subscribers too; an editor lists it by itself. Compared in ASCII, so that a letter that looks alike is another one.
 */
export async function findSpokenFor(
  { email, ispIds }: { email: string; ispIds: readonly number[] },
  given: Partial<Tools> = {},
): Promise<MailDomain | null> {
  const parsed = parseAddress(email);
  if ('fault' in parsed) return null;
  const domains = await listMailDomains({ ispIds }, given);
  return domains.find(({ domain }) => domain === parsed.domain) ?? null;
}

/** Why a domain is not listed. `subscribers`: mailboxes there are given to subscribers or to everybody. */
export type MailDomainRefusal = 'isp_unknown' | 'shape' | 'subscribers';

/** Lists a domain as speaking for an ISP, with the place where an editor read that it is theirs. Listing it again changes nothing but who, when and why. */
export async function addMailDomain(
  { ispSlug, domain: typed, source, by }: { ispSlug: string; domain: string; source: string; by: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true; domain: string } | { ok: false; reason: MailDomainRefusal }> {
  const { db, now } = tools(given);
  const domain = asciiDomain(typed.trim());
  if (!domain) return { ok: false, reason: 'shape' };
  if (isSubscriberMailDomain(domain)) return { ok: false, reason: 'subscribers' };
  const [isp] = await db.select({ id: isps.id }).from(isps).where(eq(isps.slug, ispSlug));
  if (!isp) return { ok: false, reason: 'isp_unknown' };
  const added = { source, addedBy: by, addedAt: now(), removedAt: null, removedBy: null };
  await db
    .insert(ispMailDomains)
    .values({ ispId: isp.id, domain, ...added })
    .onConflictDoUpdate({ target: [ispMailDomains.ispId, ispMailDomains.domain], set: added });
  return { ok: true, domain };
}

/** Takes a domain off an ISP's list; replies that were sent from it stay. False when it was not on the list. */
export async function removeMailDomain(
  { ispSlug, domain, by }: { ispSlug: string; domain: string; by: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  const ofIsp = db.select({ id: isps.id }).from(isps).where(eq(isps.slug, ispSlug));
  const removed = await db
    .update(ispMailDomains)
    .set({ removedAt: now(), removedBy: by })
    .where(
      and(
        inArray(ispMailDomains.ispId, ofIsp),
        eq(ispMailDomains.domain, domain.trim().toLowerCase()),
        isNull(ispMailDomains.removedAt),
      ),
    )
    .returning({ id: ispMailDomains.id });
  return removed.length > 0;
}
