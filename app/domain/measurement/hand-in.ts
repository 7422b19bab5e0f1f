import { z } from 'zod';
import { type ComparisonFigures, comparisonOf, type SegmentPair } from './comparison.ts';
import type { TestFigures } from './record.ts';

/** Most characters of raw pairs that a hand-in may carry; 24 pairs take about 5,000. Own choice. */
const MAX_PAIRS_CHARS = 20_000;

/** Zero, or no less than the page's own rounding gives: a smaller one would make a rate without end. */
const amount = z
  .number()
  .max(1e12)
  .refine((value) => value === 0 || value >= 0.01);
const segment = z.object({ bytes: amount, firstBytes: amount, waitMs: amount, bodyMs: amount });
const rawPairs = z.object({
  pairs: z.array(z.object({ first: z.enum(['stream', 'control']), stream: segment, control: segment })).max(64),
  lost: z.number().int().min(0).max(64),
});

const rate = z.coerce.number().positive().max(1e6).optional();

/**
 * The form that hands a test in. `raw` holds the pairs of the comparison as JSON; the rates (Mbps) and the round trip (ms) are read for
 * M-Lab's servers only. An empty choice is none.
 */
export const handInForm = z.object({
  session: z.uuid(),
  server: z.enum(['own', 'mlab']),
  localDate: z.string().max(10),
  localHour: z.coerce.number().int().min(0).max(23),
  isp: z.string().max(64).optional(),
  state: z.string().max(2).optional(),
  download: rate,
  upload: rate,
  roundTrip: rate,
  raw: z.string().max(MAX_PAIRS_CHARS).optional(),
});

/** What the form holds when it is complete. */
export type HandIn = z.infer<typeof handInForm>;

/** The pairs of a comparison as the form carries them. */
export function rawPairsText(pairs: readonly SegmentPair[], lost: number): string {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return JSON.stringify({ pairs, lost }, (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value));
}

/** The comparison reckoned anew from its raw pairs, so that its figures agree with each other; null when there is none or it cannot be. */
export function comparisonIn({ raw }: Pick<HandIn, 'raw'>): ComparisonFigures | null {
  const parsed = raw ? rawPairs.safeParse(jsonOf(raw)) : null;
  const found = parsed?.success ? comparisonOf(parsed.data.pairs, { lost: parsed.data.lost }) : null;
  if (!found) return null;
  const { streamMbps, controlMbps, ratio, low, high, pairs, verdict } = found;
  return { streamMbps, controlMbps, ratio, low, high, pairs, verdict };
}

/** The browser's own figures, for a test against M-Lab's servers; undefined without a download rate. */
export function figuresIn({ download, upload, roundTrip }: HandIn): TestFigures | undefined {
  if (download === undefined) return undefined;
  return { downloadMbps: download, uploadMbps: upload ?? null, minRttMs: roundTrip ?? null };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
