import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { mayChangeWaysIn } from '#app/domain/organizer/account.ts';
import { listPasskeys } from '#app/domain/organizer/passkey.server.ts';
import { countRecoveryCodes } from '#app/domain/organizer/recovery.server.ts';
import { listSeats } from '#app/domain/organizer/seat.server.ts';
import { listSessions } from '#app/domain/organizer/session.server.ts';
import { isFresh, requireSignedIn } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { ACCOUNT_DEEDS } from './account.deeds.server.ts';
import { AccountPage } from './account.page.tsx';

export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.own.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const signedIn = await requireSignedIn(args);
  const { organizer, sessionId } = signedIn;
  const [passkeys, sessions, codes, seats] = await Promise.all([
    listPasskeys(organizer.id),
    listSessions({ organizerId: organizer.id, sessionId }),
    countRecoveryCodes(organizer.id),
    listSeats(organizer.id),
  ]);
  const mayChange = mayChangeWaysIn(signedIn) && isFresh(signedIn, new Date());
  const hasJust = new URL(args.request.url).searchParams.has('added');
  return { organizer, passkeys, sessions, codes, seats, mayChange, hasJust };
}

export async function action(args: ActionFunctionArgs) {
  const signedIn = await requireSignedIn(args);
  const fields = await args.request.formData();
  const deed = ACCOUNT_DEEDS[String(fields.get('intent') ?? '')];
  return deed ? deed(fields, signedIn, args) : data({ said: null, sent: null }, { status: 400 });
}

export default function AccountRoute() {
  return <AccountPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />;
}
