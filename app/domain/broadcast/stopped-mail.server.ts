import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import type { MailLocale, MailProps, RenderedMail } from '#emails/catalogue.ts';
import { type ConfirmationPost, sendOrThrow } from '../confirmation/mail.server.ts';

/** What the mail needs: the post, the renderer of `emails/render.ts`, the site's origin, and the operator's address for alerts, if there is one. */
export interface StoppedTools extends Tools {
  post: ConfirmationPost;
  renderMail(
    name: 'broadcast-stopped',
    locale: MailLocale,
    props: MailProps['broadcast-stopped'],
  ): Promise<RenderedMail>;
  origin: string;
  alertTo: string | null;
}

/**
 * Tells the owners and editors of the organization, whoever approved the broadcast and the operator that it stopped by itself: one mail each, the same message on a retry. Answers how many. A
 * temporary failure is thrown, so that the job runs again.
 */
export async function mailStopped(
  { broadcastId, reason }: { broadcastId: number; reason: 'complaints' | 'bounces' },
  { db, now, post, renderMail, origin, alertTo }: StoppedTools,
): Promise<{ mailed: number }> {
  const [row] = await db.execute<
    Record<'recipients' | 'sent' | 'complained' | 'bounced', number> &
      Record<'public_id' | 'organization' | 'slug', string> & { subject: string | null; stopped_at: string | null }
  >(sql`
    select b.public_id, b.recipients, c.sent, c.complained, c.bounced, o.name as organization, o.slug,
      (select t.subject from broadcast_texts t where t.broadcast_id = b.id order by t.locale limit 1) as subject,
      (select max(a.raised_at) from alerts a where a.kind = ${`broadcast-${reason}`} and a.key = b.public_id::text) as stopped_at
    from broadcasts b join broadcast_counts c on c.broadcast_id = b.id join organizations o on o.id = b.organization_id where b.id = ${broadcastId}`);
  if (!row) return { mailed: 0 };
  const people = await db.execute<{ email: string; locale: MailLocale }>(sql`
    select distinct p.email, p.locale from organizers p
    where p.disabled_at is null and exists (select from broadcasts b join memberships m on m.organization_id = b.organization_id
      where b.id = ${broadcastId} and m.organizer_id = p.id and (m.role in ('owner', 'editor') or b.approved_by = 'organizer:' || p.id))
    order by p.email limit 100`);
  const to = [
    ...people,
    ...(alertTo && !people.some(({ email }) => email === alertTo) ? [{ email: alertTo, locale: 'en' as const }] : []),
  ];
  for (const [at, { email, locale }] of to.entries()) {
    const mail = await renderMail('broadcast-stopped', locale, {
      reason,
      subject: row.subject ?? '',
      organizationName: row.organization,
      recipients: row.recipients,
      sent: row.sent,
      complained: row.complained,
      bounced: row.bounced,
      stoppedAt: row.stopped_at ? new Date(row.stopped_at) : now(),
      pageUrl: `${origin}${locale === 'es' ? '/es' : ''}/organize/${row.slug}/broadcasts/${row.public_id}`,
    });
    const messageId = `<stopped.${row.public_id}.${reason}.${at}@${new URL(origin).hostname}>`;
    await sendOrThrow(
      post,
      { ...mail, kind: 'broadcast-stopped', messageId, to: { address: email } },
      `the mail about broadcast ${broadcastId}`,
    );
  }
  return { mailed: to.length };
}
