import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireFresh, requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { doDeed } from './steps.deed.server.ts';
import { type StepsDone, StepsPage } from './steps.page.tsx';
import { viewSteps } from './steps.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data, location }) =>
  organizerMeta(localeOfPath(location.pathname), data?.sheet.content.texts.en?.title || data?.sheet.slug || '');

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.read');
  return viewSteps(seat, args.params.campaign, localeOf(args.params.lang));
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.publish');
  const { organization, actor } = seat;
  const posted = await args.request.clone().formData();
  if (posted.get('deed') === 'discard') requireFresh(seat, args);
  const own = { organizationId: organization.id, slug: args.params.campaign ?? '', actor };
  const result = await doDeed(own, posted);
  if (!result.ok) return data({ answer: result.answer }, { status: 409 });
  const list = `/organize/${organization.slug}`;
  const to = result.deed === 'discard' ? list : `${list}/campaigns/${own.slug}?done=done#life`;
  return redirect(localePath(localeOf(args.params.lang), to), 303);
}

const dones: readonly StepsDone[] = ['saved', 'savedMeanwhile', 'unchanged', 'done'];

export default function StepsRoute() {
  const answer = useActionData<typeof action>()?.answer ?? null;
  const said = useSearchParams()[0].get('done');
  const done = dones.find((one) => one === said) ?? null;
  return <StepsPage view={useLoaderData<typeof loader>()} done={answer ? null : done} answer={answer} />;
}
