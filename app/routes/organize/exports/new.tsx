import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { NewExportPage } from './new.page.tsx';
import { askFor, readNewExport } from './new.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).exports.ask);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'export.read');
  return { seat, view: await readNewExport(seat, new URL(args.request.url).searchParams) };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'export.counts');
  const asked = await askFor(seat, args);
  if (!asked.ok) return data({ refusal: asked.reason }, { status: asked.reason === 'too_many' ? 429 : 422 });
  const path = `/organize/${seat.organization.slug}/exports${asked.publicId ? `/${asked.publicId}` : '?scheduled'}`;
  return redirect(localePath(localeOf(args.params.lang), path), { status: 303, headers: privateHeaders() });
}

export default function NewExportRoute() {
  return (
    <NewExportPage {...useLoaderData<typeof loader>()} refusal={useActionData<typeof action>()?.refusal ?? null} />
  );
}
