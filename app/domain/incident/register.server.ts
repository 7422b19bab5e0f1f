import { and, asc, count, desc, eq, exists, gt, lt, max, or, type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { ispReplies } from '#db/schema/editorial.ts';
import { incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { listReplies } from '../reply/reply.server.ts';
import { listEditorialChanges } from './editorial.server.ts';
import { isPublished } from './editorial.ts';
import { published, toIncidents } from './incident.server.ts';
import { listNotices, toNotices, wasPublished } from './notice.server.ts';
import {
  cursorBehind,
  type EntryLink,
  type EntryView,
  type FeedItem,
  MAX_PAGE_ENTRIES,
  NOTICE_STATES,
  REGISTER_PAGE_ENTRIES,
  type RegisterCounts,
  type RegisterEntry,
  type RegisterFilter,
  type RegisterPage,
  readCursor,
} from './register.ts';

/** Most items of one feed. Own choice. */
export const MAX_FEED_ITEMS = 50;

/** Most entries of one download. Own choice. */
export const MAX_DOWNLOAD_ENTRIES = 10_000;

type Row = typeof incidents.$inferSelect;

const newestFirst = [desc(incidents.occurredOn), asc(incidents.slug)];

/**
 * One page of the published register, newest first, behind the entry that the cursor `after` marks; at most `limit` entries (25; up to 200). A
 * cursor that this register never gave out counts as none.
 */
export async function listIncidentsPage(
  {
    after = null,
    limit = REGISTER_PAGE_ENTRIES,
    ...filter
  }: RegisterFilter & { after?: string | null; limit?: number },
  given: Partial<Tools> = {},
): Promise<RegisterPage> {
  const { db } = tools(given);
  const place = after === null ? null : readCursor(after);
  const behind = place
    ? or(
        lt(incidents.occurredOn, place.occurredOn),
        and(eq(incidents.occurredOn, place.occurredOn), gt(incidents.slug, place.slug)),
      )
    : undefined;
  const most = Math.max(1, Math.min(Math.trunc(limit), MAX_PAGE_ENTRIES));
  const fits = fitting(db, filter);
  const [rows, total] = await Promise.all([
    db
      .select()
      .from(incidents)
      .where(and(fits, behind))
      .orderBy(...newestFirst)
      .limit(most + 1),
    db.$count(incidents, fits),
  ]);
  const entries = await toEntries(db, rows.slice(0, most));
  const last = entries.at(-1);
  return { entries, total, next: rows.length > most && last ? cursorBehind(last) : null };
}

/** Every published entry that fits a filter, newest first, at most 10,000: what the downloads hold. */
export async function listIncidentsToDownload(
  filter: RegisterFilter = {},
  given: Partial<Tools> = {},
): Promise<RegisterEntry[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(incidents)
    .where(fitting(db, filter))
    .orderBy(...newestFirst)
    .limit(MAX_DOWNLOAD_ENTRIES);
  return toEntries(db, rows);
}

/** How many entries each value of a filter would show beside the other filters; ISPs and types with most entries first, years newest first. */
export async function countIncidents(filter: RegisterFilter = {}, given: Partial<Tools> = {}): Promise<RegisterCounts> {
  const { db } = tools(given);
  const without = (name: keyof RegisterFilter) => fitting(db, { ...filter, [name]: undefined });
  const year = sql<string>`to_char(${incidents.occurredOn}, 'YYYY')`;
  const entries = sql<number>`count(distinct ${incidents.id})::int`;
  const [isp, type, years, state, ...notices] = await Promise.all([
    db
      .select({ value: isps.slug, name: isps.name, count: entries })
      .from(incidents)
      .innerJoin(incidentIsps, eq(incidentIsps.incidentId, incidents.id))
      .innerJoin(isps, eq(isps.id, incidentIsps.ispId))
      .where(without('isp'))
      .groupBy(isps.slug, isps.name)
      .orderBy(desc(entries), asc(isps.name)),
    db
      .select({ value: incidents.type, count: count() })
      .from(incidents)
      .where(without('type'))
      .groupBy(incidents.type)
      .orderBy(desc(count()), asc(incidents.type)),
    db.select({ value: year, count: count() }).from(incidents).where(without('year')).groupBy(year).orderBy(desc(year)),
    db
      .select({ value: incidents.editorialState, count: count() })
      .from(incidents)
      .where(without('state'))
      .groupBy(incidents.editorialState)
      .orderBy(desc(incidents.editorialState)),
    ...NOTICE_STATES.map((value) => listNotices({ ...filter, state: value }, given)),
  ]);
  return {
    isp,
    type,
    year: years,
    state: [
      ...state.flatMap(({ value, count }) => (isPublished(value) ? [{ value, count }] : [])),
      ...NOTICE_STATES.map((value, place) => ({ value, count: notices[place]?.length ?? 0 })),
    ].filter(({ count }) => count > 0),
  };
}

/**
 * What the permanent address of an entry answers: the entry with its history and its neighbours in time; a notice in its place when it was
 * published and is not now; null when no such entry was ever public.
 */
export async function findEntry(slug: string, given: Partial<Tools> = {}): Promise<EntryView | null> {
  const { db } = tools(given);
  const [row] = await db
    .select()
    .from(incidents)
    .where(and(eq(incidents.slug, slug), or(published, wasPublished(db))));
  if (!row) return null;
  const history = await listEditorialChanges({ incidentId: row.id }, given);
  if (!isPublished(row.editorialState)) {
    const [notice] = await toNotices(db, [row]);
    return notice ? { kind: 'notice', notice, history } : null;
  }
  const [[entry], newer, older] = await Promise.all([
    toEntries(db, [row]),
    neighbour(db, row, 'newer'),
    neighbour(db, row, 'older'),
  ]);
  return entry ? { kind: 'entry', id: row.id, entry, history, newer, older } : null;
}

/**
 * Items of a feed, the last changed first, at most 50, of one ISP when `ispId` is given. An entry that is no longer shown comes as its notice, so
 * that readers who hold the old text learn of it.
 */
export async function listFeedItems(
  { ispId }: { ispId?: number } = {},
  given: Partial<Tools> = {},
): Promise<FeedItem[]> {
  const { db } = tools(given);
  const changedAt = sql<Date>`greatest(${incidents.updatedAt}, ${repliedAt})`;
  const named = ispId === undefined ? undefined : naming(db, eq(incidentIsps.ispId, ispId));
  const rows = await db
    .select()
    .from(incidents)
    .where(and(or(published, wasPublished(db)), named))
    .orderBy(desc(changedAt), asc(incidents.slug))
    .limit(MAX_FEED_ITEMS);
  const [entries, notices] = await Promise.all([
    toEntries(
      db,
      rows.filter((row) => isPublished(row.editorialState)),
    ),
    toNotices(
      db,
      rows.filter((row) => !isPublished(row.editorialState)),
    ),
  ]);
  return rows.flatMap(({ slug }): FeedItem[] => {
    const entry = entries.find((one) => one.slug === slug);
    const notice = notices.find((one) => one.slug === slug);
    return entry ? [{ kind: 'entry', entry }] : notice ? [{ kind: 'notice', notice }] : [];
  });
}

/** When anything in the register last changed, or null when it is empty. An entry that leaves counts as a change. */
export async function findRegisterChange(given: Partial<Tools> = {}): Promise<Date | null> {
  const { db } = tools(given);
  const [row] = await db
    .select({ at: max(incidents.updatedAt) })
    .from(incidents)
    .where(or(published, wasPublished(db)));
  return row?.at ?? null;
}

const repliedAt = sql<string | null>`(select max(greatest(${ispReplies.receivedAt}, ${ispReplies.withdrawnAt}))
  from ${ispReplies} where ${ispReplies.incidentId} = ${incidents.id})`;

function naming(db: Db, which: SQL | undefined) {
  return exists(
    db
      .select({ one: sql`1` })
      .from(incidentIsps)
      .innerJoin(isps, eq(isps.id, incidentIsps.ispId))
      .where(and(eq(incidentIsps.incidentId, incidents.id), which)),
  );
}

function fitting(db: Db, { isp, type, year, state }: RegisterFilter): SQL | undefined {
  return and(
    published,
    isp === undefined ? undefined : naming(db, eq(isps.slug, isp)),
    type === undefined ? undefined : sql`${incidents.type} = ${type}`,
    year === undefined ? undefined : sql`to_char(${incidents.occurredOn}, 'YYYY') = ${year}`,
    state === undefined ? undefined : sql`${incidents.editorialState} = ${state}`,
  );
}

async function toEntries(db: Db, rows: readonly Row[]): Promise<RegisterEntry[]> {
  if (rows.length === 0) return [];
  const [shown, repliesTo] = await Promise.all([
    toIncidents(db, [...rows]),
    listReplies(
      rows.map(({ id }) => id),
      { db },
    ),
  ]);
  return rows.flatMap((row, place) => {
    const incident = shown[place];
    const replies = repliesTo(row.id);
    // Instants of one form sort as texts.
    const changes = replies.flatMap(({ receivedAt, withdrawn }) => [receivedAt, withdrawn?.at ?? '']);
    const updatedAt = [row.updatedAt.toISOString(), ...changes].sort().at(-1) ?? '';
    return incident ? [{ ...incident, replies, createdAt: row.createdAt.toISOString(), updatedAt }] : [];
  });
}

/** The entry next to one in the order of the register. */
async function neighbour(db: Db, row: Row, which: 'newer' | 'older'): Promise<EntryLink | null> {
  const isNewer = which === 'newer';
  const beyond = or(
    (isNewer ? gt : lt)(incidents.occurredOn, row.occurredOn),
    and(eq(incidents.occurredOn, row.occurredOn), (isNewer ? lt : gt)(incidents.slug, row.slug)),
  );
  const [found] = await db
    .select({ slug: incidents.slug, title: incidents.title })
    .from(incidents)
    .where(and(published, beyond))
    .orderBy(...(isNewer ? [asc(incidents.occurredOn), desc(incidents.slug)] : newestFirst))
    .limit(1);
  return found ?? null;
}
