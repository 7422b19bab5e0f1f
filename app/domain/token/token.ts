import { z } from 'zod';
import { emailSchema, nameSchema, zipSchema } from '../signature/signature.ts';

/** What a token may do; `db/schema/api.ts` keeps the same list. Reading people and signatures gives names and addresses. */
export const TOKEN_SCOPES = [
  'campaigns.read',
  'counts.read',
  'people.read',
  'signatures.read',
  'signatures.write',
  'exports.read',
  'exports.write',
  'webhooks.write',
] as const;

/** One of `TOKEN_SCOPES`. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Scopes that reach names and addresses: making a token with one of them asks for a proof of identity that is ten minutes old at most. */
export const PERSONAL_SCOPES: readonly TokenScope[] = ['people.read', 'signatures.read', 'exports.write'];

/** How long a token may hold, in days. Own choice: a year at most, so that a forgotten one ends. */
export const TOKEN_DAYS = [30, 90, 365] as const;

/** The form that makes a token. */
export const tokenForm = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1),
  days: z.coerce
    .number()
    .pipe(
      z.union(TOKEN_DAYS.map((days) => z.literal(days)) as [z.ZodLiteral<30>, z.ZodLiteral<90>, z.ZodLiteral<365>]),
    ),
});

/** A parsed wish for a token. */
export type TokenWish = z.output<typeof tokenForm>;

/** Tokens begin with this, so that scanners of leaked secrets know them. */
export const TOKEN_PREFIX = 'untolled_';

/** Characters of a token that are shown for telling tokens apart, the prefix among them. */
export const HINT_CHARS = TOKEN_PREFIX.length + 6;

/** A token as organizers see it: never the token itself. Instants in UTC. */
export interface TokenSeen {
  id: number;
  name: string;
  hint: string;
  scopes: TokenScope[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** A signature that comes by a token. `consentTextId`: the wording that the signer was shown, in the language of `locale`; `source`: where the form stood. */
export const recordedForm = z.strictObject({
  campaign: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'is no slug')
    .meta({ description: 'Slug of the campaign.' }),
  name: nameSchema.meta({ description: 'As the person writes it, at most 100 characters.' }),
  email: emailSchema.meta({ description: 'Gets a mail with the link that confirms the signature.' }),
  zip: zipSchema.meta({ description: 'US ZIP, five digits or ZIP+4.' }),
  isp: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/, 'is no slug')
    .meta({ description: 'Slug of an ISP of `/isps` as the person stated it, or `other`.' }),
  locale: z.enum(['en', 'es']).default('en').meta({ description: 'Language of the form, and of the mail.' }),
  isNamePublic: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether the person agreed that the name is handed in with the petition.' }),
  consentTextId: z
    .int()
    .min(1)
    .max(999_999_999)
    .meta({ description: 'The wording that stood under the form: `consent` of the campaign.' }),
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'is not 1 to 60 small letters, digits, dots, hyphens')
    .nullable()
    .default(null)
    .meta({ description: 'Where the form stood; counts by source say `api-` and this.' }),
});

/** Such a form, parsed. */
export type RecordedForm = z.output<typeof recordedForm>;

/** What counts that a token reads are grouped by. */
export const COUNT_GROUPS = ['day', 'isp', 'state'] as const;

/** One of `COUNT_GROUPS`. */
export type CountGroup = (typeof COUNT_GROUPS)[number];
