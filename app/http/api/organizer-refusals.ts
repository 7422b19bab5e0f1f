import type { ExportRefusal } from '#app/domain/export/ask.server.ts';
import type { RecordRefusal } from '#app/domain/token/sign.server.ts';
import type { UrlFault } from '#app/domain/webhook/webhook.ts';
import type { Problem } from './answer.ts';

/** Refusals of a signature that came by a token. Own choice. */
export const recordProblems = {
  campaign_unknown: { status: 404, title: 'The organization has no such campaign' },
  campaign_not_open: { status: 409, title: 'The campaign is not open yet' },
  campaign_closed: { status: 409, title: 'The campaign is closed' },
  consent_unknown: {
    status: 422,
    title: 'The body cannot be taken',
    faults: [{ parameter: 'consentTextId', message: 'is no wording of the campaign in this language' }],
  },
} satisfies Record<RecordRefusal, Problem>;

/** Refusals of an export. Own choice. */
export const exportProblems = {
  campaign_unknown: { status: 404, title: 'The organization has no such campaign' },
  set_unknown: { status: 404, title: 'The organization has no such filing set' },
  set_cancelled: { status: 409, title: 'The filing set was cancelled' },
  too_many: { status: 409, title: 'Five exports wait already; wait until one is done' },
} satisfies Record<ExportRefusal, Problem>;

const urlProblem = (message: string): Problem => ({
  status: 422,
  title: 'The address cannot be taken',
  faults: [{ parameter: 'url', message }],
});

/** Refusals of a webhook. Own choice. */
export const webhookProblems = {
  no_address: urlProblem('is no address of the web'),
  not_https: urlProblem('must begin with https://'),
  credentials: urlProblem('must hold no name and password'),
  private_network: urlProblem('is in a private network'),
  too_many: { status: 409, title: 'The organization has ten webhooks already' },
} satisfies Record<UrlFault | 'too_many', Problem>;

/** Nothing of this number belongs to the organization. Own choice. */
export const unknown = (what: string): Problem => ({ status: 404, title: `The organization has no such ${what}` });
