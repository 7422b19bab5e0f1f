import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { confirmEmailChange, findEmailChange } from '#app/domain/organizer/profile.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSignedIn } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnPage } from '#app/ui/organizer/own.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.email.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const { organizer } = await requireSignedIn(args);
  const change = await findEmailChange({ organizerId: organizer.id, token: args.params.token ?? '' });
  return data({ organizer, newEmail: change?.newEmail ?? null }, { status: change ? 200 : 404 });
}

export async function action(args: ActionFunctionArgs) {
  const { organizer } = await requireSignedIn(args);
  const changed = await confirmEmailChange({ organizerId: organizer.id, token: args.params.token ?? '' });
  if (!changed.ok) return data(null, { status: 404 });
  return redirect(localePath(localeOf(args.params.lang), '/organize/account#email'), 303);
}

export default function EmailRoute() {
  const { organizer, newEmail } = useLoaderData<typeof loader>();
  const { email } = useOrganizeMessages().account;
  if (!newEmail)
    return (
      <OwnPage organizer={organizer} title={email.badTitle} lede={email.badLede}>
        <ButtonLink to="/organize/account">{email.back}</ButtonLink>
      </OwnPage>
    );
  return (
    <OwnPage organizer={organizer} title={email.title} lede={email.lede(newEmail)}>
      <form method="post">
        <Button>{email.button}</Button>
      </form>
    </OwnPage>
  );
}
