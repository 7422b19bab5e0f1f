import type { LoaderFunctionArgs } from '@remix-run/node';
import { readMembers } from '#app/domain/token/people.server.ts';
import { memberAsPerson, osdiPage } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.people, args, async ({ query, holder: { organizationId, actor }, origin }) => {
    const { per_page: limit, cursor: after = 0, modified_since: since } = query;
    const modifiedSince = since === undefined ? null : new Date(since);
    const { rows, next } = await readMembers({ organizationId, actor, after, limit, modifiedSince });
    const people = rows.map((row) => memberAsPerson(row, origin));
    const place = { url: args.request.url, origin, perPage: limit, next: next === null ? null : String(next) };
    return { body: osdiPage('osdi:people', people, place), next: place.next };
  });
}
