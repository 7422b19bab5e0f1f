import { env } from '#app/env.server.ts';

const yearSeconds = 365 * 24 * 60 * 60;

/**
 * The `Set-Cookie` value that keeps a choice (language, ISP, kind of line) in this browser for a year, or forgets it when `value` is null. `value` holds
 * only letters, digits and dashes. `preferences.ts` reads it back. Own choice.
 */
export function preferenceCookie(name: 'lang' | 'isp' | 'line', value: string | null): string {
  if (value !== null && !/^[a-z0-9-]+$/.test(value)) throw new Error(`not a value for the cookie ${name}`);
  const secure = env().origin.startsWith('https://') ? '; Secure' : '';
  const age = value === null ? 0 : yearSeconds;
  return `${name}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}
