import type { LoaderFunctionArgs } from '@remix-run/node';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.holder, args, async ({ holder: { organizationSlug, scopes } }) => ({
    body: { organization: organizationSlug, scopes },
  }));
}
