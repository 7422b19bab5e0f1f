import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listBatches } from '#app/domain/review/batch.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';
import { ReviewPlaces } from './places.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).review.batches.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'review.read');
  return { seat, batches: await listBatches(seat.organization.id) };
}

export default function BatchesRoute() {
  const { seat, batches } = useLoaderData<typeof loader>();
  const { batches: words, batch } = useOrganizeMessages().review;
  const locale = useLocale();
  const { slug } = seat.organization;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <ReviewPlaces slug={slug} />
      {batches.length === 0 ? <p>{words.none}</p> : null}
      {batches.length > 0 ? (
        <Table
          rows={batches}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'id',
              heading: words.title,
              cell: ({ id }) => <PageLink to={`/organize/${slug}/review/batches/${id}`}>{words.number(id)}</PageLink>,
            },
            { key: 'deed', heading: batch.deed, cell: ({ deed }) => batch.deeds[deed] },
            { key: 'note', heading: words.note, cell: ({ note }) => <span className="review-words">{note}</span> },
            { key: 'asked', heading: words.asked, cell: ({ askedAt }) => minuteOf(locale, askedAt) },
            {
              key: 'standing',
              heading: words.changed,
              cell: ({ changed, state }) => `${formatNumber(locale, changed)}, ${words.states[state]}`,
            },
          ]}
        />
      ) : null}
    </OrganizerPage>
  );
}
