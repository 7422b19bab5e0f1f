import { z } from 'zod';
import { stopBatch, undoBatch } from '#app/domain/review/batch.server.ts';
import { minReasonChars } from '#app/domain/review/review.ts';

/** Stopping a batch, or undoing it with a reason. */
export const batchDeed = z.object({ intent: z.enum(['stop', 'undo']), why: z.string().trim().max(500).default('') });

/** The number in an address; 0, which no batch has, for anything else. */
export const numberOf = (text: string | undefined) => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0);

/** Stops or undoes; undoing asks for a reason. */
export async function changeBatch(
  which: { batchId: number; organizationId: number; actor: string },
  { intent, why }: z.output<typeof batchDeed>,
) {
  if (intent === 'stop') return stopBatch(which);
  if (why.length < minReasonChars) return { ok: false as const, reason: 'no_reason' as const };
  return undoBatch({ ...which, why });
}
