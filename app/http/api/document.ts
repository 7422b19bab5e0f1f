import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { messagesIn } from '#app/messages/messages.ts';
import { API_REQUESTS_A_MINUTE } from './limit.ts';
import { historyShape, publicCampaignShape } from './public-count-shapes.ts';
import { type ApiName, queries } from './queries.ts';
import { incidentShape, noticeShape } from './register-shapes.ts';
import * as shapes from './shapes.ts';
import { securitySchemes, tokenPaths } from './token-document.ts';

interface Operation {
  name: Exclude<ApiName, 'openapi'>;
  path: string;
  summary: string;
  description: string;
  answer: z.ZodType;
  params?: z.ZodObject;
  /** What is said where there is nothing to find at an address that is well formed. */
  mayBeMissing?: string;
  /** Whether the answer is about the caller and kept by nobody. */
  isPrivate?: true;
}

const operations: readonly Operation[] = [
  {
    name: 'isps',
    path: '/isps',
    summary: 'The ISPs of the catalogue',
    description: 'Internet providers of the United States by their name of today, in the order of their slugs.',
    answer: shapes.pageShape(shapes.ispShape),
  },
  {
    name: 'isp',
    path: '/isps/{slug}',
    summary: 'One ISP',
    description:
      'Owner, names, technology, subscribers and networks; the six questions of `/isps/criteria` with the evidence of each answer; its own replies, word for word; and the sentences that may be cited about it. Each with its sources.',
    answer: shapes.ispRecordShape,
    params: z.object({ slug: z.string().meta({ description: 'Slug of an ISP.', example: 'comcast' }) }),
    mayBeMissing: 'No ISP of the catalogue has this slug',
  },
  {
    name: 'identify',
    path: '/identify',
    summary: 'The ISP of the caller',
    description:
      'What the network address of the caller says about its ISP. It answers about the address that the request comes from and no other; the address is neither repeated nor kept.',
    answer: shapes.identifyShape,
    isPrivate: true,
  },
  {
    name: 'speed-index',
    path: '/speed-index',
    summary: 'Netflix ISP Speed Index',
    description:
      'Published monthly values by month, list and name. Bitrates of streams: do not compare them across years; do not join ranks that count other names; months without an entry are gaps.',
    answer: shapes.pageShape(shapes.speedIndexShape),
  },
  {
    name: 'incidents',
    path: '/incidents',
    summary: 'The register of incidents',
    description:
      'What ISPs did, when, what they said, how it ended, with sources and their own replies; the newest first. An entry that was public and is not now leaves the list; `state=withdrawn` and `state=needs_information` give its notice.',
    answer: shapes.pageShape(z.union([incidentShape, noticeShape])),
  },
  {
    name: 'measurements',
    path: '/measurements',
    summary: 'What people measure today',
    description:
      'Figures per ISP from tests that people ran and handed in, by slug. An ISP with fewer than 30 tests or 10 networks is not in the list.',
    answer: shapes.pageShape(shapes.measurementShape),
  },
  {
    name: 'campaigns',
    path: '/campaigns',
    summary: 'Campaigns and their counts',
    description:
      'Public campaigns by slug, each with the verified count: signatures confirmed, less those withdrawn or invalidated.',
    answer: shapes.pageShape(publicCampaignShape),
  },
  {
    name: 'campaign-counts',
    path: '/campaigns/{slug}/counts',
    summary: 'The count of a campaign by hour or day',
    description:
      'What entered and left the count in each UTC hour or day, oldest first; spans in which nothing did are left out. Totals alone: breakdowns by ISP and state are published with small groups hidden (`/campaigns/{slug}/counting`).',
    answer: historyShape,
    params: z.object({ slug: z.string().meta({ description: 'Slug of a campaign.' }) }),
    mayBeMissing: 'There is no public campaign of this slug',
  },
];

const headers = z.object({
  ETag: z.string().optional().meta({ description: 'Send it back as `If-None-Match`.' }),
  Link: z.string().optional().meta({ description: 'The next page, `rel="next"` (RFC 8288).' }),
  'RateLimit-Limit': z.string().optional().meta({ description: 'Requests that a network may make in a minute.' }),
  'RateLimit-Remaining': z.string().optional().meta({ description: 'How many are left.' }),
  'RateLimit-Reset': z.string().optional().meta({ description: 'Seconds until they come back.' }),
});

const refusal = (description: string, example: z.infer<typeof shapes.problemShape>) => ({
  description,
  content: { 'application/problem+json': { schema: shapes.problemShape, example } },
});
const blank = 'about:blank' as const;
const misspelt = { parameter: 'ips', message: 'is unknown here; known: limit, cursor, isp, month' };

function pathOf({ name, path, summary, description, answer, params, mayBeMissing, isPrivate }: Operation) {
  return [
    path,
    {
      get: {
        operationId: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
        summary,
        description,
        requestParams: { query: queries[name], ...(params ? { path: params } : {}) },
        responses: {
          '200': { description: summary, headers, content: { 'application/json': { schema: answer } } },
          ...(isPrivate ? {} : { '304': { description: 'The caller holds this very answer.' } }),
          '400': refusal('The query cannot be read; each fault is named.', {
            type: blank,
            status: 400,
            title: 'The query cannot be read',
            faults: [misspelt],
          }),
          ...(mayBeMissing
            ? {
                '404': refusal('There is nothing at this address.', {
                  type: blank,
                  status: 404,
                  title: mayBeMissing,
                }),
              }
            : {}),
          '429': {
            ...refusal('Too many requests of one network in a minute.', {
              type: blank,
              status: 429,
              title: `More than ${API_REQUESTS_A_MINUTE} requests in a minute; try again later`,
            }),
            headers: retryAfter,
          },
          '500': refusal('A fault of the site; `requestId` names it to the operator.', {
            type: blank,
            status: 500,
            title: messagesIn('en').listener.fault.title,
            requestId: 'Qx3k9aB1-2f',
          }),
        },
      },
    },
  ] as const;
}

const retryAfter = z.object({ 'Retry-After': z.string().meta({ description: 'Seconds to wait.' }) });

/**
 * The OpenAPI 3.1 description of the API, made from the schemas that parse its queries and that its answers are typed by. `origin`: the site's,
 * without a trailing slash. Source: OpenAPI Specification 3.1.1.
 */
export function apiDocument(origin: string): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Untolled: how ISPs treat streaming',
      version: '1.0.0',
      description:
        `The public record as data: read-only, without a key, from any page (CORS). At most ${API_REQUESTS_A_MINUTE} requests a minute and network. ` +
        'Below `/organizer` and `/osdi`, programmes act for an organization under a token; no page of another site may read those. ' +
        'Every list comes in pages: follow `next`. Every public answer has an entity tag. Every figure carries its source; quote it with the source. ' +
        'Within version 1 fields are only added.',
    },
    servers: [{ url: `${origin}/api/v1` }],
    paths: { ...Object.fromEntries(operations.map(pathOf)), ...tokenPaths() } as ZodOpenApiPathsObject,
    components: { securitySchemes },
  });
}
