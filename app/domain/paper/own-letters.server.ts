import { and, asc, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { letters } from '#db/schema/letter.ts';
import { findLetter, type LetterView } from '../letter/letter.server.ts';
import type { LetterOwner } from '../letter/letter.ts';
import { postalLines, type SenderAddress } from '../letter/source.ts';
import { type PaperLetter, paperLetter } from './paper.ts';

/** A letter as its writer sees it, ready for paper; null when it was not sent, or was erased. */
export function paperOf(letter: LetterView): PaperLetter | null {
  const { status, shown, seen, sentAt, deliveries: ways } = letter;
  if (status !== 'sent' || !shown || !seen || !sentAt) return null;
  const addresseePostal = ways.find(({ channel }) => channel === 'paper')?.address ?? null;
  return paperLetter({ ...letter, sentAt, source: shown, digest: seen, addresseePostal });
}

/** Most letters that one file for a person holds. Own choice: a campaign has fewer addressees for one person. */
const maxLetters = 50;

/** A person's letters of a campaign that are prepared and wait to be posted, oldest first, at most 50; none for an unknown campaign. Reads only. */
export async function listWaitingLetters(
  { slug, personId }: { slug: string; personId: number },
  given: Partial<Tools> = {},
): Promise<PaperLetter[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ publicId: letters.publicId })
    .from(letters)
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .innerJoin(deliveries, eq(deliveries.letterId, letters.id))
    .where(
      and(
        eq(campaigns.slug, slug),
        eq(letters.personId, personId),
        eq(letters.status, 'sent'),
        eq(deliveries.channel, 'paper'),
        eq(deliveries.state, 'prepared'),
      ),
    )
    .groupBy(letters.id, letters.publicId)
    .orderBy(asc(letters.id))
    .limit(maxLetters);
  const found: PaperLetter[] = [];
  for (const { publicId } of rows) {
    const letter = await findLetter({ publicId, personId }, given);
    const paper = letter && paperOf(letter);
    if (paper) found.push(paper);
  }
  return found;
}

/**
 * Keeps or clears (null) the return address for a sent letter whose previewed bytes hold none; those that do keep theirs. It is no part of the text, so it may
 * come after sending. `not_sent`: a draft takes its address with its text.
 */
export async function setReturnAddress(
  { publicId, personId, address }: LetterOwner & { address: SenderAddress | null },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' | 'not_sent' }> {
  const { db } = tools(given);
  const own = and(eq(letters.publicId, publicId), eq(letters.personId, personId));
  const changed = await db
    .update(letters)
    .set({ senderPostal: address ? postalLines(address).join('\n') : null })
    .where(and(own, eq(letters.status, 'sent')))
    .returning({ id: letters.id });
  if (changed.length > 0) return { ok: true };
  const [held] = await db.select({ id: letters.id }).from(letters).where(own);
  return { ok: false, reason: held ? 'not_sent' : 'unknown' };
}
