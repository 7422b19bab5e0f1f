import { findLetter, type LetterView } from '#app/domain/letter/letter.server.ts';
import { type LetterOwner, publicIdSchema } from '#app/domain/letter/letter.ts';
import { readWriter } from '#app/http/writer-session.server.ts';

type Access = { request: Request; params: { publicId?: string } };

/** Whose letter is asked for: the address's id and the session's person; null when either is missing. */
export async function letterOwner({ request, params }: Access): Promise<LetterOwner | null> {
  const publicId = publicIdSchema.safeParse(params.publicId);
  const writer = await readWriter(request);
  return publicId.success && writer ? { publicId: publicId.data, personId: writer.personId } : null;
}

/** The letter of the address when it is the session's own; null otherwise, whatever the reason. */
export async function ownLetter(access: Access): Promise<LetterView | null> {
  const owner = await letterOwner(access);
  return owner ? findLetter(owner) : null;
}
