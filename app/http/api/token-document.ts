import { z } from 'zod';
import { API_REQUESTS_A_MINUTE, TOKEN_REQUESTS_A_MINUTE } from './limit.ts';
import type { TokenOperation } from './operation.ts';
import { organizerOperations } from './organizer-operations.ts';
import { osdiOperations } from './osdi-operations.ts';
import { problemShape } from './shapes.ts';

const limited = {
  'RateLimit-Limit': z.string().optional().meta({ description: 'Requests that a token may make in a minute.' }),
  'RateLimit-Remaining': z.string().optional().meta({ description: 'How many are left.' }),
  'RateLimit-Reset': z.string().optional().meta({ description: 'Seconds until they come back.' }),
};
const headers = z.object({
  ...limited,
  Link: z.string().optional().meta({ description: 'The next page, `rel="next"` (RFC 8288).' }),
});
const challenge = z.object({
  'WWW-Authenticate': z.string().meta({ description: 'What is missing (RFC 6750).' }),
});
const retryAfter = z.object({ 'Retry-After': z.string().meta({ description: 'Seconds to wait.' }) });
const idempotency = z.object({
  'Idempotency-Key': z.string().min(1).max(200).meta({
    description:
      'Of your own making, one for each write. The same key with the same request gives the same answer for a day.',
  }),
});

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemShape } },
});

const contents = { json: 'application/json', hal: 'application/hal+json', file: 'application/octet-stream' } as const;

/** The ways in: a bearer token, and OSDI's own header for it. Sources: RFC 6750; OSDI 1.2. */
export const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A token that an owner of the organization makes on the page "API and webhooks"; its scopes say what it may do.',
  },
  osdiToken: {
    type: 'apiKey',
    in: 'header',
    name: 'OSDI-API-Token',
    description: 'The same token, for clients of OSDI.',
  },
} as const;

/** One deed under a token as OpenAPI has it: its path and the entry under its method. */
function pathItem(one: TokenOperation) {
  const { id, method, path, scope, summary, description, query, params, body, answer, status, type = 'json' } = one;
  const isWrite = method === 'post';
  const good =
    type === 'file'
      ? {
          description: summary,
          headers,
          content: { [contents.file]: { schema: z.string().meta({ format: 'binary' }) } },
        }
      : { description: summary, headers, ...(answer ? { content: { [contents[type]]: { schema: answer } } } : {}) };
  const own = Object.entries(one.refusals ?? {}).map(([code, title]) => [code, refusal(title)]);
  return {
    operationId: id,
    tags: [path.startsWith('/osdi') ? 'OSDI' : 'Organizers'],
    summary,
    description: scope === null ? description : `${description} Scope: \`${scope}\`.`,
    security: path.startsWith('/osdi') ? [{ token: [] }, { osdiToken: [] }] : [{ token: [] }],
    requestParams: { query, ...(params ? { path: params } : {}), ...(isWrite ? { header: idempotency } : {}) },
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      [String(status)]: good,
      '400': refusal('The query or the body cannot be read; each fault is named.'),
      '401': { ...refusal('No token, or none that holds.'), headers: challenge },
      '403': { ...refusal('The token lacks a scope.'), headers: challenge },
      ...(isWrite
        ? {
            '409': refusal('A request under this key is under way, or it cannot be done now.'),
            '413': refusal('The body is longer than 64 KB.'),
            '415': refusal('The body is no JSON.'),
            '422': refusal('The body cannot be taken, or the key was used for another request.'),
          }
        : {}),
      '429': {
        ...refusal(
          `More than ${TOKEN_REQUESTS_A_MINUTE} requests of a token in a minute, or ${API_REQUESTS_A_MINUTE} of a network without one.`,
        ),
        headers: retryAfter,
      },
      ...(method === 'get' ? {} : { '503': { ...refusal('Everything can only be read.'), headers: retryAfter } }),
      ...Object.fromEntries(own),
      '500': refusal('A fault of the site; `requestId` names it to the operator.'),
    },
  };
}

/** The paths of all deeds under a token. */
export function tokenPaths(): Record<string, Record<string, ReturnType<typeof pathItem>>> {
  const paths: Record<string, Record<string, ReturnType<typeof pathItem>>> = {};
  const all = [...Object.values(organizerOperations), ...Object.values(osdiOperations)] as unknown as TokenOperation[];
  for (const one of all) paths[one.path] = { ...paths[one.path], [one.method]: pathItem(one) };
  return paths;
}
