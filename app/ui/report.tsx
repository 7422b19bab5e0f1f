import { Fragment, type ReactNode } from 'react';
import type { PublicReport, ReportGist } from '#app/domain/report/report.ts';
import { ButtonLink } from './button.tsx';
import { FactDate } from './fact-date.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { Section } from './page-head.tsx';

/** What was seen, in choices from lists only: service, trouble, day with hour, line. */
export function GistFacts({
  gist,
  more = [],
}: {
  gist: Omit<ReportGist, 'publicId' | 'ispSlug' | 'ispName'>;
  more?: [string, ReactNode][];
}) {
  const { facts, services, troubles, lines, hour, localTime } = useMessages().report;
  const rows: [string, ReactNode][] = [
    [facts.service, services[gist.service]],
    [facts.trouble, troubles[gist.trouble]],
    [
      facts.day,
      <>
        <FactDate date={gist.occurredOn} />
        {gist.occurredHour === null ? null : `, ${hour(gist.occurredHour)} (${localTime})`}
      </>,
    ],
    [facts.line, lines[gist.line]],
    ...more,
  ];
  return (
    <dl className="facts">
      {rows.map(([term, fact]) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** Who says so: "People on Comcast report", as many as the confirmations and the network bear out. */
export function useReporters(): (report: PublicReport) => string {
  const { page } = useMessages().report;
  return ({ ispName, confirmations, isOwnNetwork }) => {
    if (confirmations > 0) return page.several(ispName);
    return isOwnNetwork ? page.one(ispName) : page.oneSays(ispName);
  };
}

/** What is to be known of how sure a public report is: its confirmations, and whether an editor checked it. */
export function ReportStanding({ report }: { report: PublicReport }) {
  const { page } = useMessages().report;
  const { state } = report;
  const checked = state === 'verified' ? page.verified : state === 'disputed' ? page.disputed : page.unverified;
  return (
    <p className="small">
      {page.confirmations(report.confirmations)} {checked} {page.reportedOn} <FactDate date={report.reportedOn} />.
    </p>
  );
}

type ReportsSectionProps = { isp: { slug: string; name: string }; reports: readonly PublicReport[] };

/** The part of an ISP's page with what people on it report, worded as reports, and the way to add one. */
export function ReportsSection({ isp, reports }: ReportsSectionProps) {
  const { section } = useMessages().report;
  return (
    <Section title={section.title} id="reports">
      <p>
        {reports.length === 0 ? `${section.none(isp.name)} ` : null}
        {section.rule} {reports.length === 0 ? null : section.source}
      </p>
      {reports.length === 0 ? null : (
        <ul className="reports">
          {reports.map((report) => (
            <ReportItem key={report.publicId} report={report} />
          ))}
        </ul>
      )}
      <p>
        <ButtonLink to={`/isps/${isp.slug}/report`}>{section.write}</ButtonLink>
      </p>
    </Section>
  );
}

function ReportItem({ report }: { report: PublicReport }) {
  const { section, services, troubles, lines, hour, page } = useMessages().report;
  const reporters = useReporters();
  return (
    <li>
      <p>
        <b>{reporters(report)}</b> {page.of(services[report.service])}: {lowerFirst(troubles[report.trouble])},{' '}
        <FactDate date={report.occurredOn} />
        {report.occurredHour === null ? null : `, ${hour(report.occurredHour)}`}. {lines[report.line]}.
      </p>
      <ReportStanding report={report} />
      <p className="small">
        <PageLink to={`/reports/${report.publicId}`}>{section.more}</PageLink>
      </p>
    </li>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
