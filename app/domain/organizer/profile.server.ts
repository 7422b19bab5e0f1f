import { and, eq, gt, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { organizerEmailChanges, organizers } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type ConfirmationTools, confirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailTools, sendOrThrow } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { emailChangeMs } from './account.ts';
import { mailedToken } from './mailed-token.server.ts';
import { tellOrganizer } from './notice.server.ts';

/** Changes name and language of an account. */
export async function changeProfile(
  { organizerId, name, locale }: { organizerId: string; name: string; locale: 'en' | 'es' },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  await db.update(organizers).set({ name, locale, updatedAt: now() }).where(eq(organizers.id, organizerId));
}

/**
 * Takes the wish for another address: a link to the new mailbox, one hour, in the place of an earlier one. The same answer for an address that another account has; then
 * nothing is mailed, so that nobody learns whose address it is.
 */
export async function askEmailChange(
  { organizerId, email }: { organizerId: string; email: string },
  given: Partial<ConfirmationTools> = {},
): Promise<void> {
  const { db, now, secret } = confirmationTools(given);
  const at = now();
  const expiresAt = new Date(at.getTime() + emailChangeMs);
  await db.transaction(async (tx) => {
    const [own] = await tx.select().from(organizers).where(eq(organizers.id, organizerId)).for('update');
    if (!own || own.email === email) return;
    await tx
      .delete(organizerEmailChanges)
      .where(and(eq(organizerEmailChanges.organizerId, organizerId), isNull(organizerEmailChanges.confirmedAt)));
    const [taken] = await tx.select({ id: organizers.id }).from(organizers).where(eq(organizers.email, email));
    if (taken) return;
    const [row] = await tx
      .insert(organizerEmailChanges)
      .values({ organizerId, oldEmail: own.email, newEmail: email, createdAt: at, expiresAt })
      .returning({ id: organizerEmailChanges.id });
    if (!row) throw new Error('no change of address was made');
    const tokenHash = digestOf(mailedToken('email-change', { id: row.id, expiresAt }, secret));
    await tx.update(organizerEmailChanges).set({ tokenHash }).where(eq(organizerEmailChanges.id, row.id));
    await enqueueJob(tx, { name: 'mail.organizer-email', data: { changeId: row.id } });
    await recordEmail(tx, organizerId, 'email.ask', at);
  });
}

/** The address that a link would give the account, while it waits; null for another account's link, an old, used or wrong one. */
export async function findEmailChange(
  { organizerId, token }: { organizerId: string; token: string },
  given: Partial<Tools> = {},
): Promise<{ id: number; newEmail: string } | null> {
  const { db, now } = tools(given);
  const [row] = await db
    .select({ id: organizerEmailChanges.id, newEmail: organizerEmailChanges.newEmail })
    .from(organizerEmailChanges)
    .where(
      and(
        eq(organizerEmailChanges.tokenHash, digestOf(token)),
        eq(organizerEmailChanges.organizerId, organizerId),
        isNull(organizerEmailChanges.confirmedAt),
        gt(organizerEmailChanges.expiresAt, now()),
      ),
    );
  return row ?? null;
}

/**
 * Gives an account the address that its owner confirmed at the new mailbox while signed in to the account, so that a mistyped address gives nobody an account. Once;
 * the old address is told. `unknown`: as `findEmailChange`, or another account has taken the address meanwhile.
 */
export async function confirmEmailChange(
  said: { organizerId: string; token: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' }> {
  const { db, now } = tools(given);
  const { organizerId } = said;
  return db.transaction(async (tx) => {
    await tx.select({ id: organizers.id }).from(organizers).where(eq(organizers.id, organizerId)).for('update');
    const change = await findEmailChange(said, { db: tx, now });
    if (!change) return { ok: false, reason: 'unknown' };
    const [taken] = await tx
      .select({ id: organizers.id })
      .from(organizers)
      .where(eq(organizers.email, change.newEmail));
    if (taken) return { ok: false, reason: 'unknown' };
    await tx.update(organizerEmailChanges).set({ confirmedAt: now() }).where(eq(organizerEmailChanges.id, change.id));
    await tx
      .update(organizers)
      .set({ email: change.newEmail, emailVerified: true, updatedAt: now() })
      .where(eq(organizers.id, organizerId));
    await recordEmail(tx, organizerId, 'email.change', now());
    await tellOrganizer(tx, { organizerId, what: 'email_changed', changeId: change.id }, now());
    return { ok: true };
  });
}

/** Mails the link of one change to the new address; throws while the mail server puts it off. */
export async function mailEmailChangeFor(
  changeId: number,
  given: Partial<ConfirmationTools> & Pick<ConfirmationMailTools<'organizer-email'>, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: 'mailed' | 'refused' | 'expired' }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db
    .select({ change: organizerEmailChanges, locale: organizers.locale })
    .from(organizerEmailChanges)
    .innerJoin(organizers, eq(organizers.id, organizerEmailChanges.organizerId))
    .where(eq(organizerEmailChanges.id, changeId));
  if (!row || row.change.confirmedAt || row.change.expiresAt <= now()) return { outcome: 'expired' };
  const { change, locale } = row;
  const mail = await renderMail('organizer-email', locale, {
    confirmUrl: `${origin}${locale === 'es' ? '/es' : ''}/organize/email/${mailedToken('email-change', change, secret)}`,
    expiresAt: change.expiresAt,
  });
  const messageId = `<organizer-email.${changeId}@${new URL(origin).hostname}>`;
  const to = { address: change.newEmail };
  const sent = await sendOrThrow(post, { ...mail, kind: 'organizer-email', messageId, to }, `email change ${changeId}`);
  return { outcome: sent.outcome === 'permanent_failure' ? 'refused' : 'mailed' };
}

function recordEmail(db: Tools['db'], organizerId: string, action: string, at: Date): Promise<void> {
  const actor = `organizer:${organizerId}`;
  return recordDeed(db, { organizationId: null, actor, action, subject: `organizer ${organizerId}`, at });
}
