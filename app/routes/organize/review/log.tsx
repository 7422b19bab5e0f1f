import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { factPairs } from '#app/domain/audit/audit.ts';
import { listModeration } from '#app/domain/review/log.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale } from '#app/ui/locale.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';
import { numberOf } from './batch.query.server.ts';
import { ReviewPlaces } from './places.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).review.log.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'review.read');
  const before = numberOf(new URL(args.request.url).searchParams.get('before') ?? undefined) || undefined;
  return { seat, lines: await listModeration({ organizationId: seat.organization.id, before }) };
}

export default function ModerationLogRoute() {
  const { seat, lines } = useLoaderData<typeof loader>();
  const { log: words } = useOrganizeMessages().review;
  const locale = useLocale();
  const last = lines.length === 100 ? lines.at(-1) : undefined;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <ReviewPlaces slug={seat.organization.slug} />
      {lines.length === 0 ? <p>{words.none}</p> : null}
      {lines.length > 0 ? (
        <Table
          rows={lines}
          rowKey={({ id }) => id}
          columns={[
            { key: 'when', heading: words.when, cell: ({ at }) => minuteOf(locale, at) },
            { key: 'who', heading: words.who, cell: ({ actor, who }) => <Actor actor={actor} name={who} /> },
            { key: 'what', heading: words.what, cell: ({ action }) => <code>{action}</code> },
            {
              key: 'subject',
              heading: words.subject,
              cell: ({ subject }) => <span className="review-words">{subject}</span>,
            },
            {
              key: 'facts',
              heading: words.facts,
              cell: ({ facts }) => (
                <span className="review-words">
                  {factPairs(facts)
                    .map(([name, value]) => `${name}: ${value}`)
                    .join('; ') || '–'}
                </span>
              ),
            },
          ]}
        />
      ) : null}
      {last ? (
        <p>
          <PageLink to={`/organize/${seat.organization.slug}/review/log?before=${last.id}`}>{words.older}</PageLink>
        </p>
      ) : null}
    </OrganizerPage>
  );
}
