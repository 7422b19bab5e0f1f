import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { isTwoFactor } from '#app/domain/organizer/account.ts';
import { askForLink } from '#app/domain/organizer/link.server.ts';
import { findSignedIn } from '#app/domain/organizer/seat.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { networkText, organizerPath } from '#app/http/organizer-auth.server.ts';
import { requireSignedIn } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnPage, TooManyPage } from '#app/ui/organizer/own.tsx';
import { PasskeyButton } from '#app/ui/organizer/passkey-button.tsx';

export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.again.title);
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const to = organizerPath(searchParams.get('to'));
  const signedIn = await findSignedIn(request.headers);
  const address = localePath(localeOf(params.lang), `/organize/sign-in?to=${encodeURIComponent(to)}`);
  if (!signedIn) throw redirect(address, { status: 303, headers: privateHeaders() });
  const { organizer, hasPasskey } = signedIn;
  return { to, organizer, hasPasskey, needsPasskey: !isTwoFactor(signedIn), isSent: searchParams.has('sent') };
}

export async function action(args: ActionFunctionArgs) {
  const { organizer } = await requireSignedIn(args);
  const locale = localeOf(args.params.lang);
  const to = organizerPath(new URL(args.request.url).searchParams.get('to'));
  const network = networkText(args.context);
  const asked = await askForLink({ email: organizer.email, returnPath: to, locale, network });
  if (!asked.ok) return data({ retryAfterMs: asked.retryAfterMs }, { status: 429 });
  return redirect(localePath(locale, `/organize/again?sent&to=${encodeURIComponent(to)}`), 303);
}

export default function AgainRoute() {
  const { to, organizer, hasPasskey, needsPasskey, isSent } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { again } = useOrganizeMessages().account;
  if (answer?.retryAfterMs) return <TooManyPage retryAfterMs={answer.retryAfterMs} />;
  return (
    <OwnPage organizer={organizer} title={again.title} lede={needsPasskey ? again.ledePasskey : again.lede}>
      <div className="act organizer-narrow">
        {hasPasskey ? <PasskeyButton deed="again" to={to} label={again.passkey} /> : <LinkForm isSent={isSent} />}
      </div>
      {hasPasskey ? (
        <p>
          <PageLink to="/organize/recover">{again.lost}</PageLink>
        </p>
      ) : null}
    </OwnPage>
  );
}

function LinkForm({ isSent }: { isSent: boolean }) {
  const { again, sent } = useOrganizeMessages().account;
  return (
    <form method="post">
      <p>{isSent ? sent.lede : again.linkText}</p>
      <Button weight={isSent ? 'quiet' : 'deed'}>{again.link}</Button>
    </form>
  );
}
