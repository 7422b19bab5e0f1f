import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { askAuth, organizerAddress, organizerPath, takeSignIn } from '#app/http/organizer-auth.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnPage, TooManyPage } from '#app/ui/organizer/own.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.link.title);
};

export function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  return { to: organizerPath(new URL(request.url).searchParams.get('to')) };
}

export async function action(args: ActionFunctionArgs) {
  const to = organizerAddress(args, new URL(args.request.url).searchParams.get('to'));
  const token = encodeURIComponent(args.params.token ?? '');
  const answer = await askAuth(args, `/magic-link/verify?token=${token}`);
  const taken = await takeSignIn(args, answer, 'link');
  if (taken.ok) return redirect(to, { status: 303, headers: taken.headers });
  return data({ refused: taken.reason }, { status: taken.reason === 'too_many' ? 429 : 404 });
}

/** The button that a scanner of mails does not press. */
export default function LinkRoute() {
  const { to } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refused;
  const { link } = useOrganizeMessages().account;
  if (refused === 'too_many') return <TooManyPage retryAfterMs={60_000} />;
  return (
    <OwnPage organizer={null} title={refused ? link.badTitle : link.title} lede={refused ? link.badLede : link.lede}>
      {refused ? (
        <ButtonLink to={`/organize/sign-in?to=${encodeURIComponent(to)}`}>{link.another}</ButtonLink>
      ) : (
        <form method="post">
          <Button>{link.button}</Button>
        </form>
      )}
    </OwnPage>
  );
}
