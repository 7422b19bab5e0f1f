import { asc, desc, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import type { IncidentFields } from '#db/seed/shapes.ts';
import { listEditorialChanges } from './editorial.server.ts';
import type { EditorialChange, EditorialState } from './editorial.ts';

/** Most entries that editors get in one listing. Own choice. */
const MAX_HELD = 2000;

/** An entry as editors list it: in whatever state, published or not. */
export interface HeldEntry {
  slug: string;
  occurredOn: string;
  editorialState: EditorialState;
  title: string;
}

/** Every entry of the register for editors, newest first, of one state when given; at most 2,000. Not for pages: it holds what is not public. */
export async function listHeldEntries(
  { state }: { state?: EditorialState | undefined } = {},
  given: Partial<Tools> = {},
): Promise<HeldEntry[]> {
  const { db } = tools(given);
  return db
    .select({
      slug: incidents.slug,
      occurredOn: incidents.occurredOn,
      editorialState: incidents.editorialState,
      title: incidents.title,
    })
    .from(incidents)
    .where(state === undefined ? undefined : eq(incidents.editorialState, state))
    .orderBy(desc(incidents.occurredOn), asc(incidents.slug))
    .limit(MAX_HELD);
}

/** One entry for editors, in the shape in which they hand it in, with state and history; null for an unknown slug. Not for pages. */
export async function findHeldEntry(
  slug: string,
  given: Partial<Tools> = {},
): Promise<{ fields: IncidentFields; state: EditorialState; history: EditorialChange[] } | null> {
  const { db } = tools(given);
  const [row] = await db.select().from(incidents).where(eq(incidents.slug, slug));
  if (!row) return null;
  const named = await db
    .select({ nameThen: incidentIsps.nameThen, slug: isps.slug })
    .from(incidentIsps)
    .leftJoin(isps, eq(isps.id, incidentIsps.ispId))
    .where(eq(incidentIsps.incidentId, row.id))
    .orderBy(asc(incidentIsps.id));
  const fields: IncidentFields = {
    id: row.slug,
    date: row.occurredOn,
    datePrecision: row.datePrecision,
    ...(row.dateNote === null ? {} : { dateNote: row.dateNote }),
    isps: named,
    type: row.type,
    segment: row.segment,
    title: row.title,
    summary: row.summary,
    ...(row.ispPosition === null ? {} : { ispPosition: row.ispPosition }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.figures === null ? {} : { figures: row.figures }),
    tags: row.tags,
    sources: row.sources,
    confidence: row.confidence,
    ...(row.statementEn && row.statementEs ? { statement: { en: row.statementEn, es: row.statementEs } } : {}),
  };
  return { fields, state: row.editorialState, history: await listEditorialChanges({ incidentId: row.id }, given) };
}
