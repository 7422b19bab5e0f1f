import { and, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { memberships, organizations } from '#db/schema/organizer.ts';
import { organizerPasskeys, organizerSessions, organizers } from '#db/schema/organizer-account.ts';
import type { Proof } from './account.ts';
import { organizerAuth } from './auth.server.ts';
import type { Role } from './permissions.ts';

/** Who is signed in. `provedAt`: when they last showed who they are, `provedBy`: by what; `hasPasskey`: whether the account has one. */
export interface SignedIn {
  organizer: { id: string; name: string; email: string; locale: 'en' | 'es' };
  sessionId: string;
  provedAt: Date;
  provedBy: Proof;
  hasPasskey: boolean;
  /** What `audit_events` calls them. */
  actor: string;
}

/** An organizer in one of their organizations. */
export interface Seat extends SignedIn {
  organization: { id: number; slug: string; name: string; runsInstallation: boolean };
  role: Role;
}

/** Who a request's session cookie says that it is; null for none, a forged or an expired one, one that was revoked, and a disabled account. Changes nothing. */
export async function findSignedIn(headers: Headers, given: Partial<Tools> = {}): Promise<SignedIn | null> {
  if (!headers.get('cookie')?.includes('untolled.session_token')) return null;
  const { db } = tools(given);
  const auth = await organizerAuth();
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true, disableCookieCache: true } });
  if (!found) return null;
  const [row] = await db
    .select({
      id: organizers.id,
      name: organizers.name,
      email: organizers.email,
      locale: organizers.locale,
      disabledAt: organizers.disabledAt,
      provedAt: organizerSessions.provedAt,
      provedBy: organizerSessions.provedBy,
      hasPasskey: sql<boolean>`exists (select from ${organizerPasskeys} where ${organizerPasskeys.userId} = ${organizers.id})`,
    })
    .from(organizerSessions)
    .innerJoin(organizers, eq(organizers.id, organizerSessions.userId))
    .where(eq(organizerSessions.id, found.session.id));
  if (!row || row.disabledAt) return null;
  const { disabledAt: _, provedAt, provedBy, hasPasskey, ...organizer } = row;
  const actor = `organizer:${organizer.id}`;
  return { organizer, sessionId: found.session.id, provedAt, provedBy, hasPasskey, actor };
}

/** The seat of someone who is signed in, in the organization of a slug; null when it is not theirs or there is none. */
export async function findSeat(signedIn: SignedIn, slug: string, given: Partial<Tools> = {}): Promise<Seat | null> {
  const { db } = tools(given);
  const [row] = await db
    .select({
      id: organizations.id,
      slug: organizations.slug,
      name: organizations.name,
      runsInstallation: organizations.runsInstallation,
      role: memberships.role,
    })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(organizations.slug, slug), eq(memberships.organizerId, signedIn.organizer.id)));
  if (!row) return null;
  const { role, ...organization } = row;
  return { ...signedIn, organization, role };
}

/** The organizations of an organizer, by name; at most 100. */
export function listSeats(organizerId: string, given: Partial<Tools> = {}) {
  const { db } = tools(given);
  return db
    .select({
      slug: organizations.slug,
      name: organizations.name,
      role: memberships.role,
      organizationId: organizations.id,
      runsInstallation: organizations.runsInstallation,
    })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.organizerId, organizerId))
    .orderBy(organizations.name)
    .limit(100);
}
