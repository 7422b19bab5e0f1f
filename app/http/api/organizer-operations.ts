import { z } from 'zod';
import { exportRequest, SIGNATURE_STATUSES } from '#app/domain/export/query.ts';
import { COUNT_GROUPS, recordedForm } from '#app/domain/token/token.ts';
import { webhookWish } from '#app/domain/webhook/webhook.ts';
import { modifiedSince, noQuery, operation, slugParam } from './operation.ts';
import * as shapes from './organizer-shapes.ts';
import { cursor, numbered, paging } from './queries.ts';
import { pageShape } from './shapes.ts';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'is no slug: lower-case letters, digits and hyphens');
const idParam = (what: string) => z.object({ id: z.string().meta({ description: `Number of the ${what}.` }) });

/** The three values of the last row of counts that a page held. */
const countCursor = cursor((key) => {
  const parts = key.split('|');
  const [day = '', isp = '', state = ''] = parts;
  return parts.length === 3 ? ([day, isp, state] as const) : null;
});

const by = z
  .string()
  .transform((text, context) => {
    const groups = text.split(',');
    const known = COUNT_GROUPS.filter((group) => groups.includes(group));
    if (known.length === groups.length) return known;
    context.addIssue({
      code: 'custom',
      message: `is not some of ${COUNT_GROUPS.join(', ')}, parted by commas, each once`,
    });
    return z.NEVER;
  })
  .optional()
  .meta({ description: 'Groups, parted by commas: `day`, `isp`, `state`. Without, one row.', examples: ['day,isp'] });

/** Every deed of the REST API under a token. Own choice. */
export const organizerOperations = {
  holder: operation({
    id: 'holder',
    method: 'get',
    path: '/organizer',
    scope: null,
    summary: 'Whom the token speaks for',
    description: 'The organization of the token and what the token may do.',
    query: noQuery,
    body: null,
    answer: shapes.holderShape,
    status: 200,
  }),
  campaigns: operation({
    id: 'ownCampaigns',
    method: 'get',
    path: '/organizer/campaigns',
    scope: 'campaigns.read',
    summary: 'Campaigns',
    description: 'Campaigns of the organization, drafts too, oldest first, with the wordings of consent in force.',
    query: z.strictObject({ ...paging, cursor: numbered }),
    body: null,
    answer: pageShape(shapes.campaignShape),
    status: 200,
  }),
  campaign: operation({
    id: 'ownCampaign',
    method: 'get',
    path: '/organizer/campaigns/{campaign}',
    scope: 'campaigns.read',
    summary: 'One campaign',
    description: 'As in the list.',
    query: noQuery,
    params: slugParam,
    body: null,
    answer: shapes.campaignShape,
    status: 200,
    refusals: { 404: 'The organization has no such campaign' },
  }),
  counts: operation({
    id: 'ownCounts',
    method: 'get',
    path: '/organizer/campaigns/{campaign}/counts',
    scope: 'counts.read',
    summary: 'Counts of a campaign',
    description:
      'By any mix of day, ISP and state, from the journals of the count, as the export of counts gives them: exact, small groups too, so publish no small ones. At most a few seconds old.',
    query: z.strictObject({ ...paging, cursor: countCursor, by }),
    params: slugParam,
    body: null,
    answer: pageShape(shapes.countShape),
    status: 200,
    refusals: { 404: 'The organization has no such campaign' },
  }),
  people: operation({
    id: 'people',
    method: 'get',
    path: '/organizer/people',
    scope: 'people.read',
    summary: 'Members of the list',
    description: 'Everybody who is or was on the list of the organization. Each page read is written into the audit.',
    query: z.strictObject({ ...paging, cursor: numbered, modified_since: modifiedSince }),
    body: null,
    answer: pageShape(shapes.memberShape),
    status: 200,
  }),
  signatures: operation({
    id: 'signatures',
    method: 'get',
    path: '/organizer/signatures',
    scope: 'signatures.read',
    summary: 'Signatures with their people',
    description:
      'Signatures on the campaigns of the organization, by number; those that wait for their mailbox are never given. Each page read is written into the audit. Erased ones stay, without the person.',
    query: z.strictObject({
      ...paging,
      cursor: numbered,
      modified_since: modifiedSince,
      campaign: slug.optional().meta({ description: 'Slug of one campaign.' }),
      status: z
        .enum(SIGNATURE_STATUSES, { error: `is none of ${SIGNATURE_STATUSES.join(', ')}` })
        .optional()
        .meta({ description: 'Where they stand.' }),
    }),
    body: null,
    answer: pageShape(shapes.signerShape),
    status: 200,
  }),
  sign: operation({
    id: 'recordSignature',
    method: 'post',
    path: '/organizer/signatures',
    scope: 'signatures.write',
    summary: 'Hand in a signature',
    description:
      'Takes the form of a person who was shown the wording of consent. It counts only when the mailbox is proved by the mail that follows. The answer is the same whoever signed before.',
    query: noQuery,
    body: recordedForm,
    answer: shapes.takenShape,
    status: 202,
    refusals: {
      404: 'The organization has no such campaign',
      409: 'The campaign takes no signatures now',
      422: 'The form cannot be taken',
      503: 'No signatures are taken at the moment',
    },
  }),
  exports: operation({
    id: 'exports',
    method: 'get',
    path: '/organizer/exports',
    scope: 'exports.read',
    summary: 'Exports',
    description: 'The newest hundred exports of the organization.',
    query: noQuery,
    body: null,
    answer: pageShape(shapes.exportShape),
    status: 200,
  }),
  askExport: operation({
    id: 'askExport',
    method: 'post',
    path: '/organizer/exports',
    scope: 'exports.write',
    summary: 'Ask for an export',
    description:
      'Made by the worker; poll the answer until it is `done`. Exports of people need the scope `signatures.read` besides, and a purpose, which is kept. `destination` must be `page`.',
    query: noQuery,
    body: exportRequest.refine(({ destination }) => destination === 'page', {
      path: ['destination'],
      message: 'must be page',
    }),
    answer: shapes.exportShape,
    status: 202,
    refusals: {
      404: 'The organization has no such campaign or filing set',
      409: 'Too many exports wait',
      422: 'The request cannot be taken',
    },
  }),
  export: operation({
    id: 'export',
    method: 'get',
    path: '/organizer/exports/{id}',
    scope: 'exports.read',
    summary: 'One export',
    description: 'Where it stands, and its files when it is done.',
    query: noQuery,
    params: idParam('export'),
    body: null,
    answer: shapes.exportShape,
    status: 200,
    refusals: { 404: 'The organization has no such export' },
  }),
  exportFile: operation({
    id: 'exportFile',
    method: 'get',
    path: '/organizer/exports/{id}/files/{file}',
    scope: 'exports.read',
    summary: 'A file of an export',
    description:
      'The bytes. Those of people need the scope `signatures.read` besides; the download is written into the audit.',
    query: noQuery,
    params: idParam('export').extend({ file: z.string().meta({ description: 'Name of the file.' }) }),
    body: null,
    answer: null,
    status: 200,
    type: 'file',
    refusals: { 404: 'There is no such file', 410: 'Its files are not there', 503: 'Its files lie on another machine' },
  }),
  webhooks: operation({
    id: 'webhooks',
    method: 'get',
    path: '/organizer/webhooks',
    scope: 'webhooks.write',
    summary: 'Webhooks',
    description: 'The addresses that are told of events.',
    query: noQuery,
    body: null,
    answer: pageShape(shapes.webhookShape),
    status: 200,
  }),
  makeWebhook: operation({
    id: 'makeWebhook',
    method: 'post',
    path: '/organizer/webhooks',
    scope: 'webhooks.write',
    summary: 'Make a webhook',
    description: 'The answer holds the secret; the page of the webhook shows it again.',
    query: noQuery,
    body: webhookWish,
    answer: shapes.madeWebhookShape,
    status: 201,
    refusals: { 409: 'The organization has as many webhooks as it may have', 422: 'The address cannot be taken' },
  }),
  removeWebhook: operation({
    id: 'removeWebhook',
    method: 'delete',
    path: '/organizer/webhooks/{id}',
    scope: 'webhooks.write',
    summary: 'Remove a webhook',
    description: 'With its log. Nothing more is sent.',
    query: noQuery,
    params: idParam('webhook'),
    body: null,
    answer: null,
    status: 204,
    refusals: { 404: 'The organization has no such webhook' },
  }),
} as const;
