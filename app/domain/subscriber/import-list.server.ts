import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { ImportField, ImportFigures, ImportFormat, ImportMapping, ImportState, RowFault } from './import.ts';

/** An imported list as organizers see it. Instants in UTC. */
export interface ImportSeen {
  id: number;
  name: string;
  fileName: string;
  fileBytes: number;
  format: ImportFormat;
  mapping: ImportMapping | null;
  state: ImportState;
  rows: number | null;
  rowsDone: number;
  figures: ImportFigures;
  failure: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = sql.raw(
  'i.id, i.name, i.file_name as "fileName", i.file_bytes as "fileBytes", i.format, i.mapping, i.state, i.rows, i.rows_done as "rowsDone", i.figures, i.failure, i.created_at, i.finished_at',
);

type Row = Omit<ImportSeen, 'createdAt' | 'finishedAt'> & { created_at: string; finished_at: string | null };

const seen = ({ created_at: createdAt, finished_at: finishedAt, ...row }: Row): ImportSeen => ({
  ...row,
  createdAt: new Date(createdAt),
  finishedAt: finishedAt === null ? null : new Date(finishedAt),
});

/** The imported lists of an organization, the newest first; at most 200. */
export async function listImports(organizationId: number, given: Partial<Tools> = {}): Promise<ImportSeen[]> {
  const { db } = tools(given);
  const rows = await db.execute<Row>(
    sql`select ${columns} from subscriber_imports i where i.organization_id = ${organizationId} order by i.id desc limit 200`,
  );
  return rows.map(seen);
}

/** One imported list of an organization; null for any other. */
export async function findImport(
  { organizationId, importId }: { organizationId: number; importId: number },
  given: Partial<Tools> = {},
): Promise<ImportSeen | null> {
  const { db } = tools(given);
  const [row] = await db.execute<Row>(
    sql`select ${columns} from subscriber_imports i where i.organization_id = ${organizationId} and i.id = ${importId}`,
  );
  return row ? seen(row) : null;
}

/** A row that was not taken in, by its line in the file. */
export interface ImportFault {
  line: number;
  column: ImportField;
  reason: RowFault;
  otherLine: number | null;
}

/** Rows that were not taken in, or would not be, in the order of the file; the first thousand. */
export async function listImportFaults(
  { organizationId, importId }: { organizationId: number; importId: number },
  given: Partial<Tools> & { limit?: number } = {},
): Promise<ImportFault[]> {
  const { db } = tools(given);
  const rows = await db.execute<Omit<ImportFault, 'otherLine'> & { other_line: number | null }>(sql`
    select f.line, f."column", f.reason, f.other_line from import_faults f join subscriber_imports i on i.id = f.import_id
    where i.id = ${importId} and i.organization_id = ${organizationId} order by f."row" limit ${given.limit ?? 1000}`);
  return rows.map(({ other_line: otherLine, ...row }) => ({ ...row, otherLine }));
}
