import type { IspFigures } from '#app/domain/measurement/figures.server.ts';
import type { MeasurementFile } from '#app/domain/measurement/publication.server.ts';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { AddOne, useNumbers } from '#app/ui/measured.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { type Column, Table } from '#app/ui/table.tsx';

/** What people measure, ISP by ISP, with the rules and the open data. */
export function OverviewPage({ isps, files }: { isps: readonly IspFigures[]; files: readonly MeasurementFile[] }) {
  const { measured } = useMessages();
  return (
    <>
      <PageHead modest title={measured.title} lede={measured.lede} />
      {isps.length > 0 ? (
        <Section title={measured.ispsTitle} id="isps">
          <Isps isps={isps} />
        </Section>
      ) : (
        <Notice title={files.length > 0 ? measured.tooFew : measured.none}>
          <p>{files.length > 0 ? measured.tooFewText : measured.noneText}</p>
        </Notice>
      )}
      <AddOne />
      <Section title={measured.rulesTitle} id="rules">
        <ul className="steps">
          {measured.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Section>
      <Files files={files} />
    </>
  );
}

function Isps({ isps }: { isps: readonly IspFigures[] }) {
  const { measured } = useMessages();
  const { figure, share, whole } = useNumbers();
  const columns: Column<IspFigures>[] = [
    {
      key: 'isp',
      heading: measured.isp,
      cell: ({ slug, name }) => <PageLink to={`/isps/${slug}#measured`}>{name}</PageLink>,
    },
    {
      key: 'download',
      heading: measured.download,
      numeric: true,
      cell: ({ downloadMbps }) => measured.mbps(figure(downloadMbps.median)),
    },
    {
      key: 'upload',
      heading: measured.upload,
      numeric: true,
      cell: ({ uploadMbps }) => (uploadMbps ? measured.mbps(figure(uploadMbps.median)) : measured.tooFewShort),
    },
    {
      key: 'evening',
      heading: measured.eveningShort,
      numeric: true,
      cell: ({ evening }) =>
        evening
          ? measured.eveningValue(share(evening.ratio), share(evening.low), share(evening.high))
          : measured.tooFewShort,
    },
    {
      key: 'tests',
      heading: measured.tests,
      numeric: true,
      cell: ({ tests, networks }) => measured.testsFrom(whole(tests), whole(networks)),
    },
  ];
  const [first] = isps;
  return (
    <>
      <div className="measured-table">
        <Table rows={isps} rowKey={({ slug }) => slug} columns={columns} />
      </div>
      {first ? (
        <p className="small">
          {measured.overviewCaption} <FactDate date={first.asOf} />. {measured.overviewDays}
        </p>
      ) : null}
    </>
  );
}

function Files({ files }: { files: readonly MeasurementFile[] }) {
  const { measured } = useMessages();
  const { whole } = useNumbers();
  return (
    <Section title={measured.filesTitle} id="files">
      <p>{measured.filesLede}</p>
      <p>
        {measured.licence} <a href="/measurements/data.json">{measured.filesJson}</a>.
      </p>
      {files.length === 0 ? (
        <p>{measured.filesNone}</p>
      ) : (
        <Table
          rows={files}
          rowKey={({ day }) => day}
          columns={[
            {
              key: 'file',
              heading: measured.file,
              cell: ({ day }) => <a href={`/measurements/data/${day}.csv`}>{day}.csv</a>,
            },
            { key: 'rows', heading: measured.rows, numeric: true, cell: ({ rows }) => whole(rows) },
            {
              key: 'sha256',
              heading: measured.sha256,
              cell: ({ sha256 }) => <code className="digest">{sha256}</code>,
            },
          ]}
        />
      )}
    </Section>
  );
}
