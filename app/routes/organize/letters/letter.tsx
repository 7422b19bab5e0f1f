import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { type ShouldRevalidateFunctionArgs, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { postLetter } from './letter.deed.server.ts';
import { type LetterDone, LetterPage } from './letter.page.tsx';
import { viewLetter } from './letter.view.server.ts';

export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).letters.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  return viewLetter(seat, args.params, new URL(args.request.url).searchParams, localeOf(args.params.lang));
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  const pageLocale = localeOf(args.params.lang);
  const posted = await args.request.formData();
  const { status, answer } = await postLetter({ seat, params: args.params, pageLocale, posted });
  return data(answer, { status });
}

/** A preview that follows what is typed changes nothing that was loaded. */
export function shouldRevalidate({ formData, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return formData?.get('intent') !== 'preview' && defaultShouldRevalidate;
}

const dones: readonly LetterDone[] = ['saved', 'joined', 'unchanged', 'retiredNow', 'restored'];

export default function LetterRoute() {
  const answer = useActionData<typeof action>() ?? null;
  const said = useSearchParams()[0].get('done');
  const done = answer ? null : (dones.find((one) => one === said) ?? null);
  return <LetterPage view={useLoaderData<typeof loader>()} answer={answer} done={done} />;
}
