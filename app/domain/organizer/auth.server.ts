import { createHmac, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { connection } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import type { Db } from '#db/client.ts';
import * as accounts from '#db/schema/organizer-account.ts';
import type { Proof } from './account.ts';

/** How long a session of an organizer holds, in seconds: twelve hours, however much it is used. ASVS 5.0, 7.3.2. */
export const sessionSeconds = 12 * 60 * 60;

/** How long a mailed link holds, in seconds. ASVS 5.0, 6.5.5: at most ten minutes. */
export const linkSeconds = 10 * 60;

/** Where better-auth believes that it is reached; no such address is open: our own routes ask its handler. Decision 0030. */
const basePath = '/organize/auth';

/** What a session was opened by, told from the address of better-auth that opened it; others say it themselves. */
const PROOF_OF_PATH: Readonly<Record<string, Proof>> = {
  '/passkey/verify-authentication': 'passkey',
  '/magic-link/verify': 'link',
};

/** What stands in for the visitor's address in better-auth's rate limits: an address made of the network's key. */
export const networkHeader = 'x-untolled-network';

/** Hands over a mailed link; the worker gives one, everywhere else there is none to be sent. */
export type SendLink = (link: { email: string; token: string }) => Promise<void>;

/** What the accounts of organizers need besides better-auth's defaults. */
export interface AuthTools {
  db: Db;
  origin: string;
  secret: string;
  sendLink?: SendLink;
}

/** The key that sessions are signed with: derived from SECRET for this use alone. */
const keyOf = (secret: string) => createHmac('sha256', secret).update('organizer-session').digest('hex');

/**
 * better-auth over our tables: magic links (hashed, ten minutes, once) and passkeys, no passwords, no sign-up by itself, rate limits in the database, no network
 * addresses kept. Loaded on first use, because most processes never need it. Decision 0030.
 */
export async function createOrganizerAuth({ db, origin, secret, sendLink }: AuthTools) {
  const [{ betterAuth, APIError }, { drizzleAdapter }, { magicLink }, { passkey }] = await Promise.all([
    import('better-auth'),
    import('better-auth/adapters/drizzle'),
    import('better-auth/plugins/magic-link'),
    import('@better-auth/passkey'),
  ]);
  const refuseUnverified = (isVerified: boolean | undefined) => {
    if (!isVerified) throw new APIError('BAD_REQUEST', { code: 'USER_NOT_VERIFIED' });
  };
  const isDisabled = async (id: string) => {
    const [row] = await db
      .select({ at: accounts.organizers.disabledAt })
      .from(accounts.organizers)
      .where(eq(accounts.organizers.id, id));
    return row === undefined || row.at !== null;
  };
  return betterAuth({
    baseURL: origin,
    basePath,
    secret: keyOf(secret),
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: accounts.organizers,
        session: accounts.organizerSessions,
        account: accounts.organizerLogins,
        verification: accounts.organizerVerifications,
        passkey: accounts.organizerPasskeys,
        rateLimit: accounts.organizerRateLimits,
      },
    }),
    emailAndPassword: { enabled: false },
    user: {
      additionalFields: {
        locale: { type: 'string', required: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    session: {
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      // `requireFresh` and `requireWaysIn` ask, which go by the proof and not by the session's age.
      freshAge: 0,
      additionalFields: {
        provedAt: { type: 'date', required: false, input: false },
        provedBy: { type: 'string', required: false, input: false },
      },
    },
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 30 },
    advanced: {
      cookiePrefix: 'untolled',
      useSecureCookies: origin.startsWith('https://'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: [networkHeader], ipv6Subnet: 128 },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            if (await isDisabled(session.userId)) return false;
            const provedBy = PROOF_OF_PATH[context?.path ?? ''] ?? session.provedBy ?? 'link';
            const userAgent = session.userAgent?.slice(0, 300) ?? null;
            return { data: { ...session, ipAddress: null, userAgent, provedAt: new Date(), provedBy } };
          },
        },
      },
    },
    plugins: [
      magicLink({
        expiresIn: linkSeconds,
        disableSignUp: true,
        storeToken: 'hashed',
        sendMagicLink: async ({ email, token }) => sendLink?.({ email, token }),
      }),
      passkey({
        rpID: new URL(origin).hostname,
        rpName: 'Untolled',
        origin,
        // The plugin itself takes a touch without a PIN or a finger, which would be one factor.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => refuseUnverified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: async ({ verification }) => refuseUnverified(verification.authenticationInfo.userVerified),
        },
      }),
    ],
  });
}

/** better-auth as configured here. */
export type OrganizerAuth = Awaited<ReturnType<typeof createOrganizerAuth>>;

let made: Promise<OrganizerAuth> | undefined;

/** The one of this process, made on first use from its environment and pool. */
export function organizerAuth(): Promise<OrganizerAuth> {
  const { origin, secret } = env();
  made ??= createOrganizerAuth({ db: connection().db, origin, secret });
  return made;
}

/** Name of the session's cookie at an origin. */
export const sessionCookieName = (origin: string) =>
  `${origin.startsWith('https://') ? '__Secure-' : ''}untolled.session_token`;

/**
 * Opens a session for an organizer who showed who they are in a way that better-auth does not know (a recovery code, an invitation), and answers its id and the
 * `Set-Cookie` value, which is better-auth's: the token and its HMAC-SHA-256 in base64. Hand it out only after such a proof. Throws for an account that is disabled.
 */
export async function openSession(
  { organizerId, by, userAgent = null }: { organizerId: string; by: Proof; userAgent?: string | null },
  auth: OrganizerAuth,
  { origin, secret }: { origin: string; secret: string },
): Promise<{ id: string; cookie: string }> {
  const { internalAdapter } = await auth.$context;
  const session = await internalAdapter.createSession(organizerId, false, { provedBy: by, userAgent });
  if (!session) throw new Error('no session is opened for an account that is disabled');
  const signature = createHmac('sha256', keyOf(secret)).update(session.token).digest('base64');
  const value = encodeURIComponent(`${session.token}.${signature}`);
  const secure = origin.startsWith('https://') ? '; Secure' : '';
  const cookie = `${sessionCookieName(origin)}=${value}; Max-Age=${sessionSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`;
  return { id: session.id, cookie };
}

/** The `Set-Cookie` value that takes the session's cookie away. */
export function closingCookie(origin: string): string {
  const secure = origin.startsWith('https://') ? '; Secure' : '';
  return `${sessionCookieName(origin)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
