import { getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../client.ts';

/**
 * What one part of the seed came to: entries in the files, rows written, rows removed, rows in the database that no file names and that were
 * left, and entries of the files that stay as an editor left them.
 */
export interface Loaded {
  entries: number;
  written: number;
  removed: number;
  left: number;
  kept?: number;
}

const ROWS_AT_ONCE = 500;

/**
 * Inserts rows, and brings rows that stand under the same natural key (`target`, columns of a unique constraint) to the
 * values given in the fields `update`; a row that says the same already is not touched. With `onlyWhere` other rows are left as they are. A row
 * that is brought up to date gets the fields of `stamp` besides. Returns how many rows were written.
 */
export async function upsert<T extends PgTable>(
  db: Db,
  table: T,
  rows: T['$inferInsert'][],
  {
    target,
    update,
    onlyWhere,
    stamp = {},
  }: {
    target: PgColumn[];
    update: readonly (keyof T['$inferInsert'] & string)[];
    onlyWhere?: SQL;
    stamp?: Partial<Record<keyof T['$inferInsert'] & string, SQL>>;
  },
): Promise<number> {
  const columns: Record<string, PgColumn | undefined> = getTableColumns(table);
  const fields = update.flatMap((field) => {
    const column = columns[field];
    return column ? [{ field, column, incoming: sql`excluded.${sql.identifier(column.name)}` }] : [];
  });
  const differs = sql.join(
    fields.map(({ column, incoming }) => sql`${column} is distinct from ${incoming}`),
    sql` or `,
  );
  let written = 0;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const insert = db.insert(table).values(rows.slice(from, from + ROWS_AT_ONCE));
    const settled =
      fields.length === 0
        ? insert.onConflictDoNothing({ target })
        : insert.onConflictDoUpdate({
            target,
            // drizzle types `set` by the columns of a table that is known; here the table is a parameter.
            set: { ...Object.fromEntries(fields.map(({ field, incoming }) => [field, incoming])), ...stamp } as never,
            setWhere: onlyWhere ? sql`(${differs}) and ${onlyWhere}` : differs,
          });
    written += (await settled.returning({ one: sql<number>`1` })).length;
  }
  return written;
}

/** Deletes the rows of these ids. Returns how many went. */
export async function removeByIds(db: Db, table: PgTable & { id: PgColumn }, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  return (
    await db
      .delete(table)
      .where(inArray(table.id, [...ids]))
      .returning({ id: table.id })
  ).length;
}
