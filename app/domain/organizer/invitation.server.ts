import { randomUUID } from 'node:crypto';
import { and, asc, count, eq, gt, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { invitations, memberships, organizations } from '#db/schema/organizer.ts';
import { organizers } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type ConfirmationTools, confirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { invitationMs, mostInvitations } from './account.ts';
import { mailedToken } from './mailed-token.server.ts';
import type { Role } from './permissions.ts';

/** Why nobody is invited: already a member, or too many invitations are open. */
export type InviteRefusal = 'member' | 'too_many';

/** An invitation: by mail, or for a command that prints its link. */
export interface NewInvitation {
  organizationId: number;
  email: string;
  role: Role;
  actor: string;
  locale: 'en' | 'es';
  by: 'mail' | 'command';
}

/**
 * Invites somebody, in the place of an earlier open invitation of the same address. `path`: where the link leads, for a command to print; a mail is made by the worker.
 * Only the token's digest is kept. Written down.
 */
export async function invite(
  wish: NewInvitation,
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true; id: number; path: string } | { ok: false; reason: InviteRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const { organizationId, email, role, actor, locale, by } = wish;
  const at = now();
  return db.transaction(async (tx) => {
    // Invitations of one organization are made one after the other, so that none is open twice.
    await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for('no key update');
    if (await isMember(tx, organizationId, email)) return { ok: false, reason: 'member' };
    await tx
      .update(invitations)
      .set({ revokedAt: at })
      .where(and(eq(invitations.organizationId, organizationId), eq(invitations.email, email), isOpen));
    const [open] = await tx
      .select({ many: count() })
      .from(invitations)
      .where(and(eq(invitations.organizationId, organizationId), isOpen, gt(invitations.expiresAt, at)));
    if ((open?.many ?? 0) >= mostInvitations) return { ok: false, reason: 'too_many' };
    const expiresAt = new Date(at.getTime() + invitationMs[by]);
    const [row] = await tx
      .insert(invitations)
      .values({ organizationId, email, role, locale, invitedBy: actor, createdAt: at, expiresAt })
      .returning({ id: invitations.id });
    if (!row) throw new Error('no invitation was made');
    const path = await giveToken(tx, { id: row.id, expiresAt }, secret);
    if (by === 'mail') await enqueueJob(tx, { name: 'mail.organizer-invitation', data: { invitationId: row.id } });
    const subject = `invitation ${row.id}`;
    await recordDeed(tx, { organizationId, actor, action: 'invitation.make', subject, facts: { role, by }, at });
    return { ok: true, id: row.id, path };
  });
}

const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

async function isMember(db: Db, organizationId: number, email: string): Promise<boolean> {
  const found = await db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(organizers, eq(organizers.id, memberships.organizerId))
    .where(and(eq(memberships.organizationId, organizationId), eq(organizers.email, email)));
  return found.length > 0;
}

async function giveToken(db: Db, of: { id: number; expiresAt: Date }, secret: string): Promise<string> {
  const token = mailedToken('invitation', of, secret);
  await db
    .update(invitations)
    .set({ tokenHash: digestOf(token), expiresAt: of.expiresAt, mailedAt: null })
    .where(eq(invitations.id, of.id));
  return `/organize/invitation/${token}`;
}

/** Invitations of an organization that nobody accepted or took back, oldest first; those that ended too. At most 200. */
export function listInvitations(organizationId: number, given: Partial<Tools> = {}) {
  const { db } = tools(given);
  return db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
      mailedAt: invitations.mailedAt,
    })
    .from(invitations)
    .where(and(eq(invitations.organizationId, organizationId), isOpen))
    .orderBy(asc(invitations.id))
    .limit(200);
}

/** Which invitation of which organization, and who does it. */
export interface InvitationDeed {
  organizationId: number;
  invitationId: number;
  actor: string;
}

/** Mails an open invitation once more, with a new link and a new week; the old link ends. False when it is not open. Written down. */
export function resendInvitation(deed: InvitationDeed, given: Partial<ConfirmationTools> = {}): Promise<boolean> {
  const { db, now, secret } = confirmationTools(given);
  return db.transaction(async (tx) => {
    const [open] = await tx.select({ id: invitations.id }).from(invitations).where(openOne(deed)).for('update');
    if (!open) return false;
    await giveToken(tx, { id: open.id, expiresAt: new Date(now().getTime() + invitationMs.mail) }, secret);
    await enqueueJob(tx, { name: 'mail.organizer-invitation', data: { invitationId: open.id } });
    await recordInvitation(tx, deed, 'invitation.resend', now());
    return true;
  });
}

/** Takes an open invitation back: its link leads nowhere from then on. False when it is not open. Written down. */
export function revokeInvitation(deed: InvitationDeed, given: Partial<Tools> = {}): Promise<boolean> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [gone] = await tx
      .update(invitations)
      .set({ revokedAt: now() })
      .where(openOne(deed))
      .returning({ id: invitations.id });
    if (gone) await recordInvitation(tx, deed, 'invitation.revoke', now());
    return gone !== undefined;
  });
}

const openOne = ({ organizationId, invitationId }: InvitationDeed) =>
  and(eq(invitations.organizationId, organizationId), eq(invitations.id, invitationId), isOpen);

function recordInvitation(db: Db, { organizationId, invitationId, actor }: InvitationDeed, action: string, at: Date) {
  return recordDeed(db, { organizationId, actor, action, subject: `invitation ${invitationId}`, at });
}

/** An invitation as whoever holds its link sees it. `hasAccount`: then its owner accepts it signed in. */
export interface OpenInvitation {
  id: number;
  organizationId: number;
  organization: string;
  slug: string;
  email: string;
  role: Role;
  expiresAt: Date;
  hasAccount: boolean;
}

/** The invitation of a link while it holds; null for a wrong, used, revoked or old one. */
export async function findInvitation(token: string, given: Partial<Tools> = {}): Promise<OpenInvitation | null> {
  const { db, now } = tools(given);
  const [row] = await db
    .select({
      id: invitations.id,
      organizationId: invitations.organizationId,
      organization: organizations.name,
      slug: organizations.slug,
      email: invitations.email,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
      account: organizers.id,
    })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .leftJoin(organizers, eq(organizers.email, invitations.email))
    .where(and(eq(invitations.tokenHash, digestOf(token)), isOpen, gt(invitations.expiresAt, now())));
  if (!row) return null;
  const { account, ...invitation } = row;
  return { ...invitation, hasAccount: account !== null };
}

/** What accepting answers. `isNew`: an account was made, whose first session the caller opens. */
export type Accepted =
  | { ok: true; organizerId: string; slug: string; isNew: boolean }
  | { ok: false; reason: 'unknown' | 'sign_in_first' | 'name_missing' };

/**
 * Accepts an invitation, once: of two at the same time one is refused. Makes the account when the address has none; an account that exists must be signed in, because
 * the link holds longer than a link for signing in may. Written down.
 */
export function acceptInvitation(
  said: { token: string; name: string; locale: 'en' | 'es'; signedInAs: string | null },
  given: Partial<Tools> = {},
): Promise<Accepted> {
  const { db, now } = tools(given);
  const { token, name, locale, signedInAs } = said;
  return db.transaction(async (tx) => {
    // Two who accept at once wait for each other here; the later one finds it used.
    await tx
      .select({ id: invitations.id })
      .from(invitations)
      .where(eq(invitations.tokenHash, digestOf(token)))
      .for('update');
    const invitation = await findInvitation(token, { db: tx, now });
    if (!invitation) return { ok: false, reason: 'unknown' };
    const { email, organizationId, role, slug } = invitation;
    const [known] = await tx.select({ id: organizers.id }).from(organizers).where(eq(organizers.email, email));
    if (known && known.id !== signedInAs) return { ok: false, reason: 'sign_in_first' };
    if (!known && name === '') return { ok: false, reason: 'name_missing' };
    const organizerId = known?.id ?? (await makeAccount(tx, { name, email, locale }));
    if (!organizerId) return { ok: false, reason: 'sign_in_first' };
    await tx.update(invitations).set({ acceptedAt: now() }).where(eq(invitations.id, invitation.id));
    await tx.insert(memberships).values({ organizationId, organizerId, role }).onConflictDoNothing();
    const subject = `invitation ${invitation.id}`;
    const actor = `organizer:${organizerId}`;
    await recordDeed(tx, { organizationId, actor, action: 'invitation.accept', subject, facts: { role }, at: now() });
    return { ok: true, organizerId, slug, isNew: !known };
  });
}

/** Null when another invitation made the account of the address at the same time. */
async function makeAccount(
  db: Db,
  account: { name: string; email: string; locale: 'en' | 'es' },
): Promise<string | null> {
  const [made] = await db
    .insert(organizers)
    .values({ id: randomUUID(), emailVerified: true, ...account })
    .onConflictDoNothing()
    .returning({ id: organizers.id });
  return made?.id ?? null;
}
