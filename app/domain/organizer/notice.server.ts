import { eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { memberships, organizations } from '#db/schema/organizer.ts';
import { organizerEmailChanges, organizers } from '#db/schema/organizer-account.ts';
import type { MailProps } from '#emails/catalogue.ts';
import { type ConfirmationMailTools, sendOrThrow } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import type { JobData } from '../job/job.ts';

/** What the owner of an account is told of: by ids alone. */
export type OrganizerNotice = Omit<JobData<'mail.organizer-notice'>, 'at'>;

/** Enqueues the mail that tells the owner of an account what was done to it, in the transaction of the deed. ASVS 5.0, 6.3.7. */
export async function tellOrganizer(db: Db, notice: OrganizerNotice, at: Date = new Date()): Promise<void> {
  await enqueueJob(db, { name: 'mail.organizer-notice', data: { ...notice, at: at.toISOString() } });
}

/** Mails a notice to the account's address, or after a change of address to the old one; throws while the mail server puts it off. `unknown`: the account is gone. */
export async function mailNoticeFor(
  { organizerId, what, organizationId, changeId, at }: JobData<'mail.organizer-notice'>,
  given: Partial<Tools> & Pick<ConfirmationMailTools<'organizer-notice'>, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: 'mailed' | 'refused' | 'unknown' }> {
  const { db } = tools(given);
  const { post, renderMail, origin } = given;
  const [person] = await db.select().from(organizers).where(eq(organizers.id, organizerId));
  if (!person) return { outcome: 'unknown' };
  const organization = organizationId === undefined ? null : await seatOf(db, organizerId, organizationId);
  const change = changeId === undefined ? null : await changeOf(db, changeId);
  const props: MailProps['organizer-notice'] = {
    what,
    organization: organization?.name ?? '',
    role: organization?.role ?? null,
    at: new Date(at),
    accountUrl: `${origin}${person.locale === 'es' ? '/es' : ''}/organize/account`,
  };
  const mail = await renderMail('organizer-notice', person.locale, props);
  const host = new URL(origin).hostname;
  const messageId = `<organizer-notice.${what}.${organizerId}.${Date.parse(at)}@${host}>`;
  const to = { address: change?.oldEmail ?? person.email };
  const sent = await sendOrThrow(
    post,
    { ...mail, kind: 'organizer-notice', messageId, to },
    `organizer notice ${what}`,
  );
  return { outcome: sent.outcome === 'permanent_failure' ? 'refused' : 'mailed' };
}

async function seatOf(db: Db, organizerId: string, organizationId: number) {
  const [found] = await db.select().from(organizations).where(eq(organizations.id, organizationId));
  const seats = await db.select().from(memberships).where(eq(memberships.organizerId, organizerId)).limit(100);
  const role = seats.find((seat) => seat.organizationId === organizationId)?.role ?? null;
  return found ? { name: found.name, role } : null;
}

async function changeOf(db: Db, changeId: number) {
  const [change] = await db.select().from(organizerEmailChanges).where(eq(organizerEmailChanges.id, changeId));
  return change ?? null;
}
