import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import type { WindowCount } from './judgement.ts';

/** What forms are counted by. */
export type WindowKind = 'network' | 'isp' | 'domain' | 'state' | 'campaign';

/** A form to be counted: under which key of each kind it falls (bytes in hexadecimal; null: none), and when it came. */
export interface Countable {
  id: number;
  at: Date;
  isBare: boolean;
  keys: Readonly<Record<WindowKind, string | null>>;
}

const SPAN_SECONDS = 60;
const SPAN_MS = SPAN_SECONDS * 1000;

/** How long windows are kept, in milliseconds: two days. Source: issue 5, point 2. */
export const windowsKeptMs = 2 * 24 * 60 * 60 * 1000;

const none: WindowCount = { minute: 0, hour: 0, bareMinute: 0, bareHour: 0 };

/** The key of a text, such as a mail domain, in hexadecimal. */
export function textKey(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** The minute that an instant falls into. */
export function minuteOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / SPAN_MS) * SPAN_MS);
}

/** Networks and domains count forms without a valid proof apart, so that whoever sends those for nothing spends nothing of others'; ISPs and campaigns count them in all, too. */
function windowsOf(kind: WindowKind, isBare: boolean): string[] {
  if (!isBare || kind === 'state') return [kind];
  return kind === 'isp' || kind === 'campaign' ? [kind, `${kind}-bare`] : [`${kind}-bare`];
}

const placeOf = (kind: string, key: string, minute: Date) => `${kind} ${key} ${minute.getTime()}`;

/**
 * Counts forms into the windows and answers, for each form and kind, what stands there with all of them: one statement for any number of forms, in the order of
 * the windows' key, so that two workers wait for one another and never for ever. Counted by the minute in which each form came, however late that is. In the
 * caller's transaction: counted once, when it commits.
 */
export async function countForms(
  db: Db,
  forms: readonly Countable[],
): Promise<(form: Countable, kind: WindowKind) => WindowCount> {
  const added = new Map<string, { kind: string; key: string; starts_at: string; forms: number }>();
  for (const { keys, at, isBare } of forms)
    for (const [kind, key] of Object.entries(keys))
      for (const name of windowsOf(kind as WindowKind, isBare)) {
        if (key === null) continue;
        const minute = minuteOf(at);
        const place = placeOf(name, key, minute);
        const row = added.get(place) ?? { kind: name, key, starts_at: minute.toISOString(), forms: 0 };
        row.forms += 1;
        added.set(place, row);
      }
  if (added.size === 0) return () => none;
  const rows = await db.execute<{ kind: string; key: string; starts_at: string; minute: number; hour: number }>(sql`
    with given as (
      select kind, decode(key, 'hex') as key, starts_at, forms
      from jsonb_to_recordset(${JSON.stringify([...added.values()])}::text::jsonb) as g(kind text, key text, starts_at timestamptz, forms integer)
    ), counted as (
      insert into form_windows (kind, key, span_seconds, starts_at, forms)
      select kind, key, ${SPAN_SECONDS}::int, starts_at, forms from given order by kind, key, starts_at
      on conflict on constraint form_windows_pkey do update set forms = form_windows.forms + excluded.forms
      returning kind, key, starts_at, forms
    )
    select c.kind, encode(c.key, 'hex') as key, c.starts_at, c.forms as minute, c.forms + case when c.kind ~ '^(network|domain)' then coalesce((
      select sum(w.forms)::int from form_windows w
      where w.kind = c.kind and w.key = c.key and w.span_seconds = ${SPAN_SECONDS}::int
        and w.starts_at > c.starts_at - interval '1 hour' and w.starts_at < c.starts_at), 0) else 0 end as hour
    from counted c`);
  const counts = new Map(rows.map((row) => [placeOf(row.kind, row.key, new Date(row.starts_at)), row]));
  return ({ keys, at }, kind) => {
    const key = keys[kind];
    if (key === null) return none;
    const all = counts.get(placeOf(kind, key, minuteOf(at)));
    const bare = counts.get(placeOf(`${kind}-bare`, key, minuteOf(at)));
    return { minute: all?.minute ?? 0, hour: all?.hour ?? 0, bareMinute: bare?.minute ?? 0, bareHour: bare?.hour ?? 0 };
  };
}

/** Forgets windows older than two days; answers how many. */
export async function forgetWindows(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - windowsKeptMs).toISOString();
  const [row] = await db.execute<{ gone: number }>(sql`
    with gone as (delete from form_windows where starts_at < ${before}::timestamptz returning 1)
    select count(*)::int as gone from gone`);
  return row?.gone ?? 0;
}
