import { and, asc, desc, eq, exists, inArray, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { publishedConfidence } from '../isp/isp.ts';
import { isPublished, PUBLISHED_STATES } from './editorial.ts';
import type { PublishedIncident } from './incident.ts';

/** Most incidents that one listing returns. Own choice. */
export const MAX_INCIDENTS = 200;

/** The condition under which an entry is shown as a claim: its state says so and it is not from memory. `docs/register.md`. */
export const published = and(
  ne(incidents.confidence, 'memory'),
  inArray(incidents.editorialState, [...PUBLISHED_STATES]),
);

/** Published incidents, newest first, of one ISP when `ispId` is given; at most `limit` (200). */
export async function listIncidents(
  { ispId, limit = MAX_INCIDENTS }: { ispId?: number; limit?: number } = {},
  given: Partial<Tools> = {},
): Promise<PublishedIncident[]> {
  const { db } = tools(given);
  const named =
    ispId === undefined
      ? undefined
      : exists(
          db
            .select({ id: incidentIsps.id })
            .from(incidentIsps)
            .where(and(eq(incidentIsps.incidentId, incidents.id), eq(incidentIsps.ispId, ispId))),
        );
  const rows = await db
    .select()
    .from(incidents)
    .where(and(published, named))
    .orderBy(desc(incidents.occurredOn), asc(incidents.slug))
    .limit(Math.min(limit, MAX_INCIDENTS));
  return toIncidents(db, rows);
}

/** The published incident of a slug, or null. */
export async function findIncident(slug: string, given: Partial<Tools> = {}): Promise<PublishedIncident | null> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(incidents)
    .where(and(published, eq(incidents.slug, slug)));
  return (await toIncidents(db, rows))[0] ?? null;
}

/** Rows of published entries with the ISPs that they name, in the order given. Throws when a row is not published. */
export async function toIncidents(db: Db, rows: (typeof incidents.$inferSelect)[]): Promise<PublishedIncident[]> {
  if (rows.length === 0) return [];
  const named = await listNamedIsps(db, rows);
  return rows.map((row) => ({
    slug: row.slug,
    occurredOn: row.occurredOn,
    datePrecision: row.datePrecision,
    dateNote: row.dateNote,
    type: row.type,
    segment: row.segment,
    title: row.title,
    summary: row.summary,
    ispPosition: row.ispPosition,
    outcome: row.outcome,
    figures: row.figures,
    tags: row.tags,
    sources: row.sources,
    confidence: publishedConfidence(row.confidence),
    isps: named.get(row.id) ?? [],
    state: stateOf(row),
    statement: row.statementEn && row.statementEs ? { en: row.statementEn, es: row.statementEs } : null,
  }));
}

/** The ISPs that entries name, by the id of the entry, in the order in which they were entered. */
export async function listNamedIsps(
  db: Db,
  entries: readonly { id: number }[],
): Promise<ReadonlyMap<number, PublishedIncident['isps']>> {
  if (entries.length === 0) return new Map();
  const rows = await db
    .select({
      incidentId: incidentIsps.incidentId,
      nameThen: incidentIsps.nameThen,
      slug: isps.slug,
      name: isps.name,
    })
    .from(incidentIsps)
    .leftJoin(isps, eq(isps.id, incidentIsps.ispId))
    .where(
      inArray(
        incidentIsps.incidentId,
        entries.map(({ id }) => id),
      ),
    )
    .orderBy(asc(incidentIsps.id));
  const named = new Map<number, PublishedIncident['isps'][number][]>();
  for (const { incidentId, nameThen, slug, name } of rows) {
    const known = named.get(incidentId) ?? [];
    known.push({ nameThen, slug, name });
    named.set(incidentId, known);
  }
  return named;
}

function stateOf({ slug, editorialState }: typeof incidents.$inferSelect): PublishedIncident['state'] {
  if (isPublished(editorialState)) return editorialState;
  throw new Error(`The entry ${slug} is not published`);
}
