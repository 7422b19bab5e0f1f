import { eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { memberships, organizations } from '#db/schema/organizer.ts';
import { recordDeed } from '../audit/audit.server.ts';

/** Key of the lock under which organizations are made one after the other, so that exactly one is the first. */
const FIRST_LOCK = 6_140_160;

/** An organization that was made, and whether it is the installation's first. */
export type Made =
  | { ok: true; organization: { id: number; slug: string; name: string; runsInstallation: boolean } }
  | { ok: false; reason: 'slug_taken' };

/**
 * Makes an organization. The first one runs the installation and takes over the campaigns that belong to nobody. `ownerId`: who becomes its owner; null when an
 * invitation will make one. Names in addresses are unique by a constraint.
 */
export async function makeOrganization(
  { name, slug, actor, ownerId }: { name: string; slug: string; actor: string; ownerId: string | null },
  given: Partial<Tools> = {},
): Promise<Made> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_LOCK})`);
    const [any] = await tx.select({ id: organizations.id }).from(organizations).limit(1);
    const [organization] = await tx
      .insert(organizations)
      .values({ name, slug, runsInstallation: !any, createdAt: now() })
      .onConflictDoNothing()
      .returning();
    if (!organization) return { ok: false, reason: 'slug_taken' };
    const { id, runsInstallation } = organization;
    const taken = runsInstallation ? await takeOverCampaigns(tx, id) : 0;
    if (ownerId !== null)
      await tx
        .insert(memberships)
        .values({ organizationId: id, organizerId: ownerId, role: 'owner', createdAt: now() });
    const subject = `organization ${id}`;
    const facts = { runsInstallation, campaigns: taken };
    await recordDeed(tx, { organizationId: id, actor, action: 'organization.make', subject, facts, at: now() });
    return { ok: true, organization: { id, slug, name, runsInstallation } };
  });
}

async function takeOverCampaigns(db: Db, organizationId: number): Promise<number> {
  const taken = await db
    .update(campaigns)
    .set({ organizationId })
    .where(sql`${campaigns.organizationId} is null`)
    .returning({ id: campaigns.id });
  return taken.length;
}

/** The organization of a name in addresses; null when there is none. */
export async function findOrganization(slug: string, given: Partial<Tools> = {}) {
  const { db } = tools(given);
  const [row] = await db.select().from(organizations).where(eq(organizations.slug, slug));
  return row ?? null;
}

/** An organization by its number; throws when there is none. */
export async function getOrganization(organizationId: number, given: Partial<Tools> = {}) {
  const { db } = tools(given);
  const [row] = await db.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!row) throw new Error(`there is no organization ${organizationId}`);
  return row;
}

/** Changes what an owner may change of an organization; empty text means none. Its name in addresses stays. Written down. */
export async function changeOrganization(
  change: { organizationId: number; actor: string; name: string; postalAddress: string; replyTo: string },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  const { organizationId, actor, name, postalAddress, replyTo } = change;
  await db.transaction(async (tx) => {
    await tx
      .update(organizations)
      .set({ name, postalAddress: postalAddress || null, replyTo: replyTo || null })
      .where(eq(organizations.id, organizationId));
    const subject = `organization ${organizationId}`;
    await recordDeed(tx, { organizationId, actor, action: 'organization.change', subject, at: now() });
  });
}
