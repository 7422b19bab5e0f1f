import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** What the windows' rules pass over: mail domains, and networks by the number of their autonomous system. */
export const ALLOWANCE_KINDS = ['network', 'domain'] as const;

/** One of these. */
export type AllowanceKind = (typeof ALLOWANCE_KINDS)[number];

/** An allowance that stands. */
export interface Allowance {
  kind: AllowanceKind;
  value: string;
  reason: string;
  addedBy: string;
  addedAt: Date;
}

/** The value as it is kept: a number without "AS", a domain in lower case; null when it is neither. */
export function allowanceValue(kind: AllowanceKind, said: string): string | null {
  const text = said.trim().toLowerCase();
  if (kind === 'network') return /^(?:as)?([1-9][0-9]{0,9})$/.exec(text)?.[1] ?? null;
  return /^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text) ? text : null;
}

/** Lets a network or a domain pass the windows' rules from now on, over all processes; one that was taken back comes back. What was judged stays as it was judged. */
export async function allow(
  { kind, value, reason, by }: { kind: AllowanceKind; value: string; reason: string; by: string },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  await db.execute(sql`
    insert into form_allowances (kind, value, reason, added_by, added_at) values (${kind}, ${value}, ${reason}, ${by}, ${now().toISOString()}::timestamptz)
    on conflict on constraint form_allowances_once do update
      set reason = excluded.reason, added_by = excluded.added_by, added_at = excluded.added_at, retired_at = null`);
}

/** Takes an allowance back; false when none stands. */
export async function disallow(
  { kind, value }: { kind: AllowanceKind; value: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  const rows = await db.execute(sql`
    update form_allowances set retired_at = ${now().toISOString()}::timestamptz where kind = ${kind} and value = ${value} and retired_at is null returning id`);
  return rows.length > 0;
}

/** The allowances that stand, by kind and value, at most 1,000. Public mail providers need none: `db/subscriber-mail-domains.ts` lists them. */
export async function listAllowances(given: Partial<Tools> = {}): Promise<Allowance[]> {
  const { db } = tools(given);
  const rows = await db.execute<Omit<Allowance, 'addedAt'> & { addedAt: string }>(sql`
    select kind, value, reason, added_by as "addedBy", added_at as "addedAt" from form_allowances
    where retired_at is null order by kind, value limit 1000`);
  return rows.map(({ addedAt, ...rest }) => ({ ...rest, addedAt: new Date(addedAt) }));
}
