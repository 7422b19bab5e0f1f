import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, type Problem, refuse, type Sharing } from './answer.ts';
import { countRequest } from './limit.ts';
import { type ApiName, type ApiQuery, parseQuery } from './queries.ts';

/** What a list or document answers: a body, the cursor of the page after it, and who may keep it; or why there is none. Own choice. */
export type ApiResult = { body: unknown; next?: string | null; sharing?: Sharing } | Problem;

/**
 * Answers one request of the API: counts it for its network, parses the query, and turns what `respond` gives into JSON; `origin` is the
 * site's own, without a trailing slash. Refuses with 429 past the limit and 400 for a faulty query, both as RFC 9457. What `respond` throws is
 * a fault.
 */
export async function serve<Name extends ApiName>(
  name: Name,
  { request, context }: Pick<LoaderFunctionArgs, 'request' | 'context'>,
  respond: (query: ApiQuery<Name>, origin: string) => ApiResult | Promise<ApiResult>,
): Promise<Response> {
  const limit = await countRequest(context.networkKey('day'));
  if (limit?.isExceeded) {
    return refuse({ status: 429, title: `More than ${limit.requests} requests in a minute; try again later` }, limit);
  }
  const url = new URL(request.url);
  // The simulated address of development (`visitor.ts`) is no parameter of the API.
  if (context.isDevelopment) url.searchParams.delete('as');
  const parsed = parseQuery(name, url.searchParams);
  if (!parsed.ok) return refuse({ status: 400, title: 'The query cannot be read', faults: parsed.faults }, limit);
  const result = await respond(parsed.query, url.origin);
  if ('status' in result) return refuse(result, limit);
  const { body, next = null, sharing } = result;
  return answer(request, body, { sharing, next: next === null ? null : nextAddress(url, next), limit });
}

function nextAddress(url: URL, cursor: string): string {
  const next = new URL(url);
  next.searchParams.set('cursor', cursor);
  return `${next.pathname}${next.search}`;
}
