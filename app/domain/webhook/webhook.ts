import { z } from 'zod';

/** What webhooks tell of; `db/schema/api.ts` keeps the same list. */
export const WEBHOOK_EVENTS = [
  'signature.confirmed',
  'signature.withdrawn',
  'letter.sent',
  'subscription.confirmed',
  'subscription.ended',
  'campaign.changed',
  'export.done',
  'broadcast.sent',
  'test',
] as const;

/** One of `WEBHOOK_EVENTS`. */
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Where telling an event to one address stands; `db/schema/api.ts` keeps the same list. */
export const WEBHOOK_STATES = ['queued', 'delivered', 'failed'] as const;

/** One of `WEBHOOK_STATES`. */
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Events that can be chosen: all but the test, which every webhook takes. */
export const CHOSEN_EVENTS = WEBHOOK_EVENTS.filter((event) => event !== 'test');

/** A wish for a webhook: where to, and what it is told of. Whether the address may be asked is settled by the verb. */
export const webhookWish = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1, 'is missing')
    .max(500, 'is longer than 500 characters')
    .meta({ description: 'Begins with https.' }),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1, 'names no event').meta({ description: 'What it is told of.' }),
});

/** The same wish as a form of a page, which carries other fields too. */
export const webhookForm = z.object(webhookWish.shape);

/** The forms of a webhook's page: one intent each. `since`: an instant of the form field `datetime-local`, UTC. */
export const webhookDeed = z.object({
  intent: z.enum(['test', 'rotate', 'reveal', 'enable', 'remove', 'replay', 'replay_since']),
  message: z.uuid().optional(),
  since: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/)
    .optional(),
});

/** Pauses after each failed attempt, in seconds; after the last one it is given up: nine attempts in about 22 hours. Own choice, near the schedule of Standard Webhooks. */
export const RETRY_SECONDS = [5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600] as const;

/** How long an address may fail without one success before nothing is sent to it any more, in milliseconds: five days. Own choice. */
export const FAILING_MS = 5 * 86_400_000;

/** How long the secret before the newest goes on signing, in milliseconds: a day. Own choice. */
export const OLD_SECRET_MS = 86_400_000;

/** How long events are kept to be told again, in milliseconds: 30 days. Own choice. */
export const MESSAGES_KEPT_MS = 30 * 86_400_000;

/** Webhooks that an organization may have. Own choice. */
export const MAX_WEBHOOKS = 10;

/** Most events that one wish tells again. Own choice. */
export const MAX_REPLAYED = 10_000;

/** Bytes of an answer that are kept for the log. Own choice. */
export const ANSWER_BYTES = 500;

/** Why an address cannot be taken: it is none, it is not https, it holds a name and password, or it is in a private network. */
export const URL_FAULTS = ['no_address', 'not_https', 'credentials', 'private_network'] as const;

/** One of `URL_FAULTS`. */
export type UrlFault = (typeof URL_FAULTS)[number];

/** Why nothing is sent any more: it failed for days, it answered 410, or an operator's rule changed. */
export type DisabledWhy = 'failing' | 'gone';

/** A webhook as its organization sees it: never its secret. */
export interface WebhookSeen {
  publicId: string;
  url: string;
  events: WebhookEvent[];
  createdBy: string;
  createdAt: Date;
  secretVersion: number;
  secretChangedAt: Date;
  failingSince: Date | null;
  disabledAt: Date | null;
  disabledWhy: string | null;
}

/** One event as the log of a webhook shows it. `answer`: the beginning of the last answer, or what went wrong. */
export interface DeliverySeen {
  message: string;
  event: WebhookEvent;
  at: Date;
  state: WebhookState;
  attempts: number;
  nextAttemptAt: Date;
  status: number | null;
  answer: string | null;
  deliveredAt: Date | null;
}
