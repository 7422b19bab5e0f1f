import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { recoverForm } from '#app/domain/organizer/account.ts';
import { takeRecoveryCode } from '#app/domain/organizer/recovery.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { networkText, openOwnSession, organizerPath } from '#app/http/organizer-auth.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, OwnPage, TooManyPage, useOwnField } from '#app/ui/organizer/own.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.recover.title);
};

export function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  return { to: organizerPath(new URL(request.url).searchParams.get('to')) };
}

export async function action(args: ActionFunctionArgs) {
  const form = await parseForm(args.request, recoverForm);
  if (form.status !== 'success') return data({ sent: form.reply(), isWrong: false, retryAfterMs: 0 }, { status: 422 });
  const { email, code } = form.value;
  const taken = await takeRecoveryCode({ email, code, network: networkText(args.context) });
  if (!taken.ok) {
    const retryAfterMs = taken.reason === 'too_many' ? taken.retryAfterMs : 0;
    const sent = form.reply({ hideFields: ['code'] });
    return data({ sent, isWrong: true, retryAfterMs }, { status: retryAfterMs ? 429 : 422 });
  }
  const headers = await openOwnSession(args, taken.organizerId, 'recovery');
  return redirect(localePath(localeOf(args.params.lang), '/organize/account#passkeys'), { status: 303, headers });
}

export default function RecoverRoute() {
  const { to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { recover, signIn } = useOrganizeMessages().account;
  const field = useOwnField(answer?.sent);
  if (answer?.retryAfterMs) return <TooManyPage retryAfterMs={answer.retryAfterMs} />;
  return (
    <OwnPage organizer={null} title={recover.title} lede={recover.lede}>
      <div className="act organizer-narrow" id="form">
        {answer?.isWrong ? (
          <div role="alert">
            <Notice tone="down">
              <p>{recover.wrong}</p>
            </Notice>
          </div>
        ) : null}
        <OwnFaults sent={answer?.sent} />
        <form method="post" noValidate>
          <Field {...field('email')} type="email" label={signIn.email} autoComplete="username" required />
          <Field {...field('code')} label={recover.code} hint={recover.codeHint} autoComplete="off" required />
          <Button>{recover.button}</Button>
        </form>
      </div>
      <p>
        <PageLink to={`/organize/sign-in?to=${encodeURIComponent(to)}`}>{recover.back}</PageLink>
      </p>
    </OwnPage>
  );
}
