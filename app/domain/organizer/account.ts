import { z } from 'zod';
import { emailSchema, forbiddenInName, nameSchema } from '../signature/signature.ts';
import { ROLES } from './permissions.ts';

/** By what a session's person showed who they are; `db/schema` keeps the same list. Only a passkey is two factors (possession, and a PIN, finger or face). ASVS 5.0, 6.3.3. */
export type Proof = 'passkey' | 'link' | 'recovery' | 'invitation';

/** How many recovery codes one gets at a time. Own choice. */
export const recoveryCodeCount = 10;

/** How long an invitation holds, in milliseconds: by mail a week, printed by a command a day. Own choice. */
export const invitationMs = { mail: 7 * 24 * 60 * 60_000, command: 24 * 60 * 60_000 } as const;

/** How long a change of address waits for the new mailbox, in milliseconds. Own choice. */
export const emailChangeMs = 60 * 60_000;

/** Passkeys that one organizer may have at once. Own choice. */
export const mostPasskeys = 20;

/** Open invitations of one organization at once. Own choice. */
export const mostInvitations = 100;

/** An e-mail address as organizers' accounts keep it: lower case. Refuses as `emailSchema`. */
const organizerEmail = emailSchema.transform((address) => address.toLowerCase());

/** A page of this site to return to; `app/http/return-path.ts` checks it. */
const to = z.string().max(500).default('');

/** Whether a session counts as two factors: opened by a passkey, or the account has none yet. Decision 0030. */
export function isTwoFactor({ provedBy, hasPasskey }: { provedBy: Proof; hasPasskey: boolean }): boolean {
  return provedBy === 'passkey' || !hasPasskey;
}

/** Whether a session may change the ways into its account: as `isTwoFactor`, and after a recovery code, which is kept for a lost passkey. Decision 0030. */
export function mayChangeWaysIn(session: { provedBy: Proof; hasPasskey: boolean }): boolean {
  return isTwoFactor(session) || session.provedBy === 'recovery';
}

/** What a browser posts in the course of showing or adding a passkey: its answer as JSON, and where to go on to. */
export const passkeyForm = z.object({
  response: z.string().max(20_000).default(''),
  name: z.string().trim().max(80).default(''),
  to,
});

/** Asks for a mailed link. */
export const linkForm = z.object({ email: organizerEmail, to });

/** Signs in by a recovery code. */
export const recoverForm = z.object({
  email: organizerEmail,
  code: z.string({ error: 'text_missing' }).trim().min(1, 'text_missing').max(100, 'text_long'),
  to,
});

const intent = z.string().max(40).default('');

/** Name and language of an account. */
export const profileForm = z.object({ intent, name: nameSchema, locale: z.enum(['en', 'es']).catch('en') });

/** A new address for an account. */
export const emailForm = z.object({ intent, email: organizerEmail });

/** What is done to one passkey, session, membership or invitation; `id` says to which. */
export const pieceForm = z.object({
  intent,
  id: z.string().max(100).default(''),
  name: z.string().trim().max(80, 'text_long').default(''),
  role: z.enum(ROLES).optional().catch(undefined),
  sure: z.string().max(10).default(''),
});

/** Invites somebody to an organization. */
export const inviteForm = z.object({ intent, email: organizerEmail, role: z.enum(ROLES, { error: 'role_missing' }) });

/** Accepts an invitation; `name` is needed of somebody new alone. */
export const acceptForm = z.object({ name: z.string().trim().max(100, 'text_long').default('') });

const organizationName = z
  .string({ error: 'text_missing' })
  .trim()
  .min(1, 'text_missing')
  .max(120, 'text_long')
  .refine((name) => !forbiddenInName.test(name), 'name_characters');

/** Words of addresses under `/organize/` that no organization can be called by. */
export const RESERVED_SLUGS: readonly string[] = [
  'account',
  'again',
  'auth',
  'email',
  'invitation',
  'link',
  'new',
  'passkey',
  'recover',
  'sign-in',
  'sign-out',
];

/** The name of an organization in addresses; it never changes. */
export const slugSchema = z
  .string({ error: 'text_missing' })
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'slug_shape')
  .refine((slug) => !RESERVED_SLUGS.includes(slug), 'slug_taken');

/** A new organization. */
export const organizationForm = z.object({ name: organizationName, slug: slugSchema });

/** What an owner may change of an organization; empty means none. */
export const settingsForm = z.object({
  name: organizationName,
  postalAddress: z.string().trim().max(500, 'text_long').default(''),
  replyTo: z.union([z.literal(''), emailSchema]).default(''),
});

/** A name for addresses made of an organization's name: "Café Ünited" gives "cafe-united". Own choice. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}

const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
] as const;
const SYSTEMS = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** Browser and system that a `User-Agent` names, as their makers call them; null for what it does not say. Enough to know one's own devices. Own choice. */
export function deviceOf(userAgent: string | null): { browser: string | null; system: string | null } {
  const named = (list: readonly (readonly [string, RegExp])[]) =>
    list.find(([, sign]) => sign.test(userAgent ?? ''))?.[0] ?? null;
  return { browser: named(BROWSERS), system: named(SYSTEMS) };
}
