import { stateName } from '#app/domain/letter/state-names.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import type { Audience, AudienceShare } from '#app/domain/subscriber/overview.server.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { AudiencePlaces } from './places.tsx';

type OverviewPageProps = {
  seat: FrameSeat;
  audience: Audience;
  /** What came of noting an address: how many memberships ended; null: it was none. */
  answer: { memberships: number | null } | undefined;
};

const FIGURES = ['members', 'paused', 'unsubscribed', 'suppressed', 'erased', 'barred'] as const;

/** Who is on the list, by ISP, state and way; and the form that notes who is never to be written to. */
export function OverviewPage({ seat, audience, answer }: OverviewPageProps) {
  const { audience: words } = useOrganizeMessages();
  const locale = useLocale();
  const { counts } = audience;
  const mayChange = may(seat.role, 'audience.change', seat.organization.runsInstallation);
  const path = `/alerts/${seat.organization.slug}`;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <AudiencePlaces seat={seat} here="overview" />
      <dl className="audience-facts">
        {FIGURES.map((figure) => (
          <div key={figure}>
            <dt>{words.counts[figure]}</dt>
            <dd>{formatNumber(locale, counts[figure])}</dd>
          </div>
        ))}
      </dl>
      <p className="small">
        {words.countsNote} {words.publicPage}: <PageLink to={path}>{path}</PageLink>
      </p>
      {counts.members === 0 ? <p>{words.none}</p> : null}
      {counts.members > 0 ? (
        <>
          <Shares
            title={words.byIsp}
            heading={words.isp}
            rows={audience.isps}
            name={(isp) => isp?.name ?? words.unknown}
          />
          <Shares
            title={words.byState}
            heading={words.state}
            rows={audience.states}
            name={(state) => (state === null ? words.unknown : (stateName(state, locale) ?? state))}
          />
          <Shares
            title={words.bySource}
            heading={words.source}
            rows={audience.sources}
            name={(source) => words.sources[source]}
          />
        </>
      ) : null}
      {mayChange ? (
        <Section title={words.suppress.title} id="suppress">
          {typeof answer?.memberships === 'number' ? (
            <Notice tone="good">
              <p>{words.suppress.done(answer.memberships)}</p>
            </Notice>
          ) : null}
          <p className="max-w-2xl">{words.suppress.text}</p>
          <form method="post" action="#suppress" className="max-w-2xl" noValidate>
            <Field
              id="email"
              name="email"
              type="email"
              label={words.suppress.address}
              autoComplete="off"
              errors={answer && answer.memberships === null ? [words.suppress.fault] : []}
              required
            />
            <Button weight="quiet">{words.suppress.button}</Button>
          </form>
        </Section>
      ) : null}
    </OrganizerPage>
  );
}

type SharesProps<Key> = {
  title: string;
  heading: string;
  rows: readonly AudienceShare<Key>[];
  name: (key: Key) => string;
};

function Shares<Key>({ title, heading, rows, name }: SharesProps<Key>) {
  const { audience: words } = useOrganizeMessages();
  const locale = useLocale();
  const all = rows.reduce((sum, { members }) => sum + members, 0);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Section title={title}>
      <Table
        stacks={false}
        rows={rows}
        rowKey={({ key }) => JSON.stringify(key)}
        columns={[
          { key: 'name', heading, cell: ({ key }) => name(key) },
          {
            key: 'members',
            heading: words.counts.members,
            numeric: true,
            cell: ({ members }) => formatNumber(locale, members),
          },
          { key: 'share', heading: words.share, numeric: true, cell: ({ members }) => percent.format(members / all) },
        ]}
      />
    </Section>
  );
}
