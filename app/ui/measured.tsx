import type { MeasuredFigures, Quartiles } from '#app/domain/measurement/figures.ts';
import { ButtonLink } from './button.tsx';
import { formatNumber } from './count.tsx';
import { FactDate } from './fact-date.tsx';
import { PageLink } from './link.tsx';
import { useLocale, useMessages } from './locale.tsx';
import { Section } from './page-head.tsx';
import { type Column, Table } from './table.tsx';

/** Numbers as the page's language writes them: figures to three significant digits, shares as whole percents. */
export function useNumbers() {
  const locale = useLocale();
  const tag = locale === 'es' ? 'es-US' : 'en-US';
  return {
    figure: (value: number) => value.toLocaleString(tag, { maximumSignificantDigits: 3 }),
    share: (value: number) => value.toLocaleString(tag, { style: 'percent', maximumFractionDigits: 0 }),
    whole: (value: number) => formatNumber(locale, value),
  };
}

/** What people on one ISP measure today, or why nothing can be shown, with how to add one. For the ISP's page. */
export function MeasuredSection({ name, figures }: { name: string; figures: MeasuredFigures | null }) {
  const { measured } = useMessages();
  return (
    <Section title={measured.title} id="measured">
      {figures ? (
        <Measured figures={figures} />
      ) : (
        <p>
          {measured.noneOf(name)}{' '}
          <PageLink to="/measurements#rules" rel="help">
            {measured.method}
          </PageLink>
          .
        </p>
      )}
      <AddOne />
    </Section>
  );
}

/** The way to the line test. */
export function AddOne() {
  const { measured } = useMessages();
  return (
    <p className="add-measurement">
      <ButtonLink to="/measure">{measured.add}</ButtonLink> <span className="small">{measured.addWhy}</span>
    </p>
  );
}

type Line = { key: string; label: string; unit: (value: string) => string; of: Quartiles };

function Measured({ figures }: { figures: MeasuredFigures }) {
  const { measured, shell } = useMessages();
  const { figure } = useNumbers();
  const { downloadMbps, uploadMbps, minRttMs } = figures;
  const lines = [
    { key: 'download', label: measured.download, unit: measured.mbps, of: downloadMbps },
    { key: 'upload', label: measured.upload, unit: measured.mbps, of: uploadMbps },
    { key: 'rtt', label: measured.minRtt, unit: measured.ms, of: minRttMs },
  ].filter((line): line is Line => line.of !== null);
  const columns: Column<Line>[] = [
    { key: 'what', heading: measured.what, cell: ({ label }) => label },
    { key: 'median', heading: measured.median, numeric: true, cell: ({ unit, of }) => unit(figure(of.median)) },
    {
      key: 'quartiles',
      heading: measured.quartiles,
      numeric: true,
      cell: ({ unit, of }) => unit(measured.range(figure(of.lower), figure(of.upper))),
    },
    { key: 'source', heading: shell.source, cell: () => <MeasuredLink figures={figures} /> },
  ];
  return (
    <div className="measure">
      <div className="measured-table">
        <Table rows={lines} rowKey={({ key }) => key} columns={columns} />
      </div>
      <MeasuredSource figures={figures} />
      <Evening figures={figures} />
      <Streams figures={figures} />
    </div>
  );
}

function Evening({ figures }: { figures: MeasuredFigures }) {
  const { measured } = useMessages();
  const { evening } = figures;
  const { share } = useNumbers();
  return (
    <>
      <h3>{measured.eveningTitle}</h3>
      <p>
        {evening
          ? measured.evening(share(evening.ratio), share(evening.low), share(evening.high))
          : measured.eveningNone}{' '}
        <MeasuredLink figures={figures} />
      </p>
    </>
  );
}

function Streams({ figures }: { figures: MeasuredFigures }) {
  const { measured } = useMessages();
  const { streams } = figures;
  const { share } = useNumbers();
  if (!streams) return null;
  return (
    <>
      <h3>{measured.streamsTitle}</h3>
      <p>
        {measured.streams(share(streams.noDifference), share(streams.streamingSlower), share(streams.inconclusive))}{' '}
        {measured.streamsCaveat} <MeasuredLink figures={figures} />
      </p>
    </>
  );
}

/** The way from a figure to the data it was made of, with the last day of it. */
function MeasuredLink({ figures }: { figures: MeasuredFigures }) {
  const { measured } = useMessages();
  return (
    <PageLink className="small" to="/measurements#files">
      {measured.dataOf} <FactDate date={figures.to} />
    </PageLink>
  );
}

/** The source of figures: how many tests of which days, the rules and the data. */
export function MeasuredSource({ figures }: { figures: MeasuredFigures }) {
  const { measured } = useMessages();
  const { whole } = useNumbers();
  return (
    <p className="small">
      {measured.caption(whole(figures.tests), whole(figures.networks))} <FactDate date={figures.from} /> {measured.to}{' '}
      <FactDate date={figures.to} />. <PageLink to="/measurements#rules">{measured.method}</PageLink>.{' '}
      <PageLink to="/measurements#files">{measured.data}</PageLink>.
    </p>
  );
}
