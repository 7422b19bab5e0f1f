import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { countRecoveryCodes, makeRecoveryCodes } from '#app/domain/organizer/recovery.server.ts';
import { requireSignedIn, requireWaysIn } from '#app/http/organizer-seat.server.ts';
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
  return organizerMeta(locale, organizeMessagesIn(locale).account.own.codes.shownTitle);
};

export async function loader(args: LoaderFunctionArgs) {
  const signedIn = await requireSignedIn(args);
  requireWaysIn(signedIn, args);
  return { organizer: signedIn.organizer, left: await countRecoveryCodes(signedIn.organizer.id) };
}

export async function action(args: ActionFunctionArgs) {
  const signedIn = await requireSignedIn(args);
  requireWaysIn(signedIn, args);
  return { codes: await makeRecoveryCodes(signedIn.organizer.id) };
}

/** The codes stand in the answer to the form alone; reading the address again shows the button. */
export default function CodesRoute() {
  const { organizer, left } = useLoaderData<typeof loader>();
  const made = useActionData<typeof action>()?.codes;
  const { codes } = useOrganizeMessages().account.own;
  if (!made)
    return (
      <OwnPage organizer={organizer} title={codes.title} lede={codes.text}>
        <p>
          {codes.left(left)} {left > 0 ? codes.replace : ''}
        </p>
        <form method="post">
          <Button>{codes.make}</Button>
        </form>
      </OwnPage>
    );
  return (
    <OwnPage organizer={organizer} title={codes.shownTitle} lede={codes.shownLede}>
      <ol className="organizer-codes">
        {made.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <ButtonLink to="/organize/account#codes">{codes.back}</ButtonLink>
    </OwnPage>
  );
}
