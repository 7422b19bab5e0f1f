import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { ExportDestination, ExportFailure, ExportKind, ExportState } from './export.ts';
import { MAX_LISTED } from './export.ts';
import type { ExportedFile } from './manifest.ts';
import { type ExportQuery, exportQuery } from './query.ts';

/** An export as its organization sees it. `files` are there while it is done; instants in UTC. Own choice. */
export interface ExportRun {
  publicId: string;
  kind: ExportKind;
  state: ExportState;
  requestedBy: string;
  requestedByName: string | null;
  purpose: string | null;
  query: ExportQuery;
  /** A format of rows, or `files`. */
  format: string;
  destination: ExportDestination;
  isScheduled: boolean;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  rows: number;
  estimate: number | null;
  attempts: number;
  files: readonly ExportedFile[];
  failure: ExportFailure | null;
}

type RunRow = {
  public_id: string;
  kind: ExportKind;
  state: ExportState;
  requested_by: string;
  requested_by_name: string | null;
  purpose: string | null;
  query: unknown;
  format: string;
  destination: ExportDestination;
  schedule_id: number | null;
  created_at: string;
  finished_at: string | null;
  expires_at: string | null;
  rows: string;
  estimate: string | null;
  attempts: number;
  files: ExportedFile[] | null;
  failure: ExportFailure | null;
};

const columns = sql`
  r.public_id, r.kind, r.state, r.requested_by, o.name as requested_by_name, r.purpose, r.query, r.format, r.destination, r.schedule_id, r.created_at, r.finished_at,
  r.expires_at, r.rows, r.estimate, r.attempts, r.files, r.failure
  from export_runs r left join organizers o on r.requested_by = 'organizer:' || o.id`;

function runOf(row: RunRow): ExportRun {
  const dated = (text: string | null) => (text === null ? null : new Date(text));
  return {
    publicId: row.public_id,
    kind: row.kind,
    state: row.state,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    purpose: row.purpose,
    query: exportQuery.parse(row.query),
    format: row.format,
    destination: row.destination,
    isScheduled: row.schedule_id !== null,
    createdAt: new Date(row.created_at),
    finishedAt: dated(row.finished_at),
    expiresAt: dated(row.expires_at),
    rows: Number(row.rows),
    estimate: row.estimate === null ? null : Number(row.estimate),
    attempts: row.attempts,
    files: row.state === 'done' ? (row.files ?? []) : [],
    failure: row.failure,
  };
}

/** The exports of an organization, newest first; at most 100. Own choice. */
export async function listExports(organizationId: number, given: Partial<Tools> = {}): Promise<ExportRun[]> {
  const { db } = tools(given);
  const rows = await db.execute<RunRow>(
    sql`select ${columns} where r.organization_id = ${organizationId} order by r.id desc limit ${MAX_LISTED}`,
  );
  return rows.map(runOf);
}

/** One export of an organization by its number; null for one of another, and for what is no number. Own choice. */
export async function findExport(
  { organizationId, publicId }: { organizationId: number; publicId: string },
  given: Partial<Tools> = {},
): Promise<ExportRun | null> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(publicId)) return null;
  const { db } = tools(given);
  const [row] = await db.execute<RunRow>(
    sql`select ${columns} where r.organization_id = ${organizationId} and r.public_id = ${publicId}::uuid`,
  );
  return row ? runOf(row) : null;
}

/** Ends the exports whose time is over: their files may be deleted from that moment, the rows stay. Answers how many. Own choice. */
export async function expireExports(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const rows = await db.execute(
    sql`update export_runs set state = 'expired' where state = 'done' and expires_at <= ${now().toISOString()}::timestamptz returning 1`,
  );
  return rows.length;
}
