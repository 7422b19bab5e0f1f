import { createHmac } from 'node:crypto';
import { type Cookie, createCookie } from '@remix-run/node';
import { env } from '#app/env.server.ts';

const keptSeconds = 7 * 24 * 60 * 60;

/** Most tests that a browser is remembered for, the newest first. Own choice. */
const maxTests = 3;

const publicId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let cookie: Cookie | undefined;

/** Signed under a key of its own, so that only ids that this site gave out come back. */
function measuredCookieOf(): Cookie {
  const { secret, origin } = env();
  cookie ??= createCookie('measured', {
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https://'),
    path: '/',
    maxAge: keptSeconds,
    secrets: [createHmac('sha256', secret).update('measured-tests').digest('hex')],
  });
  return cookie;
}

/** Public ids of the tests that were handed in from this browser in the last seven days, the newest first; empty for a forged cookie. At most three. */
export async function readMeasured(request: Request): Promise<string[]> {
  const value: unknown = await measuredCookieOf().parse(request.headers.get('Cookie'));
  if (!Array.isArray(value)) return [];
  return value.filter((id): id is string => typeof id === 'string' && publicId.test(id)).slice(0, maxTests);
}

/** The `Set-Cookie` value that remembers one more test in this browser for seven days. Nothing of it is kept on the site. */
export async function measuredCookie(request: Request, id: string): Promise<string> {
  const before = await readMeasured(request);
  return measuredCookieOf().serialize([id, ...before.filter((one) => one !== id)].slice(0, maxTests));
}
