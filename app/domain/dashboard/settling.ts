import { z } from 'zod';
import { REASON_CHARS } from './dashboard.ts';

/** The form by which an alert is settled: which one, and what was found, 5 to 500 characters. Own choice. */
export const alertForm = z.object({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  reason: z.string().trim().min(REASON_CHARS.min).max(REASON_CHARS.max),
});
