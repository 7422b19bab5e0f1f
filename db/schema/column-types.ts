import { sql } from 'drizzle-orm';
import { bigint, check, customType, integer, timestamp } from 'drizzle-orm/pg-core';

/** Surrogate key that counts upward; never shown in a URL. Own choice. */
export const key = () => integer('id').primaryKey().generatedAlwaysAsIdentity();

/** Surrogate key for tables that may pass two thousand million rows; read as a JavaScript number (safe to 2^53). Own choice. */
export const bigKey = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();

/** An instant: `timestamptz`, read and written as a `Date`, UTC on the wire. DESIGN house rule 6. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Raw bytes as a Node `Buffer`: digests and message sources. Own choice. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
});

/** A named check that `column` holds one of `values`. Values are literals of this repository, never input. Own choice. */
export function oneOf(name: string, column: string, values: readonly string[]) {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  return check(name, sql.raw(`"${column}" in (${list})`));
}

/** How sure a fact is: read in the source named, one element derived, or from memory (never published). Source: facts README, 2026-11-22. */
export const CONFIDENCES = ['sourced', 'partly', 'memory'] as const;

/** How much of a date is known. Source: facts README, 2026-11-22. */
export const DATE_PRECISIONS = ['day', 'approximate_day', 'month', 'season', 'year', 'as_of'] as const;
