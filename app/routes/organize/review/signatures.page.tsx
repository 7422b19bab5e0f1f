import type { SubmissionResult } from '@conform-to/react';
import type { ReviewPreview } from '#app/domain/judgement/review.server.ts';
import { INVALIDATION_REASONS } from '#app/domain/judgement/review.ts';
import { BATCH_DEEDS, SEARCHED_STATES } from '#app/domain/review/review.ts';
import type { FoundSignature, SignaturesFound } from '#app/domain/review/search.server.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { ReviewPlaces } from './places.tsx';

type Answer =
  | {
      sent: SubmissionResult<string[]>;
      preview: (ReviewPreview & { upToId: number }) | null;
      fault: 'form' | 'condition' | null;
    }
  | undefined;

type SignaturesPageProps = {
  seat: FrameSeat;
  typed: Record<string, string>;
  unread: string[];
  found: SignaturesFound | null;
  answer: Answer;
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

function Search({ path, typed }: { path: string; typed: Record<string, string> }) {
  const { review } = useOrganizeMessages();
  const { search: words, statuses } = review;
  const field = (
    name:
      | 'campaign'
      | 'address'
      | 'name'
      | 'isp'
      | 'state'
      | 'domain'
      | 'source'
      | 'rule'
      | 'network'
      | 'system'
      | 'id',
  ) => <Field id={name} name={name} label={words[name]} defaultValue={typed[name]} maxLength={320} />;
  const time = (name: 'since' | 'until') => (
    <Field id={name} name={name} type="datetime-local" label={words[name]} defaultValue={typed[name]?.slice(0, 16)} />
  );
  const more = ['isp', 'state', 'domain', 'source', 'rule', 'network', 'system', 'since', 'until', 'id'];
  return (
    <form className="review-search" method="get" action={pathInLocale(useLocale(), path)} aria-label={words.title}>
      <div className="organizer-fields">
        {field('address')}
        {field('name')}
      </div>
      <div className="organizer-fields">
        {field('campaign')}
        <Select
          id="status"
          name="status"
          label={words.status}
          placeholder={words.any}
          defaultValue={typed.status}
          options={SEARCHED_STATES.map((value) => ({ value, label: statuses[value] }))}
        />
      </div>
      <details open={more.some((name) => typed[name])}>
        <summary>{words.more}</summary>
        <div className="organizer-fields">
          {field('isp')}
          {field('state')}
        </div>
        <div className="organizer-fields">
          {field('domain')}
          {field('source')}
        </div>
        <div className="organizer-fields">
          {time('since')}
          {time('until')}
        </div>
        <div className="organizer-fields">
          {field('rule')}
          {field('id')}
        </div>
        <div className="organizer-fields">
          {field('network')}
          {field('system')}
        </div>
      </details>
      <Button weight="quiet">{words.find}</Button>
    </form>
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

function Batch({ action, answer }: { action: string; answer: Answer }) {
  const { review } = useOrganizeMessages();
  const { batch: words } = review;
  const locale = useLocale();
  const typed = answer?.sent.initialValue;
  const { preview = null } = answer ?? {};
  return (
    <Section title={words.title} id="batch">
      <p>{words.lede}</p>
      {answer?.fault ? (
        <Notice tone="down" title={answer.fault === 'form' ? words.faults : words.needsCondition} />
      ) : null}
      <form method="post" action={pathInLocale(locale, `${action}#batch`)}>
        <Select
          id="deed"
          name="deed"
          label={words.deed}
          defaultValue={String(typed?.deed ?? 'invalidate')}
          options={BATCH_DEEDS.map((value) => ({ value, label: words.deeds[value] }))}
        />
        <Select
          id="reason"
          name="reason"
          label={words.reason}
          defaultValue={String(typed?.reason ?? 'other')}
          options={INVALIDATION_REASONS.map(({ name }) => ({ value: name, label: words.reasons[name] }))}
        />
        <Field
          id="note"
          name="note"
          label={words.note}
          defaultValue={String(typed?.note ?? '')}
          maxLength={500}
          required
        />
        {preview ? <Preview preview={preview} /> : null}
        <Button weight={preview && preview.count > 0 ? 'deed' : 'quiet'}>
          {preview && preview.count > 0 ? words.ask : words.preview}
        </Button>
      </form>
    </Section>
  );

  function Preview({ preview: { count, parts, upToId } }: { preview: ReviewPreview & { upToId: number } }) {
    if (count === 0) return <Notice title={words.nothing} />;
    return (
      <Notice title={words.previewed(formatNumber(locale, count))}>
        <input type="hidden" name="upToId" value={upToId} />
        <input type="hidden" name="expected" value={count} />
        <ul>
          {[...new Set(parts.map(({ what }) => what))].map((what) => (
            <li key={what}>
              {words.parts[what] ?? what}:{' '}
              {parts
                .filter((part) => part.what === what)
                .map(({ value, count: some }) => `${value} ${formatNumber(locale, some)}`.trim())
                .join(', ')}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
}
