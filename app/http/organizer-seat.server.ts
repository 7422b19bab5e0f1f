import { redirect } from '@remix-run/node';
import { isTwoFactor, mayChangeWaysIn } from '#app/domain/organizer/account.ts';
import { may, needsPasskey, type Permission } from '#app/domain/organizer/permissions.ts';
import { findSeat, findSignedIn, listSeats, type Seat, type SignedIn } from '#app/domain/organizer/seat.server.ts';
import { localeOf, localePath } from './locale.ts';
import { privateHeaders } from './private-page.ts';

/** How long after showing who they are an organizer may export personal data, delete, and change keys: ten minutes. ASVS 5.0, 7.5.3. */
export const freshMs = 10 * 60_000;

/** What a loader or action is given, as far as a seat needs it. */
export interface SeatArgs {
  request: Request;
  params: { lang?: string; organization?: string };
}

function pageOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname.replace(/^\/es(?=\/)/, '').replace(/\.data$/, '') + search;
}

/**
 * Who is signed in. Throws 403 for everybody else, page or form: a session that ended is answered like a missing permission, and the page that is shown with it
 * leads to signing in and back. Own choice.
 */
export async function requireSignedIn({ request, params }: SeatArgs): Promise<SignedIn> {
  localeOf(params.lang);
  const signedIn = await findSignedIn(request.headers);
  if (!signedIn) throw new Response(null, { status: 403, headers: privateHeaders() });
  return signedIn;
}

/**
 * The seat of a request in the organization of its address, once it is sure that its role may do `permission`. Throws the answers of `requireSignedIn`; 404 for an
 * organization that is not theirs, as for one that does not exist; 403 for what their role may not do; and, where the deed needs it and the account has a passkey that
 * this session was not opened by, a 303 to the page that asks for it. The first line of every loader and action of organizers. Decision 0030.
 */
export async function requireSeat(args: SeatArgs, permission: Permission): Promise<Seat> {
  const signedIn = await requireSignedIn(args);
  const seat = await findSeat(signedIn, args.params.organization ?? '');
  if (!seat) throw new Response(null, { status: 404, headers: privateHeaders() });
  if (!may(seat.role, permission, seat.organization.runsInstallation))
    throw new Response(null, { status: 403, headers: privateHeaders() });
  if (!isTwoFactor(seat) && needsPasskey(seat.role, permission)) throw toAgain(args);
  return seat;
}

/** Who is signed in, once it is sure that they own the organization that keeps the installation; throws as `requireSeat`. */
export async function requireInstallationOwner(args: SeatArgs): Promise<SignedIn> {
  const signedIn = await requireSignedIn(args);
  const seats = await listSeats(signedIn.organizer.id);
  if (!seats.some(({ role, runsInstallation }) => may(role, 'installation.switch', runsInstallation)))
    throw new Response(null, { status: 403, headers: privateHeaders() });
  if (!isTwoFactor(signedIn)) throw toAgain(args);
  return signedIn;
}

/**
 * Lets only those on who showed who they are within ten minutes, by their passkey if they have one; throws a 303 to the page that asks for it and leads back. What was
 * posted is kept on the page that the listener puts in its place (`app/http/kept-form.ts`).
 */
export function requireFresh(signedIn: SignedIn, args: SeatArgs, now: Date = new Date()): void {
  if (!isFresh(signedIn, now) || !isTwoFactor(signedIn)) throw toAgain(args);
}

/** As `requireFresh`, for the ways into one's own account: a recovery code is enough, because it is kept for the day when the passkey is lost. */
export function requireWaysIn(signedIn: SignedIn, args: SeatArgs, now: Date = new Date()): void {
  if (!isFresh(signedIn, now) || !mayChangeWaysIn(signedIn)) throw toAgain(args);
}

/** Whether somebody showed who they are within ten minutes. */
export const isFresh = ({ provedAt }: SignedIn, now: Date) => now.getTime() - provedAt.getTime() <= freshMs;

function toAgain({ request, params }: SeatArgs): Response {
  const to = encodeURIComponent(pageOf(request));
  return redirect(localePath(localeOf(params.lang), `/organize/again?to=${to}`), {
    status: 303,
    headers: privateHeaders(),
  });
}
