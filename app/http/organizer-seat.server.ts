import { redirect } from '@remix-run/node';
import { may, type Permission } from '#app/domain/organizer/permissions.ts';
import { findSeat, findSignedIn, type Seat, type SignedIn } from '#app/domain/organizer/seat.server.ts';
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
 * organization that is not theirs, as for one that does not exist; 403 for what their role may not do. The first line of every loader and action of organizers.
 */
export async function requireSeat(args: SeatArgs, permission: Permission): Promise<Seat> {
  const signedIn = await requireSignedIn(args);
  const seat = await findSeat(signedIn, args.params.organization ?? '');
  if (!seat) throw new Response(null, { status: 404, headers: privateHeaders() });
  if (!may(seat.role, permission, seat.organization.runsInstallation))
    throw new Response(null, { status: 403, headers: privateHeaders() });
  return seat;
}

/** Lets only those on who showed who they are within ten minutes; throws a 303 to the page that asks for it and leads back. */
export function requireFresh(signedIn: SignedIn, { request, params }: SeatArgs, now: Date = new Date()): void {
  if (now.getTime() - signedIn.provedAt.getTime() <= freshMs) return;
  const to = encodeURIComponent(pageOf(request));
  throw redirect(localePath(localeOf(params.lang), `/organize/again?to=${to}`), {
    status: 303,
    headers: privateHeaders(),
  });
}
