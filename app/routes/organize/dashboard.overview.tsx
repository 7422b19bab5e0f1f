import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';
import { rateWords, secondOf } from './dashboard.words.ts';

type Row = {
  slug: string;
  title: string;
  state: string;
  total: number;
  rate: number;
  lastHour: number;
  openAlerts: number;
};

/** The campaigns of an organization with what they do right now. */
export function OverviewPage({
  view,
}: {
  view: { seat: FrameSeat; rows: readonly Row[]; asOf: string | null; openAlerts: number };
}) {
  const { dashboard: words } = useOrganizeMessages();
  const locale = useLocale();
  const home = `/organize/${view.seat.organization.slug}`;
  const number = (value: number) => formatNumber(locale, value);
  return (
    <OrganizerPage seat={view.seat} title={words.title} lede={words.lede}>
      <div className="dashboard">
        <div className="dashboard-state">
          <p>{view.asOf === null ? words.notYet : words.asOf(secondOf(locale, view.asOf))}</p>
          <p>
            <PageLink to={`${home}/dashboard`}>{words.reload}</PageLink>
          </p>
        </div>
        {view.rows.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <Table
            rows={view.rows}
            rowKey={({ slug }) => slug}
            columns={[
              {
                key: 'campaign',
                heading: words.campaign,
                cell: ({ slug, title }) => <PageLink to={`${home}/dashboard/${slug}`}>{title}</PageLink>,
              },
              { key: 'total', heading: words.counted, numeric: true, cell: ({ total }) => number(total) },
              { key: 'rate', heading: words.perMinute, numeric: true, cell: ({ rate }) => rateWords(locale, rate) },
              { key: 'hour', heading: words.lastHour, numeric: true, cell: ({ lastHour }) => number(lastHour) },
              { key: 'alerts', heading: words.openAlerts, numeric: true, cell: ({ openAlerts }) => number(openAlerts) },
              {
                key: 'state',
                heading: words.state,
                cell: ({ state }) => words.states[state as keyof typeof words.states] ?? state,
              },
            ]}
          />
        )}
      </div>
    </OrganizerPage>
  );
}
