import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { askExport, type ExportRefusal, findExported } from './ask.server.ts';
import type { ExportDestination, ExportKind } from './export.ts';
import { exportRequest } from './query.ts';
import { type ExportScheduleInput, type ExportTimes, nextTime } from './schedule.ts';

/** Most schedules of one organization that are going. Own choice. */
const MOST_SCHEDULES = 20;

/** A schedule that is going. Instants in UTC. Own choice. */
export interface ExportSchedule extends ExportTimes {
  publicId: string;
  kind: ExportKind;
  query: unknown;
  format: string;
  destination: ExportDestination;
  createdBy: string;
  nextAt: Date;
}

/**
 * Has an export made by itself from now on. The caller has seen to the permissions, and for data of people to a fresh proof of who asks. Refuses a campaign that the organization does
 * not have, and a twenty-first schedule. Own choice.
 */
export async function scheduleExport(
  {
    organizationId,
    actor,
    locale,
    input,
  }: { organizationId: number; actor: string; locale: 'en' | 'es'; input: ExportScheduleInput },
  given: Partial<Tools> = {},
): Promise<{ ok: true; publicId: string } | { ok: false; reason: ExportRefusal }> {
  const { db, now } = tools(given);
  const { request, times } = input;
  const at = now();
  return db.transaction(async (tx) => {
    const found = await findExported(tx, organizationId, request.query);
    if (!found.ok) return found;
    const [row] = await tx.execute<{ public_id: string }>(sql`
      insert into export_schedules (organization_id, kind, query, format, purpose, destination, rhythm, weekday, hour, time_zone, locale, created_by, created_at, next_at)
      select ${organizationId}, ${request.query.kind}, ${JSON.stringify(request.query)}::text::jsonb, ${request.format ?? 'files'}, ${request.purpose},
        ${request.destination}, ${times.rhythm}, ${times.weekday}::smallint, ${times.hour}::smallint, ${times.timeZone}, ${locale}, ${actor},
        ${at.toISOString()}::timestamptz, ${nextTime(times, at).toISOString()}::timestamptz
      where (select count(*) from export_schedules where organization_id = ${organizationId} and ended_at is null) < ${MOST_SCHEDULES}
      returning public_id`);
    if (!row) return { ok: false, reason: 'too_many' };
    const subject = `export-schedule:${row.public_id}`;
    const facts = {
      query: request.query,
      format: request.format,
      destination: request.destination,
      purpose: request.purpose,
      ...times,
    };
    await recordDeed(tx, { organizationId, actor, action: 'export.schedule', subject, facts, at });
    return { ok: true, publicId: row.public_id };
  });
}

/** Ends a schedule; what it has made stays. Answers false where the organization has no such schedule that is going. Own choice. */
export async function endSchedule(
  { organizationId, publicId, actor }: { organizationId: number; publicId: string; actor: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const ended = await tx.execute(sql`
      update export_schedules set ended_at = ${now().toISOString()}::timestamptz, ended_by = ${actor}
      where organization_id = ${organizationId} and public_id = ${publicId}::uuid and ended_at is null returning 1`);
    if (ended.length === 0) return false;
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'export.unschedule',
      subject: `export-schedule:${publicId}`,
      at: now(),
    });
    return true;
  });
}

type ScheduleRow = {
  id: number;
  public_id: string;
  organization_id: number;
  kind: ExportKind;
  query: unknown;
  format: string;
  purpose: string | null;
  destination: ExportDestination;
  rhythm: ExportTimes['rhythm'];
  weekday: number | null;
  hour: number;
  time_zone: string;
  locale: 'en' | 'es';
  created_by: string;
  next_at: string;
};

const timesOf = ({ rhythm, weekday, hour, time_zone: timeZone }: ScheduleRow): ExportTimes => ({
  rhythm,
  weekday,
  hour,
  timeZone,
});

/** The schedules of an organization that are going, oldest first; at most 20. Own choice. */
export async function listSchedules(organizationId: number, given: Partial<Tools> = {}): Promise<ExportSchedule[]> {
  const { db } = tools(given);
  const rows = await db.execute<ScheduleRow>(sql`
    select * from export_schedules where organization_id = ${organizationId} and ended_at is null order by id limit ${MOST_SCHEDULES}`);
  return rows.map((row) => ({
    ...timesOf(row),
    publicId: row.public_id,
    kind: row.kind,
    query: row.query,
    format: row.format,
    destination: row.destination,
    createdBy: row.created_by,
    nextAt: new Date(row.next_at),
  }));
}

/**
 * Asks for what is due, once each: a schedule moves on in the transaction that asks, and where a worker was away for days it is made once and not for every day. One whose campaign is
 * gone is passed over. Answers how many were asked for. Any number may run at once. Own choice.
 */
export async function askScheduled(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  for (let asked = 0; ; asked += 1) {
    const at = now();
    const isAsked = await db.transaction(async (tx) => {
      const [row] = await tx.execute<ScheduleRow>(sql`
        select * from export_schedules where ended_at is null and next_at <= ${at.toISOString()}::timestamptz order by next_at, id
        limit 1 for update skip locked`);
      if (!row) return false;
      const next = nextTime(timesOf(row), at);
      await tx.execute(
        sql`update export_schedules set next_at = ${next.toISOString()}::timestamptz where id = ${row.id}`,
      );
      const format = row.format === 'files' ? null : row.format;
      const request = exportRequest.parse({
        query: row.query,
        format,
        destination: row.destination,
        purpose: row.purpose,
      });
      const asking = {
        organizationId: row.organization_id,
        actor: row.created_by,
        locale: row.locale,
        request,
        scheduleId: row.id,
      };
      await askExport(asking, { db: tx, now });
      return true;
    });
    if (!isAsked) return asked;
  }
}
