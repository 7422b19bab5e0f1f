import { LeagueTable } from '#app/ui/charts/league-table.tsx';
import { MonthNav } from '#app/ui/charts/month-nav.tsx';
import { monthWords } from '#app/ui/charts/months.ts';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import type { MonthView, NewestView } from './month.view.server.ts';
import { MoreOfTheIndex } from './parts.tsx';

/** One month of the index, or the honest word that it is not held, with the nearest months in the bar. */
export function MonthPage({ view }: { view: MonthView }) {
  const locale = useLocale();
  const { isp, speed } = useMessages();
  const { current } = view.choice;
  const month = monthWords(locale, current, 'long');
  const isGap = view.kind === 'gap';
  return (
    <>
      {view.kind === 'held' ? (
        <PageHead modest title={speed.monthTitle(month)} lede={`${isp.speedNote} ${speed.warning}`} />
      ) : (
        <PageHead
          modest
          title={isGap ? speed.gapTitle(month) : speed.outsideTitle(month)}
          lede={isGap ? speed.gapLede : speed.outsideLede}
        />
      )}
      <MonthNav choice={view.choice} />
      {view.kind === 'held' ? (
        <>
          {view.tables.map((table) => (
            <Section key={table.list} title={speed.lists[table.list]} id={table.list}>
              <LeagueTable table={table} />
            </Section>
          ))}
          <Steps month={current} />
        </>
      ) : null}
      <MoreOfTheIndex here="/speed-index/month" />
    </>
  );
}

/** The first page of the index: the newest month held, and the newest with a ranking. */
export function NewestPage({ view: { view, whole, count, from, to } }: { view: NewestView }) {
  const locale = useLocale();
  const { speed } = useMessages();
  const long = (month: string) => monthWords(locale, month, 'long');
  return (
    <>
      <PageHead modest title={speed.title} lede={speed.lede(String(count), long(from), long(to))} />
      {view ? <MonthNav choice={view.choice} /> : null}
      {view ? (
        <Section title={speed.newest(long(to))} id="newest">
          {whole ? <p>{speed.fewNames(view.tables[0]?.rows.length ?? 0)}</p> : null}
          <Tables view={view} />
        </Section>
      ) : null}
      {whole ? (
        <Section title={speed.newestWhole(long(whole.choice.current))} id="ranking">
          <Tables view={whole} />
        </Section>
      ) : null}
      <MoreOfTheIndex here="/speed-index" />
    </>
  );
}

function Tables({ view: { choice, tables } }: { view: MonthView }) {
  return (
    <>
      {tables.map((table) => (
        <LeagueTable key={table.list} table={table} />
      ))}
      <Steps month={choice.current} />
    </>
  );
}

function Steps({ month }: { month: string }) {
  const { speed } = useMessages();
  return month >= '2023-01' ? <p className="small">{speed.steps}</p> : null;
}
