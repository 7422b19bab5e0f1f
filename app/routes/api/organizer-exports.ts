import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { askExport } from '#app/domain/export/ask.server.ts';
import { findExport, listExports } from '#app/domain/export/list.server.ts';
import { isPersonal } from '#app/domain/export/query.ts';
import { toExport } from '#app/http/api/organizer-entries.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { exportProblems, unknown } from '#app/http/api/organizer-refusals.ts';
import { scopeProblem, serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.exports, args, async ({ holder, origin }) => {
    const runs = await listExports(holder.organizationId);
    return { body: { entries: runs.map((run) => toExport(run, origin)) } };
  });
}

export function action(args: ActionFunctionArgs) {
  return serveToken(deeds.askExport, args, async ({ body: request, holder, origin, given }) => {
    const { organizationId, actor, scopes } = holder;
    if (isPersonal(request.query) && !scopes.includes('signatures.read')) return scopeProblem('signatures.read');
    const asked = await askExport({ organizationId, actor, locale: 'en', request }, given);
    if (!asked.ok) return exportProblems[asked.reason];
    const run = await findExport({ organizationId, publicId: asked.publicId }, given);
    return run ? { body: toExport(run, origin) } : unknown('export');
  });
}
