import { asc, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { measurementMethods } from '#db/schema/measurement.ts';
import { publishedConfidence } from '../isp/isp.ts';
import type { MeasurementMethod } from './measurement.ts';

/** The published measuring tools and studies in the order of the seed file; at most 100. */
export async function listMeasurementMethods(given: Partial<Tools> = {}): Promise<MeasurementMethod[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(measurementMethods)
    .where(ne(measurementMethods.confidence, 'memory'))
    .orderBy(asc(measurementMethods.id))
    .limit(100);
  return rows.map(({ id: _, ...row }) => ({ ...row, confidence: publishedConfidence(row.confidence) }));
}
