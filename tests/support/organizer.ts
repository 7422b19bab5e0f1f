import { randomUUID } from 'node:crypto';
import { createOrganizerAuth, openSession } from '#app/domain/organizer/auth.server.ts';
import type { Role } from '#app/domain/organizer/permissions.ts';
import { env } from '#app/env.server.ts';
import type { Db } from '#db/client.ts';
import { memberships, organizations } from '#db/schema/organizer.ts';
import { organizers } from '#db/schema/organizer-account.ts';

/** Someone signed in to an organization of a test. */
export interface TestOrganizer {
  /** What a browser sends: `Cookie`. */
  cookie: string;
  organizerId: string;
  organizationId: number;
  slug: string;
  actor: string;
}

/** The organization of a slug, made when it is missing. */
export async function testOrganization(db: Db, slug: string, runsInstallation = false): Promise<number> {
  await db
    .insert(organizations)
    .values({ slug, name: `The ${slug} people`, runsInstallation })
    .onConflictDoNothing();
  const [row] = await db.query.organizations.findMany({ where: (t, { eq }) => eq(t.slug, slug) });
  if (!row) throw new Error('no organization was made');
  return row.id;
}

/** A new organizer with a role in an organization (made when missing), and a session at `origin`. */
export async function signedIn(
  { db, origin }: { db: Db; origin: string },
  {
    role = 'owner',
    organization = 'coalition',
    runsInstallation = false,
  }: { role?: Role; organization?: string; runsInstallation?: boolean } = {},
): Promise<TestOrganizer> {
  const organizationId = await testOrganization(db, organization, runsInstallation);
  const organizerId = randomUUID();
  await db.insert(organizers).values({
    id: organizerId,
    name: `Test ${role}`,
    email: `${role}-${organizerId}@organizers.example`,
    emailVerified: true,
  });
  await db.insert(memberships).values({ organizationId, organizerId, role });
  const { secret } = env();
  const auth = await createOrganizerAuth({ db, origin, secret });
  const opened = await openSession({ organizerId, by: 'passkey' }, auth, { origin, secret });
  const cookie = opened.cookie.split(';')[0] ?? '';
  return { cookie, organizerId, organizationId, slug: organization, actor: `organizer:${organizerId}` };
}
