import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { findBatch } from '#app/domain/review/batch.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { BatchPage } from './batch.page.tsx';
import { batchDeed, changeBatch, numberOf } from './batch.query.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: seen, location }) => {
  const locale = localeOfPath(location.pathname);
  const isMoving = seen?.batch.state === 'queued' || seen?.batch.state === 'running' || seen?.batch.state === 'undoing';
  const title = organizerMeta(locale, organizeMessagesIn(locale).review.batches.number(seen?.batch.id ?? 0));
  return isMoving ? [...title, { httpEquiv: 'refresh', content: '3' }] : title;
};

const statusOf = { unknown: 404, over: 409, not_undoable: 409, no_reason: 422 } as const;

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'review.read');
  const batch = await findBatch({ batchId: numberOf(args.params.batch), organizationId: seat.organization.id });
  if (!batch) throw new Response(null, { status: 404 });
  return { seat, batch };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'review.decide');
  const form = await parseForm(args.request, batchDeed);
  if (form.status !== 'success') return data({ refusal: null, isIncomplete: true }, { status: 422 });
  const which = { batchId: numberOf(args.params.batch), organizationId: organization.id, actor };
  const done = await changeBatch(which, form.value);
  if (done.ok) return data({ refusal: null, isIncomplete: false });
  return data({ refusal: done.reason, isIncomplete: false }, { status: statusOf[done.reason] });
}

export default function BatchRoute() {
  return <BatchPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
