import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { editorialChanges } from '#db/schema/editorial.ts';
import { measurements } from '#db/schema/measurement.ts';
import { reportConfirmations, reports } from '#db/schema/report.ts';
import type { ReportLine, ReportService, ReportTrouble } from './report.ts';

/** Who handed something in, as the submission kept it: the person proved, and the network that the form came from. */
export interface Sender {
  personId: number;
  ispSeenId: number | null;
  networkKey: Buffer | null;
}

/** A report whose sender was proved. `measurement` is the public id of a test. */
export interface ReportMade {
  ispId: number;
  service: ReportService;
  trouble: ReportTrouble;
  line: ReportLine;
  occurredOn: string;
  occurredHour: number | null;
  plan: string | null;
  whatHappened: string;
  usState: string | null;
  measurement: string | null;
  locale: 'en' | 'es';
}

/** What a "me too" came to; the same words as `ME_TOO_OUTCOMES`. */
type Outcome = 'counted' | 'other_network' | 'same_person' | 'repeated';

/** The name that the history gives for a step that no editor took. */
const site = 'site';

/**
 * Makes a report of what a proved person said, with the first line of its history. When somebody else reported the same before (ISP, service,
 * trouble, kind of line and day), it also confirms the oldest such report: nobody showed the one to the other. The reports of one service and
 * day take turns, so that of two at once the later sees the earlier. Decision 0013. Answers the public id.
 */
export async function makeReport(tx: Db, report: ReportMade, sender: Sender, at: Date): Promise<string> {
  const { usState, measurement, ...said } = report;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`report:${said.ispId}:${said.service}:${said.occurredOn}`}, 0))`,
  );
  const [measured] = measurement
    ? await tx.select({ id: measurements.id }).from(measurements).where(eq(measurements.publicId, measurement))
    : [];
  const [made] = await tx
    .insert(reports)
    .values({
      ...said,
      state: usState,
      measurementId: measured?.id ?? null,
      personId: sender.personId,
      ispSeenId: sender.ispSeenId,
      isOwnNetwork: sender.ispSeenId === said.ispId,
      networkKey: sender.networkKey,
      createdAt: at,
    })
    .returning({ id: reports.id, publicId: reports.publicId });
  if (!made) throw new Error('a report was not stored');
  await tx.insert(editorialChanges).values({
    reportId: made.id,
    fromState: null,
    toState: 'new',
    reason: 'The reporter confirmed it by mail.',
    changedBy: site,
    changedAt: at,
  });
  const earlier = await findSame(tx, said, sender.personId);
  if (earlier !== null) await addConfirmation(tx, earlier, sender, at);
  return made.publicId;
}

/** The oldest report of somebody else that says the same; none for a service or a trouble that the lists do not name. */
async function findSame(
  tx: Db,
  { ispId, service, trouble, line, occurredOn }: Omit<ReportMade, 'usState' | 'measurement'>,
  personId: number,
): Promise<number | null> {
  if (service === 'other' || trouble === 'other') return null;
  const [same] = await tx
    .select({ id: reports.id })
    .from(reports)
    .where(
      and(
        eq(reports.ispId, ispId),
        eq(reports.service, service),
        eq(reports.trouble, trouble),
        eq(reports.line, line),
        eq(reports.occurredOn, occurredOn),
        ne(reports.personId, personId),
        ne(reports.editorialState, 'withdrawn'),
      ),
    )
    .orderBy(asc(reports.id))
    .limit(1);
  return same?.id ?? null;
}

/**
 * Adds a person's confirmation to a report; at most one a person, and none to one's own. A second one from the ISP's network takes the place
 * of a first that came from elsewhere.
 */
export async function addConfirmation(tx: Db, reportId: number, sender: Sender, at: Date): Promise<Outcome> {
  const [report] = await tx
    .select({ ispId: reports.ispId, personId: reports.personId })
    .from(reports)
    .where(eq(reports.id, reportId));
  if (!report) throw new Error(`report ${reportId} is gone`);
  if (report.personId === sender.personId) return 'same_person';
  const isOwnNetwork = sender.ispSeenId === report.ispId;
  const { personId, networkKey } = sender;
  const stored = await tx
    .insert(reportConfirmations)
    .values({ reportId, personId, isOwnNetwork, networkKey, createdAt: at })
    .onConflictDoUpdate({
      target: [reportConfirmations.reportId, reportConfirmations.personId],
      set: { isOwnNetwork, networkKey },
      setWhere: sql`not ${reportConfirmations.isOwnNetwork} and ${isOwnNetwork}`,
    })
    .returning({ id: reportConfirmations.id });
  if (stored.length === 0) return 'repeated';
  return isOwnNetwork && networkKey !== null ? 'counted' : 'other_network';
}
