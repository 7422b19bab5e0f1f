import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { cancelExport } from '#app/domain/export/ask.server.ts';
import { findExport } from '#app/domain/export/list.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { ExportPage } from './export.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

const unknown = () => new Response(null, { status: 404, headers: privateHeaders() });

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).exports.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'export.read');
  const run = await findExport({ organizationId: seat.organization.id, publicId: args.params.export ?? '' });
  if (!run) throw unknown();
  return { seat, run, site: new URL(args.request.url).origin };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, actor } = await requireSeat(args, 'export.counts');
  const { export: publicId = '' } = args.params;
  const run = await findExport({ organizationId: organization.id, publicId });
  if (!run) throw unknown();
  await cancelExport({ organizationId: organization.id, publicId, actor });
  const path = localePath(localeOf(args.params.lang), `/organize/${organization.slug}/exports/${publicId}`);
  return redirect(path, { status: 303, headers: privateHeaders() });
}

export default function ExportRoute() {
  return <ExportPage {...useLoaderData<typeof loader>()} />;
}
