import { and, asc, desc, eq, exists, inArray, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { publishedConfidence } from '../isp/isp.ts';
import type { Incident } from './incident.ts';

/** Most incidents that one listing returns. Own choice. */
export const MAX_INCIDENTS = 200;

const published = and(ne(incidents.confidence, 'memory'), inArray(incidents.editorialState, ['verified', 'disputed']));

/** Published incidents, newest first, of one ISP when `ispId` is given; at most `limit` (200). */
export async function listIncidents(
  { ispId, limit = MAX_INCIDENTS }: { ispId?: number; limit?: number } = {},
  given: Partial<Tools> = {},
): Promise<Incident[]> {
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
  return withIsps(db, rows);
}

/** The published incident of a slug, or null. */
export async function findIncident(slug: string, given: Partial<Tools> = {}): Promise<Incident | null> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(incidents)
    .where(and(published, eq(incidents.slug, slug)));
  return (await withIsps(db, rows))[0] ?? null;
}

async function withIsps(db: Db, rows: (typeof incidents.$inferSelect)[]): Promise<Incident[]> {
  if (rows.length === 0) return [];
  const named = await db
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
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(incidentIsps.id));
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
    isps: named
      .filter(({ incidentId }) => incidentId === row.id)
      .map(({ nameThen, slug, name }) => ({ nameThen, slug, name })),
    statement: row.statementEn && row.statementEs ? { en: row.statementEn, es: row.statementEs } : null,
  }));
}
