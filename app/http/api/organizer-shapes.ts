import { z } from 'zod';
import { EXPORT_KINDS, EXPORT_STATES } from '#app/domain/export/export.ts';
import { TOKEN_SCOPES } from '#app/domain/token/token.ts';
import { WEBHOOK_EVENTS } from '#app/domain/webhook/webhook.ts';
import { day, instant } from './fields.ts';

const text = (description: string) => z.string().meta({ description });
const count = (description: string) => z.int().meta({ description });
const orNull = <T extends z.ZodType>(shape: T) =>
  shape.nullable().meta({ description: shape.description ?? 'Null: none.' });
const state = orNull(text('Two letters of the state or territory; null when it is not known.'));
const isp = orNull(text('Slug of the ISP that the person stated; null when it is not in the catalogue or not known.'));
const locale = z.enum(['en', 'es']).meta({ description: 'Language of the form.' });

/** What a token is. Own choice. */
export const holderShape = z
  .object({
    organization: text('Slug of the organization that the token speaks for.'),
    scopes: z.array(z.enum(TOKEN_SCOPES)).meta({ description: 'What it may do.' }),
  })
  .meta({ id: 'TokenHolder' });

/** A campaign for its own organization. Own choice. */
export const campaignShape = z
  .object({
    slug: text('Its key in every address.'),
    state: z
      .enum(['draft', 'scheduled', 'open', 'closed', 'won', 'archived'])
      .meta({ description: 'Where it stands.' }),
    goal: count('Signatures aimed at.'),
    version: count('Rises by one with each saving.'),
    counted: count('Signatures confirmed and counted, less those withdrawn or invalidated.'),
    opensAt: orNull(instant),
    closesAt: orNull(instant),
    createdAt: instant,
    modifiedAt: instant,
    texts: z
      .array(
        z.object({
          locale,
          title: text('Title.'),
          summary: text('One or two sentences.'),
          ask: text('What is asked.'),
          body: text('The petition, Markdown.'),
        }),
      )
      .meta({ description: 'Its words, by language.' }),
    consent: z
      .array(z.object({ id: count('To be sent back as `consentTextId`.'), locale, body: text('The wording.') }))
      .meta({ description: 'Wordings of consent that stand under the sign form now.' }),
  })
  .meta({ id: 'OwnCampaign' });

/** Counts of one group. Own choice. */
export const countShape = z
  .object({
    day: day.nullable().meta({ description: 'UTC day of the confirmation; null when not grouped by day.' }),
    isp: orNull(text('Slug of the ISP, empty when not known; null when not grouped by ISP.')),
    state: orNull(text('State, empty when not known; null when not grouped by state.')),
    signed: count('Came in.'),
    withdrawn: count('Went out by the signer.'),
    invalidated: count('Went out by a moderator.'),
    moved: count('Came to this ISP and state by correction, less those who left it so.'),
    counted: count('What is left of the four.'),
  })
  .meta({ id: 'CountRow' });

/** A member of the organization's list. Own choice. */
export const memberShape = z
  .object({
    id: count('Its number, for ever.'),
    email: orNull(text('Address; null when erased.')),
    isp,
    state,
    locale,
    status: z
      .enum(['confirmed', 'unsubscribed', 'suppressed'])
      .meta({ description: 'Only confirmed members may be written to.' }),
    source: text('By which door: page, sign, embed or import.'),
    consent: orNull(text('The wording that the member agreed to.')),
    consentedAt: instant,
    createdAt: instant,
    modifiedAt: instant,
  })
  .meta({ id: 'Member' });

/** A signature with its person. Own choice. */
export const signerShape = z
  .object({
    id: count('Its number, for ever.'),
    campaign: text('Slug of the campaign.'),
    status: z.enum(['confirmed', 'suspicious', 'withdrawn', 'invalidated']).meta({ description: 'Where it stands.' }),
    name: orNull(text('Null when erased.')),
    email: orNull(text('Null when erased.')),
    zip: orNull(text('Null when erased.')),
    state,
    isp,
    locale,
    source: orNull(text('What the address said that the signer came by.')),
    partner: orNull(text('Slug of the partner on whose site the form stood.')),
    isNamePublic: z.boolean().meta({ description: 'Whether the name may be handed in with the petition.' }),
    consentTextId: orNull(count('The wording under the form.')),
    isCounted: z.boolean().meta({ description: 'Whether the ledger counts it now.' }),
    createdAt: instant,
    confirmedAt: orNull(instant),
    modifiedAt: instant,
  })
  .meta({ id: 'Signature' });

/** An export. Own choice. */
export const exportShape = z
  .object({
    id: z.uuid().meta({ description: 'Its number.' }),
    kind: z.enum(EXPORT_KINDS).meta({ description: 'What it holds.' }),
    state: z.enum(EXPORT_STATES).meta({ description: 'Its files are there while it is `done`.' }),
    format: text('A format of rows, or `files`.'),
    purpose: orNull(text('What for, as it was asked.')),
    rows: count('Rows written so far.'),
    estimate: orNull(count('About how many there will be; null when not known.')),
    createdAt: instant,
    finishedAt: orNull(instant),
    expiresAt: orNull(instant),
    failure: orNull(text('Why it failed.')),
    files: z
      .array(
        z.object({
          name: text('Name.'),
          bytes: count('Length.'),
          sha256: text('Digest, hexadecimal.'),
          rows: orNull(count('Rows in it.')),
          href: z.url().meta({ description: 'Where it is fetched, under the same token.' }),
        }),
      )
      .meta({ description: 'Its files, `manifest.json` among them.' }),
  })
  .meta({ id: 'Export' });

/** A webhook. Own choice. */
export const webhookShape = z
  .object({
    id: z.uuid().meta({ description: 'Its number.' }),
    url: z.url().meta({ description: 'Where events are posted to.' }),
    events: z.array(z.enum(WEBHOOK_EVENTS)).meta({ description: 'What it is told of.' }),
    createdAt: instant,
    failingSince: orNull(instant),
    disabledAt: orNull(instant),
    disabledWhy: orNull(text('Why nothing is sent any more.')),
  })
  .meta({ id: 'Webhook' });

/** A webhook as it is made: with its secret, this once. Own choice. */
export const madeWebhookShape = webhookShape
  .extend({ secret: text('Verifies the signatures: `whsec_` and base64 (Standard Webhooks).') })
  .meta({ id: 'MadeWebhook' });

/** A form that was taken. Own choice. */
export const takenShape = z
  .object({
    status: z.literal('pending').meta({ description: 'It counts when its mailbox is proved; a mail asks for that.' }),
    campaign: text('Slug of the campaign.'),
  })
  .meta({ id: 'TakenSignature' });

/** A token's organization. Own choice. */
export type HolderShape = z.infer<typeof holderShape>;
/** A campaign for its own organization. Own choice. */
export type CampaignShape = z.infer<typeof campaignShape>;
/** An export. Own choice. */
export type ExportShape = z.infer<typeof exportShape>;
/** A webhook. Own choice. */
export type WebhookShape = z.infer<typeof webhookShape>;
