import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from './audit.server.ts';
import { type AuditEvent, type AuditFilter, type AuditReader, EVENTS_A_PAGE, MAX_CSV_EVENTS } from './audit.ts';

/** A page of events, newest first; `before`: what leads to the next page, null on the last. */
export interface AuditPage {
  events: AuditEvent[];
  before: number | null;
}

type Row = {
  id: string;
  at: string;
  actor: string;
  name: string | null;
  action: string;
  subject: string;
  facts: string;
  link: string | null;
  is_of_installation: boolean;
};

const like = (part: string) => `%${part.replace(/[\\%_]/g, '\\$&')}%`;

function conditions({ organizationId, isKeeper }: AuditReader, { q, who, from, to, before }: AuditFilter): SQL {
  const all = [
    isKeeper
      ? sql`(e.organization_id = ${organizationId} or e.organization_id is null)`
      : sql`e.organization_id = ${organizationId}`,
  ];
  if (q !== '') all.push(sql`(e.action ilike ${like(q)} or e.subject ilike ${like(q)})`);
  if (who !== '') all.push(sql`(e.actor ilike ${like(who)} or o.name ilike ${like(who)})`);
  if (from !== '') all.push(sql`e.at >= ${from}::date::timestamp at time zone 'UTC'`);
  if (to !== '') all.push(sql`e.at < (${to}::date + 1)::timestamp at time zone 'UTC'`);
  if (before !== undefined) all.push(sql`e.id < ${before}`);
  return sql.join(all, sql` and `);
}

async function read(db: Db, reader: AuditReader, filter: AuditFilter, most: number): Promise<AuditEvent[]> {
  const rows = await db.execute<Row>(sql`
    select e.id, e.at, e.actor, o.name, e.action, e.subject, e.facts::text as facts, k.sequence as link, e.organization_id is null as is_of_installation
    from audit_events e left join organizers o on e.actor = 'organizer:' || o.id left join audit_chain k on k.event_id = e.id
    where ${conditions(reader, filter)} order by e.id desc limit ${most}`);
  return rows.map(({ id, at, name, facts, link, is_of_installation: isOfInstallation, ...row }) => ({
    ...row,
    id: Number(id),
    at: new Date(at),
    actorName: name,
    facts: JSON.parse(facts) as Record<string, unknown>,
    link: link === null ? null : Number(link),
    isOfInstallation,
  }));
}

/** The events that a reader may see and that fit, newest first, 50 a page. Own choice. */
export async function listEvents(
  { reader, filter }: { reader: AuditReader; filter: AuditFilter },
  given: Partial<Tools> = {},
): Promise<AuditPage> {
  const { db } = tools(given);
  const found = await read(db, reader, filter, EVENTS_A_PAGE + 1);
  const events = found.slice(0, EVENTS_A_PAGE);
  return { events, before: found.length > EVENTS_A_PAGE ? (events.at(-1)?.id ?? null) : null };
}

/** How far the chain goes, and the UTC day and number of ledgers of its newest anchors; null for none. */
export interface ChainStanding {
  links: number;
  waiting: number;
  anchoredOn: string | null;
  ledgers: number;
}

/** Reads how the chain stands. */
export async function readChainStanding(given: Partial<Tools> = {}): Promise<ChainStanding> {
  const { db } = tools(given);
  const [row] = await db.execute<{ links: string; waiting: string; anchored_on: string | null; ledgers: string }>(sql`
    select (select coalesce(max(sequence) + 1, 0) from audit_chain) as links, (select count(*) from audit_pending) as waiting,
      to_char(a.day, 'YYYY-MM-DD') as anchored_on, coalesce(a.ledgers, 0) as ledgers
    from (values (1)) v left join (
      select day, count(*) as ledgers from count_entries where kind = 'anchor' group by day order by day desc limit 1) a on true`);
  return {
    links: Number(row?.links ?? 0),
    waiting: Number(row?.waiting ?? 0),
    anchoredOn: row?.anchored_on ?? null,
    ledgers: Number(row?.ledgers ?? 0),
  };
}

/**
 * The events that fit for a file, newest first, 50,000 at most, with the deed that says who took how many; what was typed into the search is not in it, since that may be anybody's
 * name.
 */
export async function exportEvents(
  { reader, filter, actor }: { reader: AuditReader; filter: AuditFilter; actor: string },
  given: Partial<Tools> = {},
): Promise<AuditEvent[]> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const events = await read(tx, reader, filter, MAX_CSV_EVENTS);
    const { from, to, q, who } = filter;
    await recordDeed(tx, {
      organizationId: reader.organizationId,
      actor,
      action: 'export.audit',
      subject: 'audit',
      facts: { rows: events.length, from, to, isSearch: q !== '' || who !== '' },
      at: now(),
    });
    return events;
  });
}
