import type { ReactNode } from 'react';
import type { AttachedMeasurement, PublicReport, ReportGist, ReportSeen } from '#app/domain/report/report.ts';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { GistFacts, ReportStanding, useReporters } from '#app/ui/report.tsx';
import { type Sent, SubmissionForm } from '#app/ui/submission-form.tsx';

/** A report as far as it may be shown, with the form for others who saw the same. */
export function ReportPage({ seen, sent }: { seen: ReportSeen; sent: Sent }) {
  const { page } = useMessages().report;
  if (seen.stage === 'withdrawn') {
    return (
      <>
        <PageHead modest title={page.withdrawnTitle} lede={page.withdrawnLede} />
        <p>
          <PageLink to={`/isps/${seen.ispSlug}`}>{page.backTo(seen.ispName)}</PageLink>
        </p>
      </>
    );
  }
  return seen.stage === 'public' ? (
    <Public report={seen.report} sent={sent} />
  ) : (
    <Gathering gist={seen.gist} sent={sent} />
  );
}

function Gathering({ gist, sent }: { gist: ReportGist; sent: Sent }) {
  const { page } = useMessages().report;
  return (
    <>
      <PageHead modest title={page.gatheringTitle(gist.ispName)} lede={page.gatheringLede} />
      <TwoColumns main={<MeToo sent={sent} head={<GistFacts gist={gist} />} />} side={<Back gist={gist} />} />
    </>
  );
}

function Public({ report, sent }: { report: PublicReport; sent: Sent }) {
  const { facts, page, services } = useMessages().report;
  const { words, usState, measurement } = report;
  const reporters = useReporters();
  return (
    <>
      <PageHead
        modest
        kick={<Back gist={report} />}
        title={`${reporters(report)} ${page.of(services[report.service])}`}
        lede={page.caveat}
      />
      <TwoColumns
        main={
          <>
            {words ? (
              <>
                <h2>{facts.words}</h2>
                <blockquote className="report-words" lang={words.locale}>
                  {words.whatHappened}
                </blockquote>
              </>
            ) : null}
            <GistFacts
              gist={report}
              more={[
                ...(words?.plan ? [[facts.plan, words.plan] as [string, ReactNode]] : []),
                ...(usState ? [[facts.state, usState] as [string, ReactNode]] : []),
                ...(measurement
                  ? [[facts.measurement, <Test key="test" test={measurement} />] as [string, ReactNode]]
                  : []),
              ]}
            />
            <ReportStanding report={report} />
          </>
        }
        side={<MeToo sent={sent} />}
      />
    </>
  );
}

function Test({ test }: { test: AttachedMeasurement }) {
  const words = useMessages().report;
  const rates = [
    test.downloadMbps === null ? '' : words.download(test.downloadMbps.toFixed(1)),
    test.uploadMbps === null ? '' : words.upload(test.uploadMbps.toFixed(1)),
  ].filter(Boolean);
  return (
    <>
      {rates.length > 0 ? `${rates.join(', ')}, ` : null}
      {words.ranOn} <FactDate date={test.ranOn} />
    </>
  );
}

function MeToo({ sent, head }: { sent: Sent; head?: ReactNode }) {
  const { page, form } = useMessages().report;
  return (
    <SubmissionForm
      sent={sent}
      button={page.meTooButton}
      name={{ label: form.name, hint: form.nameHint }}
      head={
        <>
          {head}
          <h2>{page.meTooTitle}</h2>
          <p>{page.meTooText}</p>
        </>
      }
    />
  );
}

function Back({ gist }: { gist: ReportGist }) {
  const { page } = useMessages().report;
  return <PageLink to={`/isps/${gist.ispSlug}`}>{page.backTo(gist.ispName)}</PageLink>;
}
