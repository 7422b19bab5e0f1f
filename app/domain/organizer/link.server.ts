import { and, eq, isNull } from 'drizzle-orm';
import { organizerLinkRequests, organizers } from '#db/schema/organizer-account.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailTools, sendOrThrow } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type Attempt, takeAttempt } from './attempts.server.ts';
import { createOrganizerAuth, linkSeconds } from './auth.server.ts';

/**
 * Takes the wish for a mailed link. The same answer, statements and time for every address; the job finds out whether there is an account. At most five an hour to an
 * address and twenty from a network. `returnPath` is one of this site, checked.
 */
export async function askForLink(
  wish: { email: string; returnPath: string; locale: 'en' | 'es'; network: string | null },
  given: Partial<ConfirmationTools> = {},
): Promise<Attempt> {
  const { db, now, secret } = confirmationTools(given);
  const { email, returnPath, locale, network } = wish;
  const own = { db, now, secret };
  const byNetwork = await takeAttempt({ what: 'link network', who: network ?? 'unknown' }, own);
  if (!byNetwork.ok) return byNetwork;
  const byAddress = await takeAttempt({ what: 'link address', who: email }, own);
  if (!byAddress.ok) return byAddress;
  await db.transaction(async (tx) => {
    const [known] = await tx
      .select({ id: organizers.id })
      .from(organizers)
      .where(and(eq(organizers.email, email), isNull(organizers.disabledAt)));
    const [row] = await tx
      .insert(organizerLinkRequests)
      .values({ organizerId: known?.id ?? null, returnPath, locale, createdAt: now() })
      .returning({ id: organizerLinkRequests.id });
    if (row) await enqueueJob(tx, { name: 'mail.organizer-link', data: { requestId: row.id } });
  });
  return { ok: true };
}

/**
 * A link that signs an account in, ten minutes and once: path and query. Only better-auth's digest of its token is kept. Hand it to the holder of the mailbox, or to the
 * operator at the command line, and to nobody else.
 */
export async function makeLink(
  { email, returnPath }: { email: string; returnPath: string },
  { origin, ...given }: Partial<ConfirmationTools> & { origin: string },
): Promise<string> {
  const { db, secret } = confirmationTools(given);
  const made: { token?: string } = {};
  const sendLink = async ({ token }: { token: string }) => {
    made.token = token;
  };
  const auth = await createOrganizerAuth({ db, origin, secret, sendLink });
  await auth.api.signInMagicLink({ body: { email }, headers: new Headers() });
  if (!made.token) throw new Error('better-auth made no link');
  return `/organize/link/${made.token}${returnPath === '/organize' ? '' : `?to=${encodeURIComponent(returnPath)}`}`;
}

/** What became of the mail of a link. `nobody`: there is no account, and nothing is sent. */
export type LinkMailed = 'mailed' | 'already_mailed' | 'expired' | 'nobody' | 'refused';

/** Makes the link of one wish and mails it; throws while the mail server puts it off. A retry is another link under the same Message-ID. */
export async function mailLinkFor(
  requestId: number,
  given: Partial<ConfirmationTools> & Pick<ConfirmationMailTools<'organizer-link'>, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: LinkMailed }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [wish] = await db
    .select({
      mailedAt: organizerLinkRequests.mailedAt,
      createdAt: organizerLinkRequests.createdAt,
      returnPath: organizerLinkRequests.returnPath,
      locale: organizerLinkRequests.locale,
      email: organizers.email,
      disabledAt: organizers.disabledAt,
    })
    .from(organizerLinkRequests)
    .leftJoin(organizers, eq(organizers.id, organizerLinkRequests.organizerId))
    .where(eq(organizerLinkRequests.id, requestId));
  if (!wish?.email || wish.disabledAt) return { outcome: 'nobody' };
  if (wish.mailedAt) return { outcome: 'already_mailed' };
  const lifeMs = linkSeconds * 1000;
  if (wish.createdAt.getTime() + lifeMs <= now().getTime()) return { outcome: 'expired' };
  const path = await makeLink({ email: wish.email, returnPath: wish.returnPath }, { db, secret, origin });
  const mail = await renderMail('organizer-link', wish.locale, {
    signInUrl: origin + (wish.locale === 'es' ? '/es' : '') + path,
    expiresAt: new Date(now().getTime() + lifeMs),
  });
  const messageId = `<organizer-link.${requestId}@${new URL(origin).hostname}>`;
  const to = { address: wish.email };
  const sent = await sendOrThrow(
    post,
    { ...mail, kind: 'organizer-link', messageId, to },
    `organizer link ${requestId}`,
  );
  if (sent.outcome === 'permanent_failure') return { outcome: 'refused' };
  await db.update(organizerLinkRequests).set({ mailedAt: now() }).where(eq(organizerLinkRequests.id, requestId));
  return { outcome: 'mailed' };
}
