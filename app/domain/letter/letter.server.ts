import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns, campaignTexts, consentTexts } from '#db/schema/campaign.ts';
import { deliveries, deliveryAttempts } from '#db/schema/delivery.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters, letterTemplates } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { dockets, regulators } from '#db/schema/regulator.ts';
import { signatures } from '#db/schema/signature.ts';
import { type LetterReturn, listReturns } from '../bounce/returned.server.ts';
import type { AddresseeKind, ConsentKind } from '../campaign/campaign.ts';
import type { DeliveryState, DeliveryView } from '../delivery/delivery.ts';
import { estimateFor } from '../delivery/estimate.server.ts';
import type { Estimate } from '../delivery/estimate.ts';
import { type Addressee, type OpenChannel, officeName } from '../target/target.ts';
import type { LetterEvidence, LetterOwner, LetterState } from './letter.ts';
import type { TextLimit } from './limits.ts';
import { type MarkedSentence, markedParagraphs, type OwnWords, ownWords } from './own-share.ts';
import { type LetterSource, parseLetterSource, type SenderAddress } from './source.ts';
import { findLetterHelp } from './template-choice.server.ts';
import { openWays } from './ways.server.ts';

/** A delivery of a letter with what its channel answered last. `externalId`: the addressee's own number; `changedAt`: of its state. */
export interface LetterDelivery extends DeliveryView {
  id: number;
  changedAt: Date;
  externalId: string | null;
  externalAt: Date | null;
  /** What came back of it; null when nothing did. */
  returned: LetterReturn | null;
  /** When it is expected to leave; null once it has. */
  estimate: Estimate | null;
}

/**
 * A letter as its writer sees it. `address`: the writer's own, for the Reply-To line; `shown`: what the previewed bytes hold, `bytes` the bytes as text
 * and `seen` their digest in hexadecimal, all null before the preview and after erasing; `consent`: the wording that stood or stands beside the button.
 */
export interface LetterView {
  publicId: string;
  status: LetterState;
  locale: 'en' | 'es';
  campaign: { id: number; slug: string; title: string };
  addresseeKind: AddresseeKind;
  addressee: Addressee;
  addresseeName: string;
  docket: { number: string; title: string } | null;
  template: { name: string; version: number };
  senderName: string;
  senderState: string | null;
  senderZip: string;
  senderIspId: number | null;
  senderIspName: string | null;
  senderAddress: SenderAddress | null;
  /** The postal address of letters of before it was asked for in parts. */
  senderPostal: string | null;
  address: string | null;
  subject: string;
  body: string;
  shown: LetterSource | null;
  bytes: string | null;
  seen: string | null;
  consent: { id: number; kind: ConsentKind; version: number; body: string } | null;
  evidence: LetterEvidence[];
  /** Questions of its own template that draw out the writer's story, in the letter's language. */
  prompts: readonly string[];
  /** The most that its own template lets the body hold; null when that version cannot be read any more. */
  limits: TextLimit | null;
  ownWords: OwnWords;
  paragraphs: MarkedSentence[][];
  previewedAt: Date | null;
  sentAt: Date | null;
  receiptMailedAt: Date | null;
  withdrawnAt: Date | null;
  /** Ways open to the addressee today; what a sent letter used stands in `deliveries`. */
  channels: OpenChannel[];
  deliveries: LetterDelivery[];
  /** Another letter of this person in this campaign that waits to be sent; the oldest. */
  nextDraft: { publicId: string; addresseeName: string } | null;
}

const senderIsps = alias(isps, 'sender_isps');

/** The writer's own letter with its deliveries, or null: unknown and another person's are the same to the caller. Reads only. */
export async function findLetter(
  { publicId, personId }: LetterOwner,
  given: Partial<Tools> = {},
): Promise<LetterView | null> {
  const { db } = tools(given);
  const [row] = await db
    .select({
      letter: letters,
      address: people.address,
      campaign: { id: campaigns.id, slug: campaigns.slug },
      title: sql<string>`coalesce(${campaignTexts.title}, ${campaigns.slug})`,
      senderZip: signatures.zip,
      template: { name: letterTemplates.name, version: letterTemplates.version },
      docket: { number: dockets.number, title: dockets.title },
      consent: { id: consentTexts.id, kind: consentTexts.kind, version: consentTexts.version, body: consentTexts.body },
      ...office,
      ispName: isps.name,
      senderIspName: senderIsps.name,
    })
    .from(letters)
    .innerJoin(people, eq(people.id, letters.personId))
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .innerJoin(signatures, eq(signatures.id, letters.signatureId))
    .innerJoin(letterTemplates, eq(letterTemplates.id, letters.templateId))
    .leftJoin(campaignTexts, and(eq(campaignTexts.campaignId, campaigns.id), eq(campaignTexts.locale, letters.locale)))
    .leftJoin(dockets, eq(dockets.id, letters.docketId))
    .leftJoin(consentTexts, eq(consentTexts.id, letters.consentTextId))
    .leftJoin(regulators, eq(regulators.id, letters.regulatorId))
    .leftJoin(isps, eq(isps.id, letters.ispId))
    .leftJoin(senderIsps, eq(senderIsps.id, letters.senderIspId))
    .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)));
  if (!row) return null;
  const { letter, campaign, title, address, senderZip, template, docket, consent } = row;
  const bytes = letter.previewedBytes;
  const cited = letter.evidence.map(({ text }) => text);
  const [help, channels, sent, nextDraft] = await Promise.all([
    findLetterHelp(db, letter.templateId),
    openWays(letter, given),
    letter.status === 'sent' ? listDeliveries(letter.id, given) : [],
    findNextDraft(db, letter),
  ]);
  return {
    publicId: letter.publicId,
    status: letter.status,
    locale: letter.locale,
    campaign: { ...campaign, title },
    addresseeKind: letter.addresseeKind,
    addressee: addresseeOf(letter),
    addresseeName: nameOf(row),
    ...{ docket, template, address, senderZip, consent },
    senderName: letter.senderName,
    senderState: letter.senderState,
    senderIspId: letter.senderIspId,
    senderIspName: row.senderIspName,
    senderAddress: letter.senderAddress,
    senderPostal: letter.senderPostal,
    subject: letter.subject,
    body: letter.body,
    shown: bytes && parseLetterSource(bytes),
    bytes: bytes?.toString('utf8') ?? null,
    seen: bytes ? (letter.bytesSha256?.toString('hex') ?? null) : null,
    evidence: letter.evidence,
    prompts: help?.prompts ?? [],
    limits: help?.limits ?? null,
    ownWords: ownWords(letter.body, letter.templateBody, cited),
    paragraphs: markedParagraphs(letter.body, letter.templateBody, cited),
    previewedAt: letter.previewedAt,
    sentAt: letter.sentAt,
    receiptMailedAt: letter.receiptMailedAt,
    withdrawnAt: letter.withdrawnAt,
    channels,
    deliveries: sent,
    nextDraft,
  };
}

async function findNextDraft(db: Db, { id, signatureId }: typeof letters.$inferSelect) {
  const [row] = await db
    .select({ publicId: letters.publicId, ispName: isps.name, ...office })
    .from(letters)
    .leftJoin(regulators, eq(regulators.id, letters.regulatorId))
    .leftJoin(isps, eq(isps.id, letters.ispId))
    .where(
      and(eq(letters.signatureId, signatureId), ne(letters.id, id), inArray(letters.status, ['draft', 'previewed'])),
    )
    .orderBy(asc(letters.id))
    .limit(1);
  return row ? { publicId: row.publicId, addresseeName: nameOf(row) } : null;
}

const office = { office: regulators.name, officeKind: regulators.kind, stateName: regulators.stateName };

function nameOf(row: {
  ispName: string | null;
  office: string | null;
  officeKind: string | null;
  stateName: string | null;
}) {
  return row.ispName ?? officeName(row.office ?? '', row.officeKind === 'federal' ? null : row.stateName);
}

/** The addressee of a stored letter; the database holds that there is exactly one. */
export function addresseeOf(letter: { regulatorId: number | null; ispId: number | null }): Addressee {
  if (letter.ispId !== null) return { kind: 'isp', ispId: letter.ispId };
  return { kind: 'regulator', regulatorId: letter.regulatorId ?? 0 };
}

/** States in which a delivery waits to leave by itself. */
const WAITING: readonly DeliveryState[] = ['queued', 'deferred', 'sending'];

async function listDeliveries(letterId: number, given: Partial<Tools>): Promise<LetterDelivery[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ delivery: deliveries, contact: contacts })
    .from(deliveries)
    .innerJoin(contacts, eq(contacts.id, deliveries.contactId))
    .where(eq(deliveries.letterId, letterId))
    .orderBy(asc(deliveries.id))
    .limit(20);
  const ids = rows.map(({ delivery }) => delivery.id);
  if (ids.length === 0) return [];
  const attempts = await db
    .select()
    .from(deliveryAttempts)
    .where(inArray(deliveryAttempts.deliveryId, ids))
    .orderBy(asc(deliveryAttempts.deliveryId), asc(deliveryAttempts.number))
    .limit(200);
  const returns = await listReturns(ids, given);
  const estimates = await Promise.all(
    rows.map(({ delivery: { publicId, state } }) =>
      WAITING.includes(state) ? estimateFor({ deliveryPublicId: publicId }, given) : null,
    ),
  );
  return rows.map(({ delivery, contact }, index) => ({
    estimate: estimates[index] ?? null,
    returned:
      delivery.state === 'bounced' ? (returns.find(({ deliveryId }) => deliveryId === delivery.id) ?? null) : null,
    id: delivery.id,
    changedAt: delivery.changedAt,
    externalId: delivery.externalId,
    externalAt: delivery.externalAt,
    publicId: delivery.publicId,
    channel: delivery.channel,
    state: delivery.state,
    address: contact.value,
    isDemonstration: contact.isDemonstration,
    source: contact.source,
    nextAttemptAt: delivery.nextAttemptAt,
    sentAt: delivery.sentAt,
    attempts: attempts
      .filter(({ deliveryId }) => deliveryId === delivery.id)
      .map(({ number, startedAt, finishedAt, outcome, responseCode, response }) => ({
        number,
        startedAt,
        finishedAt,
        outcome,
        responseCode,
        response,
      })),
  }));
}
