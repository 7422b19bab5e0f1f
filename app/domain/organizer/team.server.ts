import { and, asc, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { memberships } from '#db/schema/organizer.ts';
import { organizerPasskeys, organizers } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { tellOrganizer } from './notice.server.ts';
import type { Role } from './permissions.ts';

/** A member of an organization as its other members see them. */
export interface Member {
  organizerId: string;
  name: string;
  email: string;
  role: Role;
  since: Date;
  hasPasskey: boolean;
  isDisabled: boolean;
}

/** Why a team stays as it is: not a member of it; an organization that has an owner keeps one (trigger `memberships_keep_an_owner`). */
export type TeamRefusal = 'unknown' | 'last_owner';

/** What a change of a team answers. */
export type TeamChanged = { ok: true } | { ok: false; reason: TeamRefusal };

/** The members of an organization, by name; at most 500. */
export async function listMembers(organizationId: number, given: Partial<Tools> = {}): Promise<Member[]> {
  const { db } = tools(given);
  const rows = await db
    .select({
      organizerId: organizers.id,
      name: organizers.name,
      email: organizers.email,
      role: memberships.role,
      since: memberships.createdAt,
      hasPasskey: sql<boolean>`exists (select from ${organizerPasskeys} where ${organizerPasskeys.userId} = ${organizers.id})`,
      disabledAt: organizers.disabledAt,
    })
    .from(memberships)
    .innerJoin(organizers, eq(organizers.id, memberships.organizerId))
    .where(eq(memberships.organizationId, organizationId))
    .orderBy(asc(organizers.name), asc(organizers.id))
    .limit(500);
  return rows.map(({ disabledAt, ...member }) => ({ ...member, isDisabled: disabledAt !== null }));
}

/** Who does what to whom in which organization. */
export interface TeamDeed {
  organizationId: number;
  organizerId: string;
  actor: string;
}

/** Gives a member another role. Written down, and told to the member by mail. */
export function changeRole(
  { role, ...deed }: TeamDeed & { role: Role },
  given: Partial<Tools> = {},
): Promise<TeamChanged> {
  return keepingAnOwner(given, async (tx, at) => {
    const { organizationId, organizerId } = deed;
    const [changed] = await tx
      .update(memberships)
      .set({ role })
      .where(memberOf(deed))
      .returning({ id: memberships.id });
    if (!changed) return false;
    await recordTeam(tx, deed, 'member.role', { role }, at);
    await tellOrganizer(tx, { organizerId, what: 'role_changed', organizationId }, at);
    return true;
  });
}

/** Takes a member out of an organization, or oneself. Written down, and told to the member by mail. */
export function removeMember(deed: TeamDeed, given: Partial<Tools> = {}): Promise<TeamChanged> {
  return keepingAnOwner(given, async (tx, at) => {
    const { organizationId, organizerId, actor } = deed;
    const [gone] = await tx.delete(memberships).where(memberOf(deed)).returning({ role: memberships.role });
    if (!gone) return false;
    const isOwn = actor === `organizer:${organizerId}`;
    await recordTeam(tx, deed, isOwn ? 'member.leave' : 'member.remove', { role: gone.role }, at);
    await tellOrganizer(tx, { organizerId, what: 'member_removed', organizationId }, at);
    return true;
  });
}

const memberOf = ({ organizationId, organizerId }: TeamDeed) =>
  and(eq(memberships.organizationId, organizationId), eq(memberships.organizerId, organizerId));

async function keepingAnOwner(
  given: Partial<Tools>,
  change: (tx: Db, at: Date) => Promise<boolean>,
): Promise<TeamChanged> {
  const { db, now } = tools(given);
  try {
    const isDone = await db.transaction((tx) => change(tx, now()));
    return isDone ? { ok: true } : { ok: false, reason: 'unknown' };
  } catch (fault) {
    if (brokenPromise(fault) === 'memberships_keep_an_owner') return { ok: false, reason: 'last_owner' };
    throw fault;
  }
}

/** The name of the constraint that a statement ran against, as postgres.js gives it beneath drizzle's error. */
function brokenPromise(fault: unknown): string | null {
  const cause = fault instanceof Error ? (fault.cause ?? fault) : null;
  return cause instanceof Error && 'constraint_name' in cause ? String(cause.constraint_name) : null;
}

function recordTeam(
  db: Db,
  { organizationId, organizerId, actor }: TeamDeed,
  action: string,
  facts: Record<string, unknown>,
  at: Date,
): Promise<void> {
  return recordDeed(db, { organizationId, actor, action, subject: `organizer ${organizerId}`, facts, at });
}
