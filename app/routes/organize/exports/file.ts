import type { LoaderFunctionArgs } from '@remix-run/node';
import { configuredPlaces } from '#app/domain/export/configured.server.ts';
import { noteDownload, openExportFile } from '#app/domain/export/download.server.ts';
import { isPersonal, permissionFor } from '#app/domain/export/query.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { requireFresh, requireSeat } from '#app/http/organizer-seat.server.ts';
import { answerDownload } from '#app/http/private-download.ts';
import { privateHeaders } from '#app/http/private-page.ts';

const no = (status: number) => new Response(null, { status, headers: privateHeaders() });

/** One file of an export, from its beginning or from where a download broke off. */
export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'export.read');
  const what = {
    organizationId: seat.organization.id,
    publicId: args.params.export ?? '',
    name: args.params.file ?? '',
  };
  const opened = await openExportFile({ ...what, base: configuredPlaces().base });
  if (!opened.ok) throw no(opened.reason === 'elsewhere' ? 503 : opened.reason === 'not_done' ? 410 : 404);
  if (!may(seat.role, permissionFor(opened.query), false)) throw no(403);
  if (isPersonal(opened.query)) requireFresh(seat, args);
  const { response, isBegin } = answerDownload(args.request, { ...opened.file, read: opened.read });
  if (isBegin) await noteDownload({ ...what, actor: seat.actor, query: opened.query });
  return response;
}
