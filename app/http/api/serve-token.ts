import { createHash } from 'node:crypto';
import type { LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import { ALL_ON, type Switches } from '#app/domain/installation/switches.ts';
import { writeOnce } from '#app/domain/token/once.server.ts';
import { findTokenHolder, type TokenHolder } from '#app/domain/token/token.server.ts';
import type { TokenScope } from '#app/domain/token/token.ts';
import { closed, limits, type Problem } from './answer.ts';
import { cursorAfter } from './cursor.ts';
import { type ApiLimit, countRequest, countTokenRequest } from './limit.ts';
import type { TokenOperation } from './operation.ts';
import { faultsOf, parseParams } from './queries.ts';

/** What a deed under a token answers: a body with the key of the place to go on from, a response of its own, or why there is none. Own choice. */
export type TokenResult = { body: unknown; next?: string | null } | { response: Response } | Problem;

/** What a deed under a token is handed: who asks, what, the site's origin, and, in a write, the transaction that the answer is kept in. */
export interface TokenAsked<Query extends z.ZodObject, Body extends z.ZodType> {
  query: z.output<Query>;
  body: z.output<Body>;
  params: Readonly<Record<string, string | undefined>>;
  holder: TokenHolder;
  origin: string;
  given: Parameters<Parameters<typeof writeOnce>[1]>[0];
  switches: Switches;
}

type Args = Pick<LoaderFunctionArgs, 'request' | 'context' | 'params'>;

const CHALLENGE = 'Bearer realm="untolled"';
const types = { json: 'application/json; charset=utf-8', hal: 'application/hal+json; charset=utf-8' };

/** Whether a result is a refusal. */
const isProblem = (result: TokenResult): result is Problem => 'status' in result;

/** A refusal under a token as `application/problem+json`; no page of another site may read it. Sources: RFC 9457; RFC 6750, section 3. */
export function refuseToken(
  { status, title, faults }: Problem,
  limit: ApiLimit | null = null,
  challenge = '',
): Response {
  const headers = new Headers({ ...closed, ...(limit ? limits(limit) : {}) });
  headers.set('Content-Type', 'application/problem+json; charset=utf-8');
  if (challenge !== '') headers.set('WWW-Authenticate', challenge);
  if (status === 429 && limit) headers.set('Retry-After', String(limit.resetSeconds));
  if (status === 503) headers.set('Retry-After', '60');
  const said = { type: 'about:blank', status, title, ...(faults ? { faults } : {}) };
  return new Response(`${JSON.stringify(said)}\n`, { status, headers });
}

/** The token of a request: a bearer, or for OSDI's clients its own header; null when there is none. Nothing of a cookie is looked at. Source: RFC 6750, 2.1; OSDI 1.2, "Authentication". */
function tokenOf(headers: Headers): string | null {
  const bearer = /^Bearer +([\w~+/.-]+=*)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return bearer ?? headers.get('osdi-api-token');
}

/**
 * Answers one request under a token: 401 without a good one, 429 past the limit (of the network for those without, else of the token), 403 for a scope that it lacks, 400 or 422 for what
 * cannot be read, all as RFC 9457; then what `respond` says. A POST needs an `Idempotency-Key` and is done once. What `respond` throws is a fault.
 */
export async function serveToken<Query extends z.ZodObject, Body extends z.ZodType>(
  operation: TokenOperation<Query, Body>,
  { request, context, params }: Args,
  respond: (asked: TokenAsked<Query, Body>) => Promise<TokenResult>,
): Promise<Response> {
  const token = tokenOf(request.headers);
  const holder = token === null ? null : await findTokenHolder(token);
  if (!holder) {
    const limit = await countRequest(context.networkKey('day'));
    if (limit?.isExceeded) return tooMany(limit);
    const title =
      token === null ? 'A token is needed: Authorization: Bearer' : 'The token is unknown, taken back or has expired';
    return refuseToken(
      { status: 401, title },
      limit,
      token === null ? CHALLENGE : `${CHALLENGE}, error="invalid_token"`,
    );
  }
  const limit = await countTokenRequest(holder.tokenId);
  if (limit.isExceeded) return tooMany(limit);
  if (request.method !== operation.method.toUpperCase())
    return refuseToken({ status: 405, title: `This address takes ${operation.method.toUpperCase()}` }, limit);
  if (operation.scope !== null && !holder.scopes.includes(operation.scope)) return lacks(operation.scope, limit);
  const switches = context.switches ?? ALL_ON;
  if (operation.method !== 'get' && switches.isReadOnly)
    return refuseToken({ status: 503, title: 'Everything can only be read at the moment' }, limit);
  const url = new URL(request.url);
  const parsed = parseParams(operation.query, url.searchParams);
  if (!parsed.ok) return refuseToken({ status: 400, title: 'The query cannot be read', faults: parsed.faults }, limit);
  const asked = { query: parsed.query, params, holder, origin: url.origin, switches };
  if (operation.method !== 'post') {
    const result = await respond({ ...asked, body: undefined as z.output<Body>, given: {} });
    if (isProblem(result)) return refused(result, limit);
    if ('response' in result) return withLimits(result.response, limit);
    const { body, next = null } = result;
    return said(operation, JSON.stringify(named(body, next)), { limit, next: next === null ? null : after(url, next) });
  }
  return written(operation, request, asked, { limit, respond });
}

/** A page of a list says where it goes on. */
function named(body: unknown, next: string | null): unknown {
  const isPage = typeof body === 'object' && body !== null && 'entries' in body;
  return isPage ? { ...body, next: next === null ? null : cursorAfter(next) } : body;
}

async function written<Query extends z.ZodObject, Body extends z.ZodType>(
  operation: TokenOperation<Query, Body>,
  request: Request,
  asked: Omit<TokenAsked<Query, Body>, 'body' | 'given'>,
  { limit, respond }: { limit: ApiLimit; respond: (asked: TokenAsked<Query, Body>) => Promise<TokenResult> },
): Promise<Response> {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    return refuseToken({ status: 400, title: 'An Idempotency-Key of 1 to 200 printable characters is needed' }, limit);
  const text = await request.text();
  const body = parsedBody(operation.body, text);
  if (!body.ok) return refuseToken(body.problem, limit);
  const { pathname, search } = new URL(request.url);
  const requestHash = createHash('sha256').update(`${request.method} ${pathname}${search}\n`).update(text).digest();
  const done = await writeOnce<Problem>({ tokenId: asked.holder.tokenId, key, requestHash }, async (given) => {
    const result = await respond({ ...asked, body: body.value, given });
    if (isProblem(result)) return { ok: false, refusal: result };
    if ('response' in result) throw new Error('a write answers no file');
    return { ok: true, answer: { status: operation.status, body: JSON.stringify(result.body) } };
  });
  if (done.outcome === 'refused') return refused(done.refusal, limit);
  if (done.outcome === 'under_way')
    return refuseToken({ status: 409, title: 'A request under this Idempotency-Key is under way' }, limit);
  if (done.outcome === 'other_request')
    return refuseToken({ status: 422, title: 'This Idempotency-Key was used for another request' }, limit);
  const response = said(operation, done.answer.body, { limit, next: null });
  if (done.outcome === 'repeated') response.headers.set('Idempotent-Replayed', 'true');
  return response;
}

function parsedBody<Body extends z.ZodType>(
  shape: Body | null,
  text: string,
): { ok: true; value: z.output<Body> } | { ok: false; problem: Problem } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: { status: 400, title: 'The body is no JSON' } };
  }
  // PostgreSQL takes no NUL in a text.
  if (text.includes('\\u0000')) return { ok: false, problem: { status: 400, title: 'The body holds a NUL character' } };
  const parsed = shape?.safeParse(json);
  if (!shape || !parsed) return { ok: true, value: json as z.output<Body> };
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problem: { status: 422, title: 'The body cannot be taken', faults: faultsOf(shape, parsed.error) },
  };
}

/** A refusal for want of a scope. Own choice. */
export const scopeProblem = (scope: TokenScope): Problem => ({
  status: 403,
  title: `The token needs the scope ${scope}`,
});

const lacks = (scope: TokenScope, limit: ApiLimit) =>
  refuseToken(scopeProblem(scope), limit, `${CHALLENGE}, error="insufficient_scope", scope="${scope}"`);

const refused = (problem: Problem, limit: ApiLimit) => refuseToken(problem, limit);

const tooMany = (limit: ApiLimit) =>
  refuseToken({ status: 429, title: `More than ${limit.requests} requests in a minute; try again later` }, limit);

function withLimits(response: Response, limit: ApiLimit): Response {
  for (const [name, value] of Object.entries(limits(limit))) response.headers.set(name, value);
  return response;
}

function said(
  { status, type = 'json' }: TokenOperation,
  text: string,
  { limit, next }: { limit: ApiLimit; next: string | null },
): Response {
  const headers = new Headers({ ...closed, ...limits(limit) });
  if (next !== null) headers.set('Link', `<${next}>; rel="next"`);
  if (status === 204) return new Response(null, { status, headers });
  headers.set('Content-Type', type === 'hal' ? types.hal : types.json);
  return new Response(`${text}\n`, { status, headers });
}

function after(url: URL, key: string): string {
  const next = new URL(url);
  next.searchParams.set('cursor', cursorAfter(key));
  return `${next.pathname}${next.search}`;
}
