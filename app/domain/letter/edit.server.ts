import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { letters } from '#db/schema/letter.ts';
import { currentConsent } from '../campaign/campaign.server.ts';
import type { AddresseeKind, ConsentKind } from '../campaign/campaign.ts';
import { formulaIn, type LetterFault, type LetterOwner, type LetterText } from './letter.ts';
import { type LengthFault, lengthFaults } from './limits.ts';
import { ownWords } from './own-share.ts';
import { isWholeAddress } from './sender-address.ts';
import { type LetterSource, letterSource, type SenderAddress } from './source.ts';
import { findLetterHelp } from './template-choice.server.ts';
import { currentSource, type LetterRow } from './ways.server.ts';

/** What an edit came to. `unknown`: no such letter of this person; `already_sent`: its text is fixed. */
export type EditResult = { ok: true } | { ok: false; reason: 'unknown' | 'already_sent' };

/** An edited letter: its text and, where it was asked for, the sender's postal address; `undefined` keeps the one on record. */
export type LetterEdit = LetterOwner & LetterText & { address?: SenderAddress | null };

/**
 * What asking for the preview came to. `address_missing`: a docket needs it; `subject_formula`, `body_formula`: a docket takes no such beginning;
 * `no_channel`: no way to the addressee is open; `too_long`: for a channel that is, or for its template. The text is kept as a draft all the same.
 */
export type PreviewResult =
  | EditResult
  | { ok: false; reason: 'address_missing' | 'no_channel' | Extract<LetterFault, `${string}_formula`> }
  | { ok: false; reason: 'too_long'; lengthFaults: LengthFault[] };

/** The exact bytes of a letter: `letterSource` in UTF-8. */
export function previewedBytes(source: LetterSource): Buffer {
  return Buffer.from(letterSource(source), 'utf8');
}

/** SHA-256 of the exact bytes of a letter. */
export function letterDigest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The kind of wording that a sender agrees to: what goes to a docket becomes public for good. */
export function consentKindOf(kind: AddresseeKind): ConsentKind {
  return kind === 'fcc_docket' ? 'docket' : 'letter';
}

/** Stores an edited text. A previewed letter becomes a draft again: what was shown is no longer what would be sent. */
export function reviseLetter(input: LetterEdit, given: Partial<Tools> = {}): Promise<EditResult> {
  return changeDraft(input, given, async (tx, letter) => {
    await storeDraft(tx, letter, input);
    return { ok: true };
  });
}

/**
 * Stores an edited text and freezes everything that its channels will carry: the bytes, their digest, the instant, the template's version and the
 * wording that will stand beside the button are kept with it, and only these bytes can be sent.
 */
export function previewLetter(input: LetterEdit, given: Partial<Tools> = {}): Promise<PreviewResult> {
  return changeDraft(input, given, async (tx, letter) => freeze(tx, await storeDraft(tx, letter, input), given));
}

/** Freezes a draft as it stands; see `previewLetter`. What was frozen before is frozen anew, with the ways and the wording of today. */
export function previewDraft(owner: LetterOwner, given: Partial<Tools> = {}): Promise<PreviewResult> {
  return changeDraft(owner, given, (tx, letter) => freeze(tx, letter, given));
}

/** Runs `change` on the person's own unsent letter under its lock, in one transaction; `unknown` or `already_sent` otherwise. */
export function changeDraft<Result>(
  { publicId, personId }: LetterOwner,
  given: Partial<Tools>,
  change: (tx: Db, letter: LetterRow) => Promise<Result>,
): Promise<Result | Extract<EditResult, { ok: false }>> {
  return tools(given).db.transaction(async (tx) => {
    const [letter] = await tx
      .select()
      .from(letters)
      .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)))
      .for('update');
    if (!letter || letter.status === 'discarded') return { ok: false as const, reason: 'unknown' as const };
    if (letter.status === 'sent') return { ok: false as const, reason: 'already_sent' as const };
    return change(tx, letter);
  });
}

/** Stores text and address as a draft, with what it still cites; gives the row as it is now. */
export async function storeDraft(
  tx: Db,
  letter: LetterRow,
  { subject, body, address }: LetterText & { address?: SenderAddress | null },
): Promise<LetterRow> {
  const [row] = await tx
    .update(letters)
    .set({
      subject,
      body,
      ...(address === undefined ? {} : { senderAddress: address }),
      ownShare: ownWords(
        body,
        letter.templateBody,
        letter.evidence.map(({ text }) => text),
      ).share,
      status: 'draft',
      previewedBytes: null,
      bytesSha256: null,
      previewedAt: null,
      consentTextId: null,
    })
    .where(eq(letters.id, letter.id))
    .returning();
  if (!row) throw new Error(`letter ${letter.id} is gone`);
  return row;
}

async function freeze(tx: Db, letter: LetterRow, given: Partial<Tools>): Promise<PreviewResult> {
  const inside = { ...given, db: tx };
  const [{ ways, source }, help, consent] = await Promise.all([
    currentSource(letter, inside),
    findLetterHelp(tx, letter.templateId),
    currentConsent(consentKindOf(letter.addresseeKind), letter.locale, { ...inside, campaignId: letter.campaignId }),
  ]);
  if (ways.length === 0) return { ok: false, reason: 'no_channel' };
  const channels = ways.map(({ channel }) => channel);
  if (letter.addresseeKind === 'fcc_docket') {
    const formula = formulaIn(letter);
    if (formula) return { ok: false, reason: formula };
    if (!isWholeAddress(letter.senderAddress)) return { ok: false, reason: 'address_missing' };
  }
  const tooLong = lengthFaults(letter.body, channels, help?.limits ?? null);
  if (tooLong.length > 0) return { ok: false, reason: 'too_long', lengthFaults: tooLong };
  if (!consent) throw new Error(`there is no wording to agree to for a letter to ${letter.addresseeKind}`);
  const bytes = previewedBytes(source);
  await tx
    .update(letters)
    .set({
      status: 'previewed',
      evidence: letter.evidence.filter(({ text }) => letter.body.includes(text)),
      previewedBytes: bytes,
      bytesSha256: letterDigest(bytes),
      previewedAt: tools(given).now(),
      consentTextId: consent.id,
    })
    .where(eq(letters.id, letter.id));
  return { ok: true };
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
