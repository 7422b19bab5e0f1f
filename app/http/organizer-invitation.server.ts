import { redirect } from '@remix-run/node';
import { acceptInvitation } from '#app/domain/organizer/invitation.server.ts';
import { findSignedIn } from '#app/domain/organizer/seat.server.ts';
import { localeOf, localePath } from './locale.ts';
import { type AuthArgs, openOwnSession } from './organizer-auth.server.ts';

/**
 * Accepts the invitation of a request's address as whoever is signed in, or makes an account of `name` and signs it in. Answers where that leads to; refusals are those of
 * `acceptInvitation`.
 */
export async function acceptAs(args: AuthArgs & { params: { token?: string } }, name: string) {
  const locale = localeOf(args.params.lang);
  const signedIn = await findSignedIn(args.request.headers);
  const signedInAs = signedIn?.organizer.id ?? null;
  const accepted = await acceptInvitation({ token: args.params.token ?? '', name, locale, signedInAs });
  if (!accepted.ok) return accepted;
  const to = accepted.isNew ? '/organize/account#passkeys' : `/organize/${accepted.slug}`;
  const headers = accepted.isNew ? await openOwnSession(args, accepted.organizerId, 'invitation') : new Headers();
  return { ok: true as const, answer: redirect(localePath(locale, to), { status: 303, headers }) };
}
