import type { FoundSignature, SignaturesFound } from '#app/domain/review/search.server.ts';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';
import { ReviewPlaces } from './places.tsx';
import { Batch, type BatchAnswer } from './signatures.batch.tsx';
import { Search } from './signatures.search.tsx';

type SignaturesPageProps = {
  seat: FrameSeat;
  typed: Record<string, string>;
  unread: string[];
  found: SignaturesFound | null;
  answer: BatchAnswer;
};

/** The search among signatures, what it found, and the form that decides about all that fit. */
export function SignaturesPage({ seat, typed, unread, found, answer }: SignaturesPageProps) {
  const { review } = useOrganizeMessages();
  const { search: words } = review;
  const path = `/organize/${seat.organization.slug}/review`;
  const query = new URLSearchParams(Object.entries(typed).filter(([name, value]) => value !== '' && name !== 'before'));
  return (
    <OrganizerPage seat={seat} title={review.title} lede={review.lede}>
      <ReviewPlaces slug={seat.organization.slug} />
      <Search path={path} typed={typed} />
      {unread.length > 0 ? (
        <Notice tone="down">
          <p>
            {words.unread}
            {unread.map((name) => (name in words ? words[name as keyof typeof words] : name)).join(', ')}.
          </p>
        </Notice>
      ) : null}
      {found?.tooSlow ? <Notice tone="down" title={words.tooSlow} /> : null}
      {found && !found.tooSlow ? (
        <>
          {found.rows.length === 0 ? <p>{words.none}</p> : <Found rows={found.rows} path={path} />}
          {found.before === null ? null : (
            <p>
              <PageLink to={`${path}?${new URLSearchParams([...query, ['before', String(found.before)]])}`}>
                {words.older}
              </PageLink>
            </p>
          )}
          <Batch action={`${path}?${query}`} answer={answer} />
        </>
      ) : null}
    </OrganizerPage>
  );
}

function Found({ rows, path }: { rows: readonly FoundSignature[]; path: string }) {
  const { review } = useOrganizeMessages();
  const { table, statuses } = review;
  const locale = useLocale();
  return (
    <Table
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: 'name', heading: table.name, cell: ({ name }) => <span className="review-words">{name}</span> },
        {
          key: 'address',
          heading: table.address,
          cell: ({ address }) => <span className="review-words">{address}</span>,
        },
        { key: 'campaign', heading: table.campaign, cell: ({ campaignSlug }) => campaignSlug },
        { key: 'isp', heading: table.isp, cell: ({ isp, state }) => `${isp ?? '–'}, ${state ?? '–'}` },
        {
          key: 'status',
          heading: table.status,
          cell: ({ status }) => (status in statuses ? statuses[status as keyof typeof statuses] : status),
        },
        { key: 'came', heading: table.came, cell: ({ createdAt }) => minuteOf(locale, createdAt) },
        { key: 'rules', heading: table.rules, cell: ({ rules }) => rules.join(', ') || '–' },
        {
          key: 'id',
          heading: table.number,
          numeric: true,
          cell: ({ id }) => <PageLink to={`${path}?id=${id}`}>{id}</PageLink>,
        },
      ]}
    />
  );
}
