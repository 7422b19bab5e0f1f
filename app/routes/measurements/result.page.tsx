import type { MeasurementResult } from '#app/domain/measurement/result.server.ts';
import { formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { AddOne, MeasuredSource, useNumbers } from '#app/ui/measured.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { type Column, Table } from '#app/ui/table.tsx';

/** One person's test: its figures beside those of the ISP, whether it counts, and what is kept of the line. */
export function ResultPage({ result }: { result: MeasurementResult }) {
  const { measured } = useMessages();
  const locale = useLocale();
  const { comparison, isp, published, uncountedReason } = result;
  const lede = measured.resultLede(formatDate(locale, result.localDate), String(result.localHour).padStart(2, '0'));
  return (
    <>
      <PageHead modest title={measured.resultTitle} lede={lede} />
      <div className="measure">
        <Figures result={result} />
        <p className="small">{result.server === 'own' ? measured.serverOwn : measured.serverMlab}</p>
        {published ? <MeasuredSource figures={published} /> : null}
        {isp && !published ? <p>{measured.noPublished(isp.name)}</p> : null}
      </div>
      {comparison ? <Comparison comparison={comparison} /> : null}
      <Notice title={measured.countsTitle} tone={uncountedReason === null ? 'good' : 'plain'}>
        <p>
          {uncountedReason === null ? measured.counts : measured.countsNot[uncountedReason]}{' '}
          <PageLink to="/measurements#rules">{measured.rulesTitle}</PageLink>
        </p>
      </Notice>
      <Line result={result} />
      <Report result={result} />
      <p>{measured.resultUnlisted}</p>
      <AddOne />
    </>
  );
}

type Row = { key: string; label: string; unit: (value: string) => string; own: number | null; median?: number };

function Figures({ result: { downloadMbps, uploadMbps, minRttMs, isp, published } }: { result: MeasurementResult }) {
  const { measured } = useMessages();
  const { figure } = useNumbers();
  const all: Row[] = [
    {
      key: 'download',
      label: measured.download,
      unit: measured.mbps,
      own: downloadMbps,
      median: published?.downloadMbps.median,
    },
    {
      key: 'upload',
      label: measured.upload,
      unit: measured.mbps,
      own: uploadMbps,
      median: published?.uploadMbps?.median,
    },
    { key: 'rtt', label: measured.minRtt, unit: measured.ms, own: minRttMs, median: published?.minRttMs?.median },
  ];
  const rows = all.filter(({ own }) => own !== null);
  const columns: Column<Row>[] = [
    { key: 'what', heading: measured.what, cell: ({ label }) => label },
    {
      key: 'own',
      heading: measured.yours,
      numeric: true,
      cell: ({ own, unit }) => (own === null ? null : unit(figure(own))),
    },
    {
      key: 'median',
      heading: measured.others(isp?.name ?? ''),
      numeric: true,
      cell: ({ median, unit }) => (median === undefined ? measured.tooFewShort : unit(figure(median))),
    },
  ];
  return (
    <div className="measured-table">
      <Table rows={rows} rowKey={({ key }) => key} columns={published ? columns : columns.slice(0, 2)} />
    </div>
  );
}

function Comparison({ comparison }: { comparison: NonNullable<MeasurementResult['comparison']> }) {
  const { measured } = useMessages();
  const { share, whole } = useNumbers();
  const { ratio, low, high, pairs, verdict } = comparison;
  return (
    <Section title={measured.comparisonTitle}>
      <p>
        {measured.verdicts[verdict]} {measured.comparison(share(ratio), share(low), share(high), whole(pairs))}
      </p>
    </Section>
  );
}

function Line({ result: { isp, asn, state } }: { result: MeasurementResult }) {
  const { measured } = useMessages();
  return (
    <dl className="facts">
      <dt>{measured.line}</dt>
      <dd>
        {isp ? (
          <PageLink to={`/isps/${isp.slug}#measured`}>
            {asn === null ? isp.name : measured.onIsp(isp.name, `AS${asn}`)}
          </PageLink>
        ) : (
          measured.unknownIsp
        )}
      </dd>
      <dt>{measured.stateLabel}</dt>
      <dd>{state ?? measured.notSaid}</dd>
    </dl>
  );
}

/** The way to a report about the ISP with this test attached, where the form takes it. */
function Report({ result: { isp, publicId, server } }: { result: MeasurementResult }) {
  const { measured } = useMessages();
  if (!isp || server !== 'own') return null;
  return (
    <p>
      <PageLink to={`/isps/${isp.slug}/report?measurement=${publicId}`}>{measured.report(isp.name)}</PageLink>
    </p>
  );
}
