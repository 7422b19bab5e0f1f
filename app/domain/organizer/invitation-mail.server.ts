import { eq } from 'drizzle-orm';
import { invitations, organizations } from '#db/schema/organizer.ts';
import { organizers } from '#db/schema/organizer-account.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailTools, sendOrThrow } from '../confirmation/mail.server.ts';
import { mailedToken } from './mailed-token.server.ts';

/** Mails the link of one invitation, in its language; throws while the mail server puts it off. A retry carries the same link. */
export async function mailInvitationFor(
  invitationId: number,
  given: Partial<ConfirmationTools> &
    Pick<ConfirmationMailTools<'organizer-invitation'>, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: 'mailed' | 'refused' | 'expired' }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db
    .select({ invitation: invitations, organization: organizations.name })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .where(eq(invitations.id, invitationId));
  if (!row || row.invitation.acceptedAt || row.invitation.revokedAt || row.invitation.expiresAt <= now())
    return { outcome: 'expired' };
  const { id, email, role, locale, expiresAt, invitedBy } = row.invitation;
  const [host] = await db
    .select({ name: organizers.name })
    .from(organizers)
    .where(eq(organizers.id, invitedBy.replace(/^organizer:/, '')));
  const token = mailedToken('invitation', { id, expiresAt }, secret);
  const mail = await renderMail('organizer-invitation', locale, {
    organization: row.organization,
    invitedBy: host?.name ?? '',
    role,
    acceptUrl: `${origin}${locale === 'es' ? '/es' : ''}/organize/invitation/${token}`,
    expiresAt,
  });
  const messageId = `<organizer-invitation.${id}.${expiresAt.getTime()}@${new URL(origin).hostname}>`;
  const to = { address: email };
  const what = `organizer invitation ${id}`;
  const sent = await sendOrThrow(post, { ...mail, kind: 'organizer-invitation', messageId, to }, what);
  if (sent.outcome === 'permanent_failure') return { outcome: 'refused' };
  await db.update(invitations).set({ mailedAt: now() }).where(eq(invitations.id, id));
  return { outcome: 'mailed' };
}
