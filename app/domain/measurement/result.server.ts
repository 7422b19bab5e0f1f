import { eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { measurements } from '#db/schema/measurement.ts';
import { findIspById } from '../isp/isp.server.ts';
import type { ComparisonFigures } from './comparison.ts';
import { figuresOf } from './figures.server.ts';
import type { MeasuredFigures } from './figures.ts';
import type { UncountedReason } from './record.ts';

/** One stored test as its own page shows it, beside what people on the same ISP measured. */
export interface MeasurementResult {
  publicId: string;
  localDate: string;
  localHour: number;
  server: 'own' | 'mlab';
  isp: { slug: string; name: string } | null;
  asn: number | null;
  state: string | null;
  downloadMbps: number | null;
  uploadMbps: number | null;
  minRttMs: number | null;
  comparison: ComparisonFigures | null;
  uncountedReason: UncountedReason | null;
  /** Null while there is too little to compare with. */
  published: MeasuredFigures | null;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The stored test of an unlisted address, or null. Whoever has the address may see it; it tells nothing of the person but the figures. */
export async function findMeasurementResult(
  publicId: string,
  given: Partial<Tools> = {},
): Promise<MeasurementResult | null> {
  if (!uuid.test(publicId)) return null;
  const { db } = tools(given);
  const [row] = await db.select().from(measurements).where(eq(measurements.publicId, publicId));
  if (!row) return null;
  const isp = row.ispId === null ? null : await findIspById(row.ispId, given);
  const { localDate, localHour, server, asn, state, downloadMbps, uploadMbps, minRttMs, uncountedReason } = row;
  return {
    publicId,
    ...{ localDate, localHour, server, asn, state, downloadMbps, uploadMbps, minRttMs, uncountedReason },
    isp: isp && { slug: isp.slug, name: isp.name },
    comparison: comparisonOf(row),
    published: isp && (await figuresOf(isp.id, given)),
  };
}

function comparisonOf(row: typeof measurements.$inferSelect): ComparisonFigures | null {
  const { streamMbps, controlMbps, streamRatio, streamRatioLow, streamRatioHigh, streamPairs, streamVerdict } = row;
  if (streamMbps === null || controlMbps === null || streamRatio === null || streamPairs === null) return null;
  if (streamRatioLow === null || streamRatioHigh === null || streamVerdict === null) return null;
  return {
    ...{ streamMbps, controlMbps, ratio: streamRatio, low: streamRatioLow, high: streamRatioHigh },
    ...{ pairs: streamPairs, verdict: streamVerdict },
  };
}
