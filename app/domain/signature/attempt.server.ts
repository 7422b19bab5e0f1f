import { type SQL, sql } from 'drizzle-orm';

const columns = [
  'address',
  'name',
  'zip',
  'state',
  'isp_stated_id',
  'isp_seen_id',
  'seen_asn',
  'locale',
  'source',
  'is_name_public',
  'consent_text_id',
] as const;

/**
 * What a challenge `c` of the signature `s` stands for, as a list of columns: its own form while the signature waits, so that a stranger's
 * form for the same address does not count for the person's own; once it is confirmed, what was confirmed. Decision 0010.
 */
export const saidByAttempt: SQL = sql.raw(
  columns
    .map((column) => `case when s.status <> 'pending' then s.${column} else c.${column} end as ${column}`)
    .join(', '),
);

/** Assignments that write those columns of the row named `from` into a signature. Decision 0010. */
export function writeAttempt(from: 'pending'): SQL {
  return sql.raw(columns.map((column) => `${column} = ${from}.${column}`).join(', '));
}
