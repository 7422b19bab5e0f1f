import type { LoaderFunctionArgs } from '@remix-run/node';
import { configuredPlaces } from '#app/domain/export/configured.server.ts';
import { noteDownload, openExportFile } from '#app/domain/export/download.server.ts';
import { isPersonal } from '#app/domain/export/query.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { scopeProblem, serveToken } from '#app/http/api/serve-token.ts';
import { answerDownload } from '#app/http/private-download.ts';

const refusals = {
  unknown: { status: 404, title: 'There is no such file' },
  not_done: { status: 410, title: 'The export is not done, or its files have expired' },
  elsewhere: { status: 503, title: 'The files lie on another machine' },
} as const;

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.exportFile, args, async ({ params, holder: { organizationId, actor, scopes } }) => {
    const what = { organizationId, publicId: params.id ?? '', name: params.file ?? '' };
    const opened = await openExportFile({ ...what, base: configuredPlaces().base });
    if (!opened.ok) return refusals[opened.reason];
    if (isPersonal(opened.query) && !scopes.includes('signatures.read')) return scopeProblem('signatures.read');
    const { response, isBegin } = answerDownload(args.request, { ...opened.file, read: opened.read });
    if (isBegin) await noteDownload({ ...what, actor, query: opened.query });
    return { response };
  });
}
