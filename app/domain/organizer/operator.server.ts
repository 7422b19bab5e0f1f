import { and, asc, eq, max, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { memberships, organizations } from '#db/schema/organizer.ts';
import { organizerPasskeys, organizerSessions, organizers } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { Role } from './permissions.ts';

/** An account as its operator sees it. `lastSignInAt`: of the sessions that are still kept. */
export interface AccountEntry {
  id: string;
  name: string;
  email: string;
  passkeys: number;
  disabledAt: Date | null;
  lastSignInAt: Date | null;
  seats: { slug: string; role: Role }[];
}

/** Every account, by address, with its organizations; at most 1,000. */
export async function listAccounts(given: Partial<Tools> = {}): Promise<AccountEntry[]> {
  const { db } = tools(given);
  const people = await db
    .select({
      id: organizers.id,
      name: organizers.name,
      email: organizers.email,
      disabledAt: organizers.disabledAt,
      lastSignInAt: max(organizerSessions.createdAt),
      passkeys: sql<number>`(select count(*)::int from ${organizerPasskeys} where ${organizerPasskeys.userId} = ${organizers.id})`,
    })
    .from(organizers)
    .leftJoin(organizerSessions, eq(organizerSessions.userId, organizers.id))
    .groupBy(organizers.id)
    .orderBy(asc(organizers.email))
    .limit(1000);
  const seats = await db
    .select({ organizerId: memberships.organizerId, slug: organizations.slug, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .orderBy(asc(organizations.slug));
  return people.map((person) => ({
    ...person,
    seats: seats.filter(({ organizerId }) => organizerId === person.id).map(({ slug, role }) => ({ slug, role })),
  }));
}

/** Whether nobody has an account and no invitation could make one: the installation waits for its first owner. */
export async function isWithoutOrganizers(given: Partial<Tools> = {}): Promise<boolean> {
  const { db } = tools(given);
  const found = await db.select({ id: organizers.id }).from(organizers).limit(1);
  return found.length === 0;
}

/**
 * Switches an account off, whereby its sessions end at once, or on again. Answers the slugs of organizations that are left without an owner who can sign in; null when
 * there is no such account. Written down.
 */
export async function switchAccount(
  { email, isOn }: { email: string; isOn: boolean },
  given: Partial<Tools> = {},
): Promise<readonly string[] | null> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [person] = await tx
      .update(organizers)
      .set({ disabledAt: isOn ? null : now(), updatedAt: now() })
      .where(eq(organizers.email, email))
      .returning({ id: organizers.id });
    if (!person) return null;
    if (!isOn) await tx.delete(organizerSessions).where(eq(organizerSessions.userId, person.id));
    const action = isOn ? 'organizer.enable' : 'organizer.disable';
    const subject = `organizer ${person.id}`;
    await recordDeed(tx, { organizationId: null, actor: 'command', action, subject, at: now() });
    const orphaned = await tx
      .select({ slug: organizations.slug })
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .where(
        and(
          eq(memberships.organizerId, person.id),
          sql`not exists (select from memberships m join organizers o on o.id = m.organizer_id
            where m.organization_id = ${organizations.id} and m.role = 'owner' and o.disabled_at is null)`,
        ),
      );
    return orphaned.map(({ slug }) => slug);
  });
}

/** Takes every passkey off an account whose owner lost them all and has no recovery code; ends its sessions. False when there is no such account. Written down. */
export async function forgetPasskeys(email: string, given: Partial<Tools> = {}): Promise<boolean> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [person] = await tx.select({ id: organizers.id }).from(organizers).where(eq(organizers.email, email));
    if (!person) return false;
    const gone = await tx
      .delete(organizerPasskeys)
      .where(eq(organizerPasskeys.userId, person.id))
      .returning({ id: organizerPasskeys.id });
    await tx.delete(organizerSessions).where(eq(organizerSessions.userId, person.id));
    await recordDeed(tx, {
      organizationId: null,
      actor: 'command',
      action: 'passkey.forget',
      subject: `organizer ${person.id}`,
      facts: { passkeys: gone.length },
      at: now(),
    });
    return true;
  });
}

/** Writes down that an operator printed a link that signs an account in. */
export async function recordLink(organizerId: string, given: Partial<Tools> = {}): Promise<void> {
  const { db, now } = tools(given);
  const subject = `organizer ${organizerId}`;
  await recordDeed(db, { organizationId: null, actor: 'command', action: 'session.link', subject, at: now() });
}
