import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { storeImport } from '#app/domain/subscriber/import.server.ts';
import { uploadForm } from '#app/domain/subscriber/import.ts';
import { listImports } from '#app/domain/subscriber/import-list.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { ListsPage } from './lists.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).audience.lists.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'audience.read');
  return { seat, imports: await listImports(seat.organization.id) };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'audience.change');
  const form = await parseForm(args.request, uploadForm);
  const { upload } = args.context;
  if (form.status !== 'success' || !upload) return data({ refusal: 'empty' as const, name: '' }, { status: 422 });
  const { name } = form.value;
  const file = { name, fileName: upload.fileName, pieces: upload.pieces() };
  const kept = await storeImport({ organizationId: organization.id, actor, ...file });
  if (!kept.ok) return data({ refusal: kept.reason, name }, { status: 422 });
  const path = `/organize/${organization.slug}/audience/lists/${kept.importId}`;
  return redirect(localePath(localeOf(args.params.lang), path), 303);
}

export default function ListsRoute() {
  return <ListsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
