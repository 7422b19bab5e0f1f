import type { Proof } from '#app/domain/organizer/account.ts';
import { closingCookie, networkHeader, openSession, organizerAuth } from '#app/domain/organizer/auth.server.ts';
import { findSignedIn } from '#app/domain/organizer/seat.server.ts';
import { endSession, settleSignIn } from '#app/domain/organizer/session.server.ts';
import { env } from '#app/env.server.ts';
import type { RequestContext } from './context.ts';
import { localeOf, localePath } from './locale.ts';
import { privateHeaders } from './private-page.ts';
import { returnPath } from './return-path.ts';

/** What a route is given that asks better-auth. */
export interface AuthArgs {
  request: Request;
  params: { lang?: string };
  context: RequestContext;
}

/**
 * A network's key of the day as an IPv6 text of the block for private use (RFC 4193), the form in which better-auth counts attempts; no part of an address is in it. Null
 * for none. Decision 0030.
 */
export function networkText({ networkKey }: RequestContext): string | null {
  const key = networkKey('day');
  if (!key) return null;
  const hex = `fd${key.subarray(0, 15).toString('hex')}`;
  return hex.match(/.{4}/g)?.join(':') ?? null;
}

/** Asks an address of better-auth, below its base path, with the browser's cookies and what stands for its network. Rate limits answer 429. Decision 0030. */
export async function askAuth(
  { request, context }: AuthArgs,
  path: string,
  body?: Record<string, unknown>,
): Promise<Response> {
  const { origin } = env();
  const headers = new Headers({ Origin: origin, 'Content-Type': 'application/json' });
  for (const name of ['cookie', 'user-agent']) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  headers.set(networkHeader, networkText(context) ?? 'fd00:0000:0000:0000:0000:0000:0000:0000');
  const auth = await organizerAuth();
  const post = body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'GET' };
  return auth.handler(new Request(`${origin}/organize/auth${path}`, { ...post, headers }));
}

/** The cookies of better-auth's answer beside the headers of a private page. */
export function withCookies(answer: Response): Headers {
  const headers = new Headers(privateHeaders());
  for (const cookie of answer.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return headers;
}

/** The organizers' page that somebody is led to: a path of `/organize` without its language; anything else is `/organize` itself. */
export function organizerPath(to: unknown): string {
  const path = returnPath(to).replace(/^\/es(?=\/)/, '');
  return /^\/organize(?:[/?#]|$)/.test(path) ? path : '/organize';
}

/** The address of that page in the language of a route, for a redirect. */
export function organizerAddress({ params }: Pick<AuthArgs, 'params'>, to: unknown): string {
  return localePath(localeOf(params.lang), organizerPath(to));
}

/** What signing in comes to: the headers that carry the session, or why there is none. */
export type SignedInAnswer =
  | { ok: true; headers: Headers }
  | { ok: false; reason: 'too_many' | 'failed' | 'someone_else' };

/** Turns better-auth's answer to a proof into a session that is written down and takes the place of the browser's earlier one. `againAs`: who must have shown it. */
export async function takeSignIn(
  { request }: Pick<AuthArgs, 'request'>,
  answer: Response,
  by: Proof,
  againAs: string | null = null,
): Promise<SignedInAnswer> {
  if (answer.status === 429) return { ok: false, reason: 'too_many' };
  if (!answer.ok) return { ok: false, reason: 'failed' };
  const { session } = (await answer.json()) as { session: { id: string; userId: string } };
  const before = await findSignedIn(request.headers);
  const replaces = before?.sessionId ?? null;
  const settled = await settleSignIn({ sessionId: session.id, organizerId: session.userId, by, replaces, againAs });
  return settled.ok ? { ok: true, headers: withCookies(answer) } : settled;
}

/** Opens a session for somebody who showed who they are by a recovery code or an invitation, in the place of the browser's earlier one; answers the headers that carry it. */
export async function openOwnSession(
  { request }: Pick<AuthArgs, 'request'>,
  organizerId: string,
  by: 'recovery' | 'invitation',
): Promise<Headers> {
  const { origin, secret } = env();
  const userAgent = request.headers.get('user-agent');
  const opened = await openSession({ organizerId, by, userAgent }, await organizerAuth(), { origin, secret });
  const before = await findSignedIn(request.headers);
  await settleSignIn({ sessionId: opened.id, organizerId, by, replaces: before?.sessionId ?? null });
  const headers = new Headers(privateHeaders());
  headers.append('Set-Cookie', opened.cookie);
  return headers;
}

/** Ends the session of a request, if it has one; answers the headers that take its cookie away. */
export async function endOwnSession({ request }: Pick<AuthArgs, 'request'>): Promise<Headers> {
  const signedIn = await findSignedIn(request.headers);
  if (signedIn) await endSession({ organizerId: signedIn.organizer.id, sessionId: signedIn.sessionId });
  const headers = new Headers(privateHeaders());
  headers.append('Set-Cookie', closingCookie(env().origin));
  return headers;
}
