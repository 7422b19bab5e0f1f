import { and, eq } from 'drizzle-orm';
import { currentConsent } from '#app/domain/campaign/campaign.server.ts';
import type { AddresseeKind } from '#app/domain/campaign/campaign.ts';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { consentKindOf, previewLetter } from '#app/domain/letter/edit.server.ts';
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

/** Where the test's writers live. */
export const POSTAL = {
  line1: '12 Main Street',
  line2: null,
  city: 'San Francisco',
  state: 'CA',
  zip: '94110',
  zipExtension: null,
};

/** What a test may say otherwise of a letter: its text, and whom it is to. */
export interface LetterFacts {
  subject?: string;
  body?: string;
  kind?: AddresseeKind;
}

/** A draft whose text has been previewed as it stands, or as given; with a postal address where a docket needs it. */
export async function previewed(
  db: Db,
  facts: WriterFacts = {},
  { kind = 'isp_customer_relations', ...text }: LetterFacts = {},
) {
  const draft = await drafted(db, kind, facts);
  const { publicId, personId } = draft;
  const { subject, body } = await getLetter(db, publicId, personId);
  const address = kind === 'fcc_docket' ? { address: POSTAL } : {};
  const result = await previewLetter({ publicId, personId, subject, body, ...text, ...address }, { db, now });
  if (!result.ok) throw new Error(`no preview: ${result.reason}`);
  const letter = await getLetter(db, publicId, personId);
  const consent = await currentConsent(consentKindOf(kind), 'en', { db });
  const act = {
    personId: draft.personId,
    publicId: draft.publicId,
    seen: letter.seen ?? '',
    consentTextId: consent?.id ?? 0,
  };
  return { ...draft, letter, act };
}

/** A letter that was sent: its mail delivery is queued. */
export async function sent(db: Db, facts: WriterFacts = {}, text: Omit<LetterFacts, 'kind'> = {}) {
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
