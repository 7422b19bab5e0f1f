import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { letters } from '#db/schema/letter.ts';
import { type LetterOwner, type LetterText, letterSource } from './letter.ts';
import { ownWords } from './own-share.ts';

/** What an edit came to. `unknown`: no such letter of this person; `already_sent`: its text is fixed. */
export type EditResult = { ok: true } | { ok: false; reason: 'unknown' | 'already_sent' };

/** SHA-256 of the exact bytes of a letter, over `letterSource`. */
export function letterDigest(subject: string, body: string): Buffer {
  return createHash('sha256').update(letterSource(subject, body), 'utf8').digest();
}

/** Stores an edited text. A previewed letter becomes a draft again: what was shown is no longer what would be sent. */
export function reviseLetter(input: LetterOwner & LetterText, given: Partial<Tools> = {}): Promise<EditResult> {
  return store(input, false, given);
}

/** Stores an edited text and freezes it: its digest and the instant are kept with it, and only this text can be sent. */
export function previewLetter(input: LetterOwner & LetterText, given: Partial<Tools> = {}): Promise<EditResult> {
  return store(input, true, given);
}

async function store(
  { publicId, personId, subject, body }: LetterOwner & LetterText,
  isPreview: boolean,
  given: Partial<Tools>,
): Promise<EditResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [letter] = await tx
      .select({ id: letters.id, status: letters.status, templateBody: letters.templateBody })
      .from(letters)
      .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)))
      .for('update');
    if (!letter || letter.status === 'discarded') return { ok: false, reason: 'unknown' };
    if (letter.status === 'sent') return { ok: false, reason: 'already_sent' };
    await tx
      .update(letters)
      .set({
        subject,
        body,
        ownShare: ownWords(body, letter.templateBody).share,
        status: isPreview ? 'previewed' : 'draft',
        previewedBytes: isPreview ? Buffer.from(letterSource(subject, body), 'utf8') : null,
        bytesSha256: isPreview ? letterDigest(subject, body) : null,
        previewedAt: isPreview ? now() : null,
      })
      .where(eq(letters.id, letter.id));
    return { ok: true };
  });
}

/** Throws a letter away that was not sent; doing it twice is success. The row stays, so that what was shown can be accounted for. */
export async function discardLetter(
  { publicId, personId }: LetterOwner,
  given: Partial<Tools> = {},
): Promise<EditResult> {
  const { db } = tools(given);
  const own = and(eq(letters.publicId, publicId), eq(letters.personId, personId));
  const changed = await db
    .update(letters)
    .set({ status: 'discarded' })
    .where(and(own, inArray(letters.status, ['draft', 'previewed', 'discarded'])))
    .returning({ id: letters.id });
  if (changed.length > 0) return { ok: true };
  const [held] = await db.select({ id: letters.id }).from(letters).where(own);
  return { ok: false, reason: held ? 'already_sent' : 'unknown' };
}

/** Keeps or clears the sender's postal address for the printed letter; allowed after sending too, because it is no part of the text. */
export async function setSenderPostal(
  { publicId, personId, postal }: LetterOwner & { postal: string | null },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' }> {
  const { db } = tools(given);
  const changed = await db
    .update(letters)
    .set({ senderPostal: postal })
    .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)))
    .returning({ id: letters.id });
  return changed.length > 0 ? { ok: true } : { ok: false, reason: 'unknown' };
}
