import { and, asc, desc, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { editorialChanges } from '#db/schema/editorial.ts';
import { isps } from '#db/schema/isp.ts';
import { reports } from '#db/schema/report.ts';
import type { StateChanged } from '../incident/editorial.server.ts';
import {
  type EditorialChange,
  type EditorialState,
  type SignedReason,
  signedReason,
  statesAfter,
} from '../incident/editorial.ts';
import { countedConfirmations } from './report.server.ts';
import type { ReportLine, ReportTrouble } from './report.ts';

/** Most reports that one listing for editors returns. Own choice. */
export const maxReportsHeld = 200;

/** A report as editors see it, public or not. Never holds who sent it. Instants in UTC. */
export interface HeldReport {
  publicId: string;
  ispSlug: string;
  state: EditorialState;
  service: string;
  trouble: ReportTrouble;
  line: ReportLine;
  occurredOn: string;
  occurredHour: number | null;
  plan: string | null;
  usState: string | null;
  whatHappened: string;
  isOwnNetwork: boolean;
  confirmations: number;
  hasMeasurement: boolean;
  createdAt: Date;
}

function select(given: Partial<Tools>) {
  const { db } = tools(given);
  return db
    .select({ report: reports, ispSlug: isps.slug, confirmations: countedConfirmations })
    .from(reports)
    .innerJoin(isps, eq(isps.id, reports.ispId));
}

/** The reports for editors, of one state when it is given, newest first, at most 200. */
export async function listHeldReports(
  { state }: { state?: EditorialState | undefined } = {},
  given: Partial<Tools> = {},
): Promise<HeldReport[]> {
  const rows = await select(given)
    .where(state === undefined ? undefined : eq(reports.editorialState, state))
    .orderBy(desc(reports.id))
    .limit(maxReportsHeld);
  return rows.map(held);
}

/** The report of a public id with its history, oldest line first; null for an unknown id. */
export async function findHeldReport(
  publicId: string,
  given: Partial<Tools> = {},
): Promise<{ report: HeldReport; history: EditorialChange[] } | null> {
  if (!/^[0-9a-f-]{36}$/.test(publicId)) return null;
  const [row] = await select(given).where(eq(reports.publicId, publicId));
  if (!row) return null;
  const { db } = tools(given);
  const lines = await db
    .select()
    .from(editorialChanges)
    .where(eq(editorialChanges.reportId, row.report.id))
    .orderBy(asc(editorialChanges.id))
    .limit(500);
  const history = lines.map((line) => ({
    from: line.fromState,
    to: line.toState,
    reason: line.reason,
    by: line.changedBy,
    at: line.changedAt.toISOString(),
  }));
  return { report: held(row), history };
}

/**
 * Moves a report to another editorial state and writes the line of its history, in one transaction, by the same transitions as an incident
 * (trigger `reports_editorial_transition`). Of two editors at once, one is heard and the other told `changed_meanwhile`. Throws `ZodError` when
 * reason or name is missing or too long.
 */
export async function changeReportState(
  { publicId, to, ...signed }: { publicId: string; to: EditorialState } & SignedReason,
  given: Partial<Tools> = {},
): Promise<StateChanged> {
  const { db, now } = tools(given);
  const { reason, by } = signedReason.parse(signed);
  if (!/^[0-9a-f-]{36}$/.test(publicId)) return { ok: false, reason: 'unknown_entry' };
  return db.transaction(async (tx): Promise<StateChanged> => {
    const find = () =>
      tx.select({ id: reports.id, state: reports.editorialState }).from(reports).where(eq(reports.publicId, publicId));
    const [seen] = await find();
    if (!seen) return { ok: false, reason: 'unknown_entry' };
    const from = seen.state;
    if (from === to) return { ok: false, reason: 'same_state', from };
    const allowed = statesAfter(from);
    if (!allowed.includes(to)) return { ok: false, reason: 'not_allowed', from, allowed };
    const changed = await tx
      .update(reports)
      .set({ editorialState: to })
      .where(and(eq(reports.id, seen.id), eq(reports.editorialState, from)))
      .returning({ id: reports.id });
    if (changed.length === 0) return { ok: false, reason: 'changed_meanwhile', from: (await find())[0]?.state ?? from };
    await tx
      .insert(editorialChanges)
      .values({ reportId: seen.id, fromState: from, toState: to, reason, changedBy: by, changedAt: now() });
    return { ok: true, from, to };
  });
}

function held({ report, ispSlug, confirmations }: Awaited<ReturnType<typeof select>>[number]): HeldReport {
  const { publicId, service, trouble, line, occurredOn, occurredHour, plan, whatHappened } = report;
  return {
    publicId,
    ispSlug,
    state: report.editorialState,
    service,
    trouble,
    line,
    occurredOn,
    occurredHour,
    plan,
    usState: report.state,
    whatHappened,
    isOwnNetwork: report.isOwnNetwork,
    confirmations,
    hasMeasurement: report.measurementId !== null,
    createdAt: report.createdAt,
  };
}
