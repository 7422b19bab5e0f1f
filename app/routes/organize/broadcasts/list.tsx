import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { createDraft } from '#app/domain/broadcast/draft.server.ts';
import { listBroadcasts } from '#app/domain/broadcast/find.server.ts';
import { plainly } from '#app/domain/broadcast/text.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).broadcasts.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'broadcast.read');
  return { seat, lines: await listBroadcasts(seat.organization.id) };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, actor } = await requireSeat(args, 'broadcast.change');
  const { publicId } = await createDraft({ organizationId: organization.id, actor });
  return redirect(localePath(localeOf(args.params.lang), `/organize/${organization.slug}/broadcasts/${publicId}`), 303);
}

export default function BroadcastsRoute() {
  const { seat, lines } = useLoaderData<typeof loader>();
  const { broadcasts: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/broadcasts`;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <div className="broadcast-deeds">
        {may(seat.role, 'broadcast.change', seat.organization.runsInstallation) ? (
          <form method="post">
            <Button>{words.new}</Button>
          </form>
        ) : null}
        <PageLink to={`${path}/settings`}>{words.settingsLink}</PageLink>
      </div>
      {lines.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          rows={lines}
          rowKey={({ publicId }) => publicId}
          columns={[
            {
              key: 'subject',
              heading: words.columns.subject,
              cell: ({ publicId, subject, cause }) => (
                <>
                  <PageLink to={`${path}/${publicId}`}>{subject ? plainly(subject) : words.noSubject}</PageLink>
                  {cause ? <p className="small">{words.causes[cause.kind](cause.isp)}</p> : null}
                </>
              ),
            },
            {
              key: 'state',
              heading: words.columns.state,
              cell: ({ state, cause }) => (state === 'draft' && cause ? words.waiting : words.states[state]),
            },
            {
              key: 'members',
              heading: words.columns.members,
              numeric: true,
              cell: ({ recipients, state }) =>
                state === 'draft' || state === 'scheduled' ? '' : formatNumber(locale, recipients),
            },
            {
              key: 'delivered',
              heading: words.columns.delivered,
              numeric: true,
              cell: ({ sent, state }) => (state === 'draft' || state === 'scheduled' ? '' : formatNumber(locale, sent)),
            },
            { key: 'changed', heading: words.columns.changed, cell: ({ changedAt }) => minuteOf(locale, changedAt) },
          ]}
        />
      )}
    </OrganizerPage>
  );
}
