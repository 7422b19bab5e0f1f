import type { LoaderFunctionArgs } from '@remix-run/node';
import { findExport } from '#app/domain/export/list.server.ts';
import { toExport } from '#app/http/api/organizer-entries.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.export, args, async ({ params: { id: publicId = '' }, holder, origin }) => {
    const run = await findExport({ organizationId: holder.organizationId, publicId });
    return run ? { body: toExport(run, origin) } : unknown('export');
  });
}
