import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { readSignatures } from '#app/domain/review/read.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { SignaturesPage } from './signatures.page.tsx';
import { batchPost, decide, searchOf } from './signatures.query.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).review.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'review.read');
  const { typed, search, unread } = searchOf(args.request);
  const organizationId = seat.organization.id;
  const found = search && (await readSignatures({ organizationId, actor: seat.actor, search }));
  return data({ seat, typed, unread, found }, { status: unread.length > 0 ? 422 : 200 });
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'review.decide');
  const form = await parseForm(args.request, batchPost);
  if (form.status !== 'success')
    return data({ sent: form.reply(), preview: null, fault: 'form' as const }, { status: 422 });
  const { search } = searchOf(args.request);
  const done = await decide({ seat, search, wish: form.value });
  if ('batchId' in done)
    return redirect(
      localePath(localeOf(args.params.lang), `/organize/${seat.organization.slug}/review/batches/${done.batchId}`),
      303,
    );
  return data({ sent: form.reply(), ...done }, { status: done.fault ? 422 : 200 });
}

export default function SignaturesRoute() {
  return <SignaturesPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
