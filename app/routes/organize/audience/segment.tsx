import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { readFields } from '#app/domain/segment/fields.ts';
import { archiveSegment, saveSegment } from '#app/domain/segment/saved.server.ts';
import { segmentForm } from '#app/domain/segment/segment.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { SegmentPage } from './segment.page.tsx';
import { segmentIdOf, segmentView } from './segment.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: seen, location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, seen?.saved?.name ?? organizeMessagesIn(locale).audience.segments.newTitle);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'audience.read');
  const fields = new URL(args.request.url).searchParams;
  return {
    seat,
    isSaved: fields.has('saved'),
    ...(await segmentView(seat.organization.id, args.params.segment, fields)),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'audience.change');
  const form = await parseForm(args.request, segmentForm);
  if (form.status !== 'success') return data({ refusal: null, name: '' }, { status: 422 });
  const { intent, name, fields } = form.value;
  const which = { organizationId: organization.id, actor };
  const id = segmentIdOf(args.params.segment);
  const home = localePath(localeOf(args.params.lang), `/organize/${organization.slug}/audience/segments`);
  const isGone = intent === 'archive' && id && (await archiveSegment({ ...which, id }));
  if (intent === 'archive')
    return isGone ? redirect(home, 303) : data({ refusal: 'unknown' as const, name }, { status: 404 });
  const done = await saveSegment({ ...which, id, name, query: readFields(new URLSearchParams(fields)).query });
  if (done.ok) return redirect(`${home}/${done.id}?saved`, 303);
  return data({ refusal: done.reason, name }, { status: done.reason === 'unknown' ? 404 : 422 });
}

export default function SegmentRoute() {
  return <SegmentPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
