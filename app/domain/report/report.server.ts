import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { isps } from '#db/schema/isp.ts';
import { measurements } from '#db/schema/measurement.ts';
import { reports } from '#db/schema/report.ts';
import {
  isReportPublic,
  isReportService,
  minConfirmations,
  type PublicReport,
  type ReportGist,
  type ReportSeen,
} from './report.ts';

/** Most public reports that one listing returns. Own choice. */
export const maxReportsListed = 20;

/**
 * How many others confirmed a report in a way that counts: from networks of its ISP that differ from one another and from the reporter's. One
 * person confirms once (`report_confirmations_once`), so that as many networks are as many people. A fragment over the table `reports`.
 */
export const countedConfirmations: SQL<number> = sql<number>`(
  select count(distinct c.network_key)::int from report_confirmations c
  where c.report_id = ${reports.id} and c.is_own_network and c.network_key is not null
    and c.person_id is distinct from ${reports.personId} and c.network_key is distinct from ${reports.networkKey})`.mapWith(
  Number,
);

const columns = {
  report: reports,
  ispSlug: isps.slug,
  ispName: isps.name,
  downloadMbps: measurements.downloadMbps,
  uploadMbps: measurements.uploadMbps,
  ranOn: measurements.localDate,
  confirmations: countedConfirmations,
};

function select(given: Partial<Tools>) {
  const { db } = tools(given);
  return db
    .select(columns)
    .from(reports)
    .innerJoin(isps, eq(isps.id, reports.ispId))
    .leftJoin(measurements, eq(measurements.id, reports.measurementId));
}

type Row = Awaited<ReturnType<typeof select>>[number];

/** The public reports about an ISP, by the day of what was seen, newest first, at most 20. */
export async function listPublicReports(ispId: number, given: Partial<Tools> = {}): Promise<PublicReport[]> {
  const isPublic = sql`(${reports.editorialState} = 'verified'
    or (${reports.editorialState} <> 'withdrawn' and ${countedConfirmations} >= ${minConfirmations}))`;
  const rows = await select(given)
    .where(and(eq(reports.ispId, ispId), isPublic))
    .orderBy(desc(reports.occurredOn), desc(reports.id))
    .limit(maxReportsListed);
  return rows.map(publicReport);
}

/**
 * What may be shown of the report of a public id: all of it, only what others need to recognise it, or that it was withdrawn. Null for an
 * unknown id and for what is none. Decision 0013.
 */
export async function findReport(publicId: string, given: Partial<Tools> = {}): Promise<ReportSeen | null> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(publicId)) return null;
  const [row] = await select(given).where(eq(reports.publicId, publicId));
  if (!row) return null;
  const { editorialState } = row.report;
  if (editorialState === 'withdrawn') return { stage: 'withdrawn', ispSlug: row.ispSlug, ispName: row.ispName };
  return isReportPublic(editorialState, row.confirmations)
    ? { stage: 'public', report: publicReport(row) }
    : { stage: 'gathering', gist: gistOf(row) };
}

function gistOf({ report, ispSlug, ispName }: Row): ReportGist {
  const { publicId, service, trouble, occurredOn, occurredHour, line } = report;
  return {
    publicId,
    ispSlug,
    ispName,
    service: isReportService(service) ? service : 'other',
    trouble,
    occurredOn,
    occurredHour,
    line,
  };
}

function publicReport(row: Row): PublicReport {
  const { report, confirmations, ranOn, downloadMbps, uploadMbps } = row;
  const { whatHappened, plan, locale } = report;
  return {
    ...gistOf(row),
    state: report.editorialState,
    isOwnNetwork: report.isOwnNetwork,
    confirmations,
    words: report.editorialState === 'verified' ? { whatHappened, plan, locale } : null,
    usState: report.state,
    measurement: ranOn === null ? null : { downloadMbps, uploadMbps, ranOn },
    reportedOn: report.createdAt.toISOString().slice(0, 10),
  };
}
