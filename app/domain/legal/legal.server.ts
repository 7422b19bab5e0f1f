import { asc, desc, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { legalEvents } from '#db/schema/legal.ts';
import { publishedConfidence } from '../isp/isp.ts';
import type { LegalEvent } from './legal.ts';

/** Most entries that one listing returns. Own choice. */
export const MAX_LEGAL_EVENTS = 200;

/** The published legal timeline, newest first; at most 200 entries. */
export async function listLegalEvents(given: Partial<Tools> = {}): Promise<LegalEvent[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(legalEvents)
    .where(ne(legalEvents.confidence, 'memory'))
    .orderBy(desc(legalEvents.occurredOn), asc(legalEvents.slug))
    .limit(MAX_LEGAL_EVENTS);
  return rows.map(({ id: _, statementEn, statementEs, ...row }) => ({
    ...row,
    confidence: publishedConfidence(row.confidence),
    statement: statementEn && statementEs ? { en: statementEn, es: statementEs } : null,
  }));
}
