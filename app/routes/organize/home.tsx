import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { findSignedIn, listSeats } from '#app/domain/organizer/seat.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnPage } from '#app/ui/organizer/own.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.home.title);
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const signedIn = await findSignedIn(request.headers);
  if (!signedIn) throw redirect(localePath(locale, '/organize/sign-in'), { status: 303, headers: privateHeaders() });
  const seats = await listSeats(signedIn.organizer.id);
  const mayMake = seats.some(({ role, runsInstallation }) => role === 'owner' && runsInstallation);
  return { organizer: signedIn.organizer, seats, mayMake };
}

export default function HomeRoute() {
  const { organizer, seats, mayMake } = useLoaderData<typeof loader>();
  const { account, frame } = useOrganizeMessages();
  return (
    <OwnPage
      organizer={organizer}
      title={account.home.title}
      lede={seats.length > 0 ? account.home.lede : account.home.none}
    >
      <ul className="organizer-list">
        {seats.map(({ slug, name, role }) => (
          <li key={slug}>
            <PageLink to={`/organize/${slug}`}>{name}</PageLink>{' '}
            <span className="small">{account.home.role(frame.roles[role])}</span>
          </li>
        ))}
      </ul>
      {mayMake ? (
        <p>
          <PageLink to="/organize/new">{account.home.make}</PageLink>
        </p>
      ) : null}
    </OwnPage>
  );
}
