import { eq } from 'drizzle-orm';
import { incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { reports } from '#db/schema/report.ts';
import { submissions } from '#db/schema/submission.ts';
import { type ConfirmationTools, confirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { hasTokenShape } from '../confirmation/confirmation.ts';
import { findReport } from '../report/report.server.ts';
import type { PublicReport, ReportGist } from '../report/report.ts';
import {
  type ConfirmedDetails,
  confirmedDetails,
  correctionDetails,
  type ReportDetails,
  replyDetails,
  reportDetails,
} from './details.ts';
import type { SubmissionConfirmRefusal } from './submission.ts';

/** What a form says, for the holder of the mailed link to see before anything counts. */
export type SubmissionSays =
  | { kind: 'correction'; whatIsWrong: string; source: string | null }
  | { kind: 'reply'; role: string; body: string; domain: string }
  | { kind: 'report'; details: ReportDetails }
  | { kind: 'me_too'; gist: ReportGist | null };

/** A submission as the holder of its link sees it: waiting with what it says, or confirmed with what it became. */
export type SubmissionSeen = {
  ok: true;
  name: string;
  isp: { slug: string; name: string } | null;
  incident: { slug: string; title: string } | null;
} & (
  | { isConfirmed: false; says: SubmissionSays }
  | { isConfirmed: true; kind: SubmissionSays['kind']; became: ConfirmedDetails; isPublic: boolean }
);

/**
 * Finds what a mailed link would confirm, or what it came to; changes nothing. Refuses as `confirmSubmissionByToken` does, but for
 * `domain_unlisted`.
 */
export async function findSubmissionByToken(
  token: string,
  given: Partial<ConfirmationTools> = {},
): Promise<SubmissionSeen | { ok: false; reason: SubmissionConfirmRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'submission_unknown' };
  const { db, now } = confirmationTools(given);
  const [found] = await db
    .select({
      row: submissions,
      ispSlug: isps.slug,
      ispName: isps.name,
      incidentSlug: incidents.slug,
      incidentTitle: incidents.title,
      reportPublicId: reports.publicId,
    })
    .from(submissions)
    .leftJoin(isps, eq(isps.id, submissions.ispId))
    .leftJoin(incidents, eq(incidents.id, submissions.incidentId))
    .leftJoin(reports, eq(reports.id, submissions.reportId))
    .where(eq(submissions.tokenHash, digestOf(token)));
  if (!found) return { ok: false, reason: 'submission_unknown' };
  const { row, ispSlug, ispName, incidentSlug, incidentTitle, reportPublicId } = found;
  if (row.confirmedAt === null && row.expiresAt <= now()) return { ok: false, reason: 'submission_expired' };
  const subject = {
    ok: true as const,
    name: row.name,
    isp: ispSlug && ispName ? { slug: ispSlug, name: ispName } : null,
    incident: incidentSlug && incidentTitle ? { slug: incidentSlug, title: incidentTitle } : null,
  };
  if (row.confirmedAt !== null) {
    const became = confirmedDetails.parse(row.details);
    const isOfReport = row.kind === 'report' || row.kind === 'me_too';
    const report = isOfReport ? await findReport(became.became, { db }) : null;
    return { ...subject, isConfirmed: true, kind: row.kind, became, isPublic: report?.stage === 'public' };
  }
  return { ...subject, isConfirmed: false, says: await whatItSays(row, reportPublicId, { db }) };
}

async function whatItSays(
  row: typeof submissions.$inferSelect,
  reportPublicId: string | null,
  given: Partial<ConfirmationTools>,
): Promise<SubmissionSays> {
  switch (row.kind) {
    case 'correction':
      return { kind: row.kind, ...correctionDetails.parse(row.details) };
    case 'reply': {
      const domain = row.address.slice(row.address.lastIndexOf('@') + 1);
      return { kind: row.kind, ...replyDetails.parse(row.details), domain };
    }
    case 'report':
      return { kind: row.kind, details: reportDetails.parse(row.details) };
    case 'me_too': {
      const seen = reportPublicId === null ? null : await findReport(reportPublicId, given);
      if (seen === null || seen.stage === 'withdrawn') return { kind: row.kind, gist: null };
      return { kind: row.kind, gist: seen.stage === 'public' ? gistOf(seen.report) : seen.gist };
    }
  }
}

function gistOf({
  publicId,
  ispSlug,
  ispName,
  service,
  trouble,
  occurredOn,
  occurredHour,
  line,
}: PublicReport): ReportGist {
  return { publicId, ispSlug, ispName, service, trouble, occurredOn, occurredHour, line };
}
