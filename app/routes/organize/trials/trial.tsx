import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { postTrial } from './trial.deed.server.ts';
import { type TrialDone, TrialPage } from './trial.page.tsx';
import { viewTrial } from './trial.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).trials.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.read');
  return viewTrial(seat, args.params.campaign);
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.publish');
  const result = await postTrial(seat, args.params.campaign, await args.request.formData());
  if (!('done' in result)) return data(result.answer, { status: result.status });
  const to = `/organize/${seat.organization.slug}/campaigns/${args.params.campaign}/trial?done=${result.done}`;
  return redirect(localePath(localeOf(args.params.lang), to), 303);
}

const dones: readonly TrialDone[] = ['started', 'stopped', 'taken'];

export default function TrialRoute() {
  const answer = useActionData<typeof action>() ?? null;
  const said = useSearchParams()[0].get('done');
  const done = answer ? null : (dones.find((one) => one === said) ?? null);
  return <TrialPage view={useLoaderData<typeof loader>()} answer={answer} done={done} />;
}
