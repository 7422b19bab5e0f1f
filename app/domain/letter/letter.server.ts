import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns, campaignTexts } from '#db/schema/campaign.ts';
import { deliveries, deliveryAttempts } from '#db/schema/delivery.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { regulators } from '#db/schema/regulator.ts';
import type { DeliveryView } from '../delivery/delivery.ts';
import { channelsTo } from '../target/target.server.ts';
import { type Addressee, type Channels, officeName } from '../target/target.ts';
import type { LetterEvidence, LetterOwner, LetterState } from './letter.ts';
import { type OwnWords, ownWords } from './own-share.ts';

/** A letter as its writer sees it. `address`: the writer's own, for the Reply-To line; `seen`: hexadecimal digest of the previewed text. */
export interface LetterView {
  publicId: string;
  status: LetterState;
  locale: 'en' | 'es';
  campaign: { id: number; slug: string; title: string };
  addressee: Addressee;
  addresseeName: string;
  senderName: string;
  senderState: string | null;
  senderIspId: number | null;
  senderPostal: string | null;
  address: string | null;
  subject: string;
  body: string;
  seen: string | null;
  evidence: LetterEvidence[];
  ownWords: OwnWords;
  previewedAt: Date | null;
  sentAt: Date | null;
  /** Ways open to the addressee today; what a sent letter used stands in `deliveries`. */
  channels: Channels;
  deliveries: DeliveryView[];
  /** Another letter of this person in this campaign that waits to be sent; the oldest. */
  nextDraft: { publicId: string; addresseeName: string } | null;
}

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
      ...office,
      ispName: isps.name,
    })
    .from(letters)
    .innerJoin(people, eq(people.id, letters.personId))
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .leftJoin(campaignTexts, and(eq(campaignTexts.campaignId, campaigns.id), eq(campaignTexts.locale, letters.locale)))
    .leftJoin(regulators, eq(regulators.id, letters.regulatorId))
    .leftJoin(isps, eq(isps.id, letters.ispId))
    .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)));
  if (!row) return null;
  const { letter } = row;
  const addressee = addresseeOf(letter);
  return {
    publicId: letter.publicId,
    status: letter.status,
    locale: letter.locale,
    campaign: { ...row.campaign, title: row.title },
    addressee,
    addresseeName: nameOf(row),
    senderName: letter.senderName,
    senderState: letter.senderState,
    senderIspId: letter.senderIspId,
    senderPostal: letter.senderPostal,
    address: row.address,
    subject: letter.subject,
    body: letter.body,
    seen: letter.bytesSha256?.toString('hex') ?? null,
    evidence: letter.evidence,
    ownWords: ownWords(letter.body, letter.templateBody),
    previewedAt: letter.previewedAt,
    sentAt: letter.sentAt,
    channels: await channelsTo(addressee, given),
    deliveries: await listDeliveries(db, letter.id),
    nextDraft: await findNextDraft(db, letter),
  };
}

async function findNextDraft(db: Db, { id, personId, campaignId }: typeof letters.$inferSelect) {
  const [row] = await db
    .select({ publicId: letters.publicId, ispName: isps.name, ...office })
    .from(letters)
    .leftJoin(regulators, eq(regulators.id, letters.regulatorId))
    .leftJoin(isps, eq(isps.id, letters.ispId))
    .where(
      and(
        eq(letters.personId, personId),
        eq(letters.campaignId, campaignId),
        ne(letters.id, id),
        inArray(letters.status, ['draft', 'previewed']),
      ),
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

async function listDeliveries(db: Db, letterId: number): Promise<DeliveryView[]> {
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
  return rows.map(({ delivery, contact }) => ({
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
