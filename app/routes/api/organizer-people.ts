import type { LoaderFunctionArgs } from '@remix-run/node';
import { readMembers } from '#app/domain/token/people.server.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.people, args, async ({ query, holder: { organizationId, actor } }) => {
    const { limit, cursor: after = 0, modified_since: since } = query;
    const modifiedSince = since === undefined ? null : new Date(since);
    const { rows, next } = await readMembers({ organizationId, actor, after, limit, modifiedSince });
    return { body: { entries: rows }, next: next === null ? null : String(next) };
  });
}
