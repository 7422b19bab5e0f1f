import type { Amount } from '#app/domain/dashboard/dashboard.ts';
import type { Series } from '#app/domain/dashboard/read.server.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { drawBars } from '#app/ui/organizer/charts/bars.ts';
import { BarChart } from '#app/ui/organizer/charts/bars.tsx';
import { Scroll } from '#app/ui/organizer/charts/scroll.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { dayOf, hourOf } from './dashboard.words.ts';

type TimeProps = { hours: Series; days: Series; files: string };

/** What was confirmed by hour and by day, drawn and as tables. */
export function TimeSection({ hours, days, files }: TimeProps) {
  const { time: words } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const hourTick = (at: string) =>
    ['00', '06', '12', '18'].includes(at.slice(11, 13)) ? `${at.slice(11, 13)}:00` : null;
  const dayTick = (at: string, place: number) => (place % 7 === 3 ? dayOf(locale, at) : null);
  return (
    <Section title={words.title} id="time">
      <Course
        title={words.hours}
        series={hours}
        tickOf={hourTick}
        whenOf={(at) => hourOf(locale, at)}
        heading={words.hour}
        file={`${files}hours.csv`}
      />
      <Course
        title={words.days}
        series={days}
        tickOf={dayTick}
        whenOf={(at) => dayOf(locale, at)}
        heading={words.day}
        file={`${files}days.csv`}
      />
    </Section>
  );
}

type CourseProps = {
  title: string;
  series: Series;
  tickOf: (at: string, place: number) => string | null;
  whenOf: (at: string) => string;
  heading: string;
  file: string;
};

function Course({ title, series, tickOf, whenOf, heading, file }: CourseProps) {
  const { time: words } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const most = series.confirmed.reduce<Amount>((top, one) => (one.amount > top.amount ? one : top), {
    at: '',
    amount: 0,
  });
  const name =
    most.amount > 0 ? words.name(title, number(most.amount), whenOf(most.at)) : `${title}: ${words.nothing}.`;
  const rows = series.confirmed
    .map(({ at, amount }, place) => ({
      at,
      confirmed: amount,
      undone: series.undone[place]?.amount ?? 0,
      signed: series.signed[place]?.amount ?? 0,
      seen: series.seen[place]?.amount ?? 0,
    }))
    .toReversed();
  const figure = (key: 'confirmed' | 'undone' | 'signed' | 'seen') => ({
    key,
    heading: words[key],
    numeric: true,
    cell: (row: (typeof rows)[number]) => number(row[key]),
  });
  return (
    <figure>
      <h3>{title}</h3>
      <BarChart drawings={drawBars({ amounts: series.confirmed, tickOf, format: number })} name={name} />
      <figcaption>
        {words.open} <a href={file}>{words.csv}</a>
      </figcaption>
      <details>
        <summary>{words.table}</summary>
        <Scroll label={title}>
          <Table
            rows={rows}
            rowKey={({ at }) => at}
            stacks={false}
            columns={[
              { key: 'at', heading, cell: ({ at }) => whenOf(at) },
              figure('confirmed'),
              figure('undone'),
              figure('signed'),
              figure('seen'),
            ]}
          />
        </Scroll>
      </details>
    </figure>
  );
}
