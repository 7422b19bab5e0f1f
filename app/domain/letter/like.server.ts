import { and, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { letters } from '#db/schema/letter.ts';
import { findComparedLetter } from '../similarity/compared-letter.server.ts';
import { findLikeLetters } from '../similarity/like.server.ts';
import type { LetterOwner } from './letter.ts';

/** How many sent letters of the campaign are nearly the same as this person's letter as it stands; 0 for few or none. Help for its writer, never a bar. */
export async function countLikeLetters(
  { publicId, personId }: LetterOwner,
  given: Partial<Tools> = {},
): Promise<number> {
  const { db } = tools(given);
  const [row] = await db
    .select({ id: letters.id })
    .from(letters)
    .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)));
  const letter = row ? await findComparedLetter(db, row.id) : null;
  if (!letter) return 0;
  const { campaignId, body, template, merged } = letter;
  return (await findLikeLetters({ campaignId, text: body, template, merged }, given)).likeCount;
}
