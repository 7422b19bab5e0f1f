import type { FoundLetter } from '#app/domain/review/letters.server.ts';
import { LETTER_SHOWS, type LetterSearch } from '#app/domain/review/review.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';
import { ReviewPlaces } from './places.tsx';

type LettersPageProps = {
  seat: FrameSeat;
  search: LetterSearch;
  rows: FoundLetter[];
  before: number | null;
  answer: { isRetried: boolean } | undefined;
};

/** Letters that came back, failed, were taken back or are on their way, and sending one again. */
export function LettersPage({ seat, search, rows, before, answer }: LettersPageProps) {
  const { letters: words } = useOrganizeMessages().review;
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/review/letters`;
  const here = new URLSearchParams({ show: search.show, ...(search.campaign ? { campaign: search.campaign } : {}) });
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <ReviewPlaces slug={seat.organization.slug} />
      {answer ? (
        <Notice tone={answer.isRetried ? 'good' : 'down'} title={answer.isRetried ? words.retried : words.notRetried} />
      ) : null}
      <form className="review-search" method="get" action={pathInLocale(locale, path)}>
        <div className="organizer-fields">
          <Select
            id="show"
            name="show"
            label={words.show}
            defaultValue={search.show}
            options={LETTER_SHOWS.map((value) => ({ value, label: words.shows[value] }))}
          />
          <Field
            id="campaign"
            name="campaign"
            label={useOrganizeMessages().review.search.campaign}
            defaultValue={search.campaign}
          />
        </div>
        <Button weight="quiet">{words.find}</Button>
      </form>
      {rows.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          rows={rows}
          rowKey={({ deliveryId }) => deliveryId}
          columns={[
            {
              key: 'sender',
              heading: words.sender,
              cell: ({ senderName }) => <span className="review-words">{senderName || '–'}</span>,
            },
            {
              key: 'to',
              heading: words.to,
              cell: ({ addresseeKind, campaignSlug }) => `${addresseeKind.replaceAll('_', ' ')} (${campaignSlug})`,
            },
            {
              key: 'state',
              heading: words.state,
              cell: ({ channel, state, notWanted }) =>
                `${channel}: ${state}${notWanted ? `, ${words.shows.reported}` : ''}`,
            },
            {
              key: 'problem',
              heading: words.problem,
              cell: ({ problem }) => <span className="review-words">{problem ?? '–'}</span>,
            },
            { key: 'changed', heading: words.changed, cell: ({ changedAt }) => minuteOf(locale, changedAt) },
            {
              key: 'retry',
              heading: words.retry,
              cell: ({ deliveryId, canRetry }) =>
                canRetry ? (
                  <form method="post" action={pathInLocale(locale, `${path}?${here}`)}>
                    <Button weight="quiet" name="delivery" value={deliveryId}>
                      {words.retry}
                    </Button>
                  </form>
                ) : (
                  '–'
                ),
            },
          ]}
        />
      )}
      {before === null ? null : (
        <p>
          <PageLink to={`${path}?${new URLSearchParams([...here, ['before', String(before)]])}`}>
            {words.older}
          </PageLink>
        </p>
      )}
    </OrganizerPage>
  );
}
