import { and, eq } from 'drizzle-orm';
import { currentConsent } from '#app/domain/campaign/campaign.server.ts';
import type { AddresseeKind } from '#app/domain/campaign/campaign.ts';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { previewLetter } from '#app/domain/letter/edit.server.ts';
import { findLetter, type LetterView } from '#app/domain/letter/letter.server.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import type { Db } from '#db/client.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { letters } from '#db/schema/letter.ts';
import { confirmedWriter, type WriterFacts } from '#tests/support/writer.ts';

/** The day on which these tests play. */
export const now = () => new Date('2026-11-22T12:00:00Z');

/** The letter of a person, or a fault. */
export async function getLetter(db: Db, publicId: string, personId: number): Promise<LetterView> {
  const letter = await findLetter({ publicId, personId }, { db, now });
  if (!letter) throw new Error('there is no such letter');
  return letter;
}

/** A confirmed writer with one draft to the addressee of `kind`. */
export async function drafted(db: Db, kind: AddresseeKind = 'isp_customer_relations', facts: WriterFacts = {}) {
  const { personId, address } = await confirmedWriter(db, facts);
  const where = { slug: facts.campaign ?? 'put-it-in-writing', personId, locale: 'en' as const };
  const writing = await findWriting(where, { db, now });
  const target = writing.ok ? writing.options.find(({ targetKind }) => targetKind === kind) : undefined;
  const choice = { targets: [target?.targetId ?? 0], templates: {} };
  const result = await draftLetters({ ...where, choice }, { db, now });
  if (!result.ok) throw new Error(`no draft: ${result.reason}`);
  return { personId, address, where, choice, publicId: result.publicIds[0] ?? '' };
}

/** A draft whose text has been previewed as it stands, or as given. */
export async function previewed(db: Db, facts: WriterFacts = {}, text: { subject?: string; body?: string } = {}) {
  const draft = await drafted(db, 'isp_customer_relations', facts);
  const { subject, body } = await getLetter(db, draft.publicId, draft.personId);
  await previewLetter({ ...draft, subject, body, ...text }, { db, now });
  const letter = await getLetter(db, draft.publicId, draft.personId);
  const consent = await currentConsent('letter', 'en', { db });
  const act = {
    personId: draft.personId,
    publicId: draft.publicId,
    seen: letter.seen ?? '',
    consentTextId: consent?.id ?? 0,
  };
  return { ...draft, letter, act };
}

/** A letter that was sent: its mail delivery is queued. */
export async function sent(db: Db, facts: WriterFacts = {}, text: { subject?: string; body?: string } = {}) {
  const stage = await previewed(db, facts, text);
  const result = await sendLetter(stage.act, { db, now });
  if (!result.ok) throw new Error(`not sent: ${result.reason}`);
  const [row] = await db
    .select({ id: deliveries.id, publicId: deliveries.publicId, letterId: letters.id })
    .from(deliveries)
    .innerJoin(letters, eq(letters.id, deliveries.letterId))
    .where(and(eq(letters.publicId, stage.publicId), eq(deliveries.channel, 'email')));
  if (!row) throw new Error('no delivery was stored');
  return { ...stage, deliveryId: row.id, deliveryPublicId: row.publicId, letterId: row.letterId };
}
