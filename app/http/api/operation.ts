import { z } from 'zod';
import type { TokenScope } from '#app/domain/token/token.ts';

/** One deed of the API under a token: what `serveToken` asks and checks, and what the OpenAPI document says. `path` is below `/api/v1`. */
export interface TokenOperation<Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType> {
  id: string;
  method: 'get' | 'post' | 'delete';
  path: string;
  /** What the token must be allowed; null: every token. */
  scope: TokenScope | null;
  summary: string;
  description: string;
  query: Query;
  params?: z.ZodObject;
  body: Body | null;
  answer: z.ZodType | null;
  status: 200 | 201 | 202 | 204;
  /** `application/hal+json`, or a file; JSON when left out. */
  type?: 'json' | 'hal' | 'file';
  /** Titles of the refusals that are its own, by status. */
  refusals?: Partial<Record<404 | 409 | 410 | 422 | 503, string>>;
}

/** Checks an operation without widening it. Own choice. */
export function operation<Query extends z.ZodObject, Body extends z.ZodType>(
  one: TokenOperation<Query, Body>,
): TokenOperation<Query, Body> {
  return one;
}

/** No parameter at all. Own choice. */
export const noQuery = z.strictObject({});

/** The instant at or after which what is listed was changed. Own choice. */
export const modifiedSince = z.iso.datetime({ error: 'is no instant such as 2026-11-01T00:00:00Z' }).optional().meta({
  description: 'Only what was made, confirmed, withdrawn, erased or otherwise moved at or after this instant.',
});

/** The parameters of the address. Own choice. */
export const slugParam = z.object({ campaign: z.string().meta({ description: 'Slug of a campaign.' }) });
