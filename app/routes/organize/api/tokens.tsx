import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listTokens } from '#app/domain/token/token.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { changeTokens } from './tokens.deeds.server.ts';
import { TokensPage } from './tokens.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).api.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'token.read');
  return { seat, tokens: await listTokens(seat.organization.id), at: new Date() };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'token.change');
  const answer = await changeTokens(args, seat);
  return data(answer, { status: answer.done === 'refused' ? 422 : 200 });
}

export default function TokensRoute() {
  return <TokensPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
