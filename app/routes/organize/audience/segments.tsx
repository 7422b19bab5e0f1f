import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listSegments } from '#app/domain/segment/saved.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';
import { useConditionWords } from './conditions.ts';
import { AudiencePlaces } from './places.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).audience.segments.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'audience.read');
  return { seat, segments: await listSegments(seat.organization.id) };
}

export default function SegmentsRoute() {
  const { seat, segments } = useLoaderData<typeof loader>();
  const words = useOrganizeMessages().audience.segments;
  const locale = useLocale();
  const conditions = useConditionWords();
  const home = `/organize/${seat.organization.slug}/audience/segments`;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <AudiencePlaces seat={seat} here="segments" />
      {segments.length === 0 ? <p>{words.none}</p> : null}
      {segments.length > 0 ? (
        <Table
          rows={segments}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              heading: words.name,
              cell: ({ id, name }) => <PageLink to={`${home}/${id}`}>{name}</PageLink>,
            },
            { key: 'what', heading: words.conditions, cell: ({ query }) => conditions(query) },
            {
              key: 'updated',
              heading: words.updated,
              cell: ({ updatedAt }) => formatDate(locale, new Date(updatedAt).toISOString().slice(0, 10)),
            },
          ]}
        />
      ) : null}
      <p>
        <ButtonLink to={`${home}/new`}>{words.make}</ButtonLink>
      </p>
    </OrganizerPage>
  );
}
