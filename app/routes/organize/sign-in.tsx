import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { linkForm } from '#app/domain/organizer/account.ts';
import { askForLink } from '#app/domain/organizer/link.server.ts';
import { findSignedIn } from '#app/domain/organizer/seat.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { networkText, organizerAddress, organizerPath } from '#app/http/organizer-auth.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { TooManyPage } from '#app/ui/organizer/own.tsx';
import { LinkSentPage, SignInPage } from './sign-in.page.tsx';

export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.signIn.title);
};

export async function loader(args: LoaderFunctionArgs) {
  localeOf(args.params.lang);
  const { searchParams } = new URL(args.request.url);
  const to = searchParams.get('to');
  if (await findSignedIn(args.request.headers))
    throw redirect(organizerAddress(args, to), { headers: privateHeaders() });
  return { to: organizerPath(to), isSent: searchParams.has('sent'), isDevelopment: args.context.isDevelopment };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, linkForm);
  if (form.status !== 'success') return data({ sent: form.reply(), retryAfterMs: 0 }, { status: 422 });
  const to = organizerPath(form.value.to);
  const wish = { email: form.value.email, returnPath: to, locale, network: networkText(context) };
  const asked = await askForLink(wish);
  if (!asked.ok) return data({ sent: null, retryAfterMs: asked.retryAfterMs }, { status: 429 });
  return redirect(localePath(locale, `/organize/sign-in?sent&to=${encodeURIComponent(to)}`), 303);
}

export default function SignInRoute() {
  const { to, isSent, isDevelopment } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer?.retryAfterMs) return <TooManyPage retryAfterMs={answer.retryAfterMs} />;
  if (isSent && !answer) return <LinkSentPage to={to} isDevelopment={isDevelopment} />;
  return <SignInPage to={to} sent={answer?.sent} />;
}
