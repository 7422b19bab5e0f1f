import { type Group, type MapClass, mapClasses } from '#app/domain/dashboard/dashboard.ts';
import type { Breakdown } from '#app/domain/dashboard/read.server.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { CellBar, MapLegend } from '#app/ui/organizer/charts/bars.tsx';
import { Scroll } from '#app/ui/organizer/charts/scroll.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { type Column, Table } from '#app/ui/table.tsx';
import { shareWords } from './dashboard.words.ts';

type Props = { shown: Breakdown; slug: string; files: string };

/** What counts by ISP, state, source and partner. */
export function GroupSections({ shown, slug, files }: Props) {
  const { groups: words, time } = useOrganizeMessages().dashboard;
  const note = shown.isExact ? words.exact : words.published;
  const csv = (file: string) => <a href={files + file}>{time.csv}</a>;
  return (
    <>
      <Section title={words.isps} id="isps">
        <p className="small">
          {note} {shown.isExact ? words.weekNote : ''}{' '}
          <PageLink to={`/campaigns/${slug}/counting`}>{words.public}</PageLink> · {csv('isps.csv')}
        </p>
        <Groups
          groups={shown.isps}
          heading={words.isp}
          nameOf={({ key, name }) => (key === 'other' ? words.other : (name ?? key))}
        />
      </Section>
      <States shown={shown} files={files} note={note} />
      {shown.sources ? (
        <Section title={words.sources} id="sources">
          <p className="small">{csv('sources.csv')}</p>
          <Groups
            groups={shown.sources}
            heading={words.source}
            nameOf={({ key }) => (key === 'none' ? words.noSource : key)}
          />
        </Section>
      ) : null}
      {shown.partners ? (
        <Section title={words.partners} id="partners">
          <p className="small">{csv('partners.csv')}</p>
          <Groups
            groups={shown.partners}
            heading={words.partner}
            nameOf={({ key, name }) => (key === 'none' ? words.noPartner : (name ?? key))}
          />
        </Section>
      ) : null}
    </>
  );
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function States({ shown, files, note }: { shown: Breakdown; files: string; note: string }) {
  const { groups: words, time } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const nameOf = ({ key }: Group) => (key === 'none' ? words.noPlace : capital(stateName(key, locale) ?? key));
  const classes = mapClasses(shown.states.map(({ amount }) => amount));
  const rangeOf = ({ from, to }: MapClass) => {
    if (to === null) return words.classes.from(number(from));
    return to === from ? words.classes.one(number(from)) : words.classes.between(number(from), number(to));
  };
  const leaders = shown.states
    .slice(0, 3)
    .map((group) => `${nameOf(group)} ${number(group.amount)}`)
    .join(', ');
  // A picture of the same address would be kept by the page that follows along.
  const address = `${files}map.svg?of=${shown.states.reduce((sum, { amount }, place) => sum + amount * (place + 1), 0)}`;
  return (
    <Section title={words.states} id="states">
      {classes.length === 0 ? null : (
        <figure className="states-map">
          <h3>{words.map}</h3>
          <picture>
            <source media="(max-width: 560px)" srcSet={`${address}&labels=no`} />
            <img src={address} alt={words.mapName(leaders)} width={975} height={610} />
          </picture>
          <MapLegend classes={classes} none={words.classes.none} rangeOf={rangeOf} />
          <figcaption>
            {words.mapNote} {words.mapSource}
          </figcaption>
        </figure>
      )}
      <p className="small">
        {note} <a href={`${files}states.csv`}>{time.csv}</a>
      </p>
      <Groups groups={shown.states} heading={words.place} nameOf={nameOf} />
    </Section>
  );
}

type GroupsProps = { groups: readonly Group[]; heading: string; nameOf: (group: Group) => string };

/** Groups above this many are folded away behind the first ones. */
const MOST_OPEN = 12;

/** Groups as rows with a bar each: the chart and the table are one. */
function Groups({ groups, heading, nameOf }: GroupsProps) {
  const { groups: words } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  if (groups.length === 0) return <p>{words.nothing}</p>;
  const number = (value: number) => formatNumber(locale, value);
  const total = groups.reduce((sum, { amount }) => sum + amount, 0);
  const most = Math.max(1, ...groups.map(({ amount }) => amount));
  const columns: Column<Group>[] = [
    { key: 'name', heading, cell: nameOf },
    { key: 'amount', heading: words.amount, numeric: true, cell: ({ amount }) => number(amount) },
    { key: 'bar', heading: words.bar, cell: ({ amount }) => <CellBar share={amount / most} /> },
    {
      key: 'share',
      heading: words.share,
      numeric: true,
      cell: ({ amount }) => shareWords(locale, total > 0 ? amount / total : 0),
    },
    ...(groups.some(({ week }) => week !== null)
      ? [{ key: 'week', heading: words.week, numeric: true, cell: ({ week }: Group) => number(week ?? 0) }]
      : []),
    ...(groups.some(({ letters }) => letters !== null)
      ? [{ key: 'letters', heading: words.letters, numeric: true, cell: ({ letters }: Group) => number(letters ?? 0) }]
      : []),
  ];
  const rows = (some: readonly Group[], label = heading) => (
    <Scroll label={label}>
      <Table rows={some} rowKey={({ key }) => key} stacks={false} columns={columns} />
    </Scroll>
  );
  if (groups.length <= MOST_OPEN) return rows(groups);
  return (
    <>
      {rows(groups.slice(0, MOST_OPEN))}
      <details>
        <summary>{words.all(number(groups.length))}</summary>
        {rows(groups, `${heading}: ${words.all(number(groups.length))}`)}
      </details>
    </>
  );
}
