import type { LoaderFunctionArgs } from '@remix-run/node';
import { osdiEntry } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.entry, args, async ({ origin }) => ({ body: osdiEntry(origin) }));
}
