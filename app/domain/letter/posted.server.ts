import { and, eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { letters } from '#db/schema/letter.ts';
import type { LetterOwner } from './letter.ts';

/** What noting came to. `not_prepared`: the letter has no printed copy to post, or it was withdrawn. */
export type PostedResult = { ok: true } | { ok: false; reason: 'unknown' | 'not_prepared' };

/** Notes that the writer posted the printed letter, or takes that back; doing either twice is success. */
export async function notePosted(
  { publicId, personId, isPosted }: LetterOwner & { isPosted: boolean },
  given: Partial<Tools> = {},
): Promise<PostedResult> {
  const { db, now } = tools(given);
  const [from, to] = isPosted ? (['prepared', 'posted'] as const) : (['posted', 'prepared'] as const);
  return db.transaction(async (tx): Promise<PostedResult> => {
    const own = and(eq(letters.publicId, publicId), eq(letters.personId, personId), eq(letters.status, 'sent'));
    const [letter] = await tx.select({ id: letters.id }).from(letters).where(own);
    if (!letter) return { ok: false, reason: 'unknown' };
    const paper = and(eq(deliveries.letterId, letter.id), eq(deliveries.channel, 'paper'));
    await tx
      .update(deliveries)
      .set({ state: to, changedAt: now(), sentAt: isPosted ? now() : null })
      .where(and(paper, eq(deliveries.state, from)));
    const held = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(paper, inArray(deliveries.state, [to])));
    return held.length > 0 ? { ok: true } : { ok: false, reason: 'not_prepared' };
  });
}
