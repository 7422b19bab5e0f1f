import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import type { Db } from '#db/client.ts';
import { bounces, deliveries } from '#db/schema/delivery.ts';
import { withoutAddresses } from '../broadcast/broadcast.ts';
import { returnCopy } from '../broadcast/returned.server.ts';
import { changeContactState } from '../contact/check.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type BounceDesk, readBounceAddress, readCopyMessageId } from './address.server.ts';
import {
  type BounceReading,
  type BounceTaken,
  type BounceWay,
  maxBounceBytes,
  maxDiagnosticChars,
  readReport,
} from './bounce.ts';
import { type BounceMessage, readBounceMessage } from './message.server.ts';

/** What taking bounces needs beside database and clock: `desk`, the domain of bounce addresses and the secret that signs them (BOUNCE_DOMAIN, SECRET). */
export interface BounceTools extends Tools {
  desk: BounceDesk;
}

/**
 * Takes a message that came to a bounce address, once by its digest. Only an address with a valid HMAC, borne out by whatever it returns, can change anything:
 * a letter that a server gave up becomes `bounced` and its writer is told by mail once; a contact whose address cannot be delivered to becomes `bounced`,
 * unless it was verified after the letter had left. A delay is noted. Everything happens in one transaction. Source: RFC 3464, RFC 3463.
 */
export async function takeBounce(
  source: Uint8Array,
  cameBy: BounceWay,
  given: Partial<BounceTools> = {},
): Promise<BounceTaken> {
  const { db, now } = tools(given);
  if (source.byteLength > maxBounceBytes) return { ok: false, reason: 'too_large' };
  const message = await readBounceMessage(source).catch(() => null);
  if (!message) return { ok: false, reason: 'unreadable' };
  const desk = given.desk ?? deskOfEnv();
  const claimed = claimOf(message, desk);
  const at = now();
  const digest = createHash('sha256').update(source).digest();
  if (claimed.recipientId !== null)
    return takeForCopy(message, claimed.recipientId, digest, cameBy, { db, now, secret: desk.secret });
  return db.transaction(async (tx): Promise<BounceTaken> => {
    const delivery = claimed.deliveryPublicId ? await lockDelivery(tx, claimed.deliveryPublicId) : null;
    const { report, reading } = worstOf(message);
    const isRight = delivery !== null && !contradicts(message, delivery.publicId);
    if (isRight && reading.isFinal && delivery.state === 'sending') return { ok: false, reason: 'under_way' };
    const verdict = isRight ? reading.verdict : claimed.isOurs ? 'forged' : 'unrelated';
    const [kept] = await tx
      .insert(bounces)
      .values({
        messageSha256: digest,
        deliveryId: isRight ? delivery.id : null,
        verdict,
        status: isRight ? report.status : null,
        diagnostic: isRight ? oneLine(report.diagnostic) : null,
        cameBy,
        receivedAt: at,
      })
      .onConflictDoNothing({ target: bounces.messageSha256 })
      .returning({ id: bounces.id });
    if (!kept) return { ok: false, reason: 'known' };
    const cameBack = isRight && reading.isFinal && (await returnDelivery(tx, delivery.id, at));
    if (isRight && reading.isAboutAddress)
      await changeContactState(
        {
          contactId: delivery.contactId,
          to: 'bounced',
          by: 'bounce',
          source: report.status,
          mailedAt: delivery.sentAt ?? delivery.createdAt,
        },
        { db: tx, now: () => at },
      );
    if (cameBack)
      await enqueueJob(tx, { name: 'mail.returned', data: { bounceId: kept.id }, key: `bounce:${kept.id}` });
    return {
      ok: true,
      bounceId: kept.id,
      verdict,
      deliveryId: isRight ? delivery.id : null,
      recipientId: null,
      cameBack,
    };
  });
}

/** As above, for a copy of a broadcast: a complaint or a server that gave it up suppresses the address and counts against the broadcast. */
function takeForCopy(
  message: BounceMessage,
  recipientId: number,
  messageSha256: Buffer,
  cameBy: BounceWay,
  { db, now, secret }: Tools & { secret: string },
): Promise<BounceTaken> {
  const { report, reading } = worstOf(message);
  const at = now();
  return db.transaction(async (tx): Promise<BounceTaken> => {
    const verdict = message.isComplaint ? 'complaint' : reading.verdict;
    const returned = await returnCopy(
      {
        recipientId,
        isComplaint: message.isComplaint,
        isFinal: reading.isFinal,
        isAboutAddress: reading.isAboutAddress,
      },
      { db: tx, now: () => at, secret },
    );
    if (returned === 'under_way') return { ok: false, reason: 'under_way' };
    const known = returned !== 'unknown';
    const [kept] = await tx
      .insert(bounces)
      .values({
        messageSha256,
        recipientId: known ? recipientId : null,
        verdict,
        status: report.status,
        diagnostic: oneLine(report.diagnostic === null ? null : withoutAddresses(report.diagnostic)),
        cameBy,
        receivedAt: at,
      })
      .onConflictDoNothing({ target: bounces.messageSha256 })
      .returning({ id: bounces.id });
    if (!kept) return { ok: false, reason: 'known' };
    const cameBack = returned === 'came_back';
    return {
      ok: true,
      bounceId: kept.id,
      verdict,
      deliveryId: null,
      recipientId: known ? recipientId : null,
      cameBack,
    };
  });
}

function deskOfEnv(): BounceDesk {
  const { bounceDomain, secret } = env();
  if (!bounceDomain) throw new Error('BOUNCE_DOMAIN is not set');
  return { domain: bounceDomain, secret };
}

/** What a message is about. `isOurs`: it came to an address that looks like ours. */
interface Claimed {
  deliveryPublicId: string | null;
  recipientId: number | null;
  isOurs: boolean;
}

/**
 * The one delivery or copy whose address the message came to; addresses of several are nobody's. A complaint comes to whatever address was registered for complaints: it is about the copy
 * whose Message-ID it returns, which carries our mark.
 */
function claimOf(message: BounceMessage, desk: BounceDesk): Claimed {
  const read = message.addressedTo.map((address) => readBounceAddress(address, desk)).filter((one) => one !== null);
  const letters = new Set(
    read.flatMap((one) => (one !== 'forged' && 'deliveryPublicId' in one ? [one.deliveryPublicId] : [])),
  );
  const named = read.flatMap((one) => (one !== 'forged' && 'recipientId' in one ? [one.recipientId] : []));
  const returned = message.returnedIds.flatMap((id) => readCopyMessageId(id, desk.secret) ?? []);
  const copies = new Set([...named, ...(message.isComplaint || named.length > 0 ? returned : [])]);
  const [letter = null] = letters;
  const [copy = null] = copies;
  const isOne = letters.size + copies.size === 1;
  return { deliveryPublicId: isOne ? letter : null, recipientId: isOne ? copy : null, isOurs: read.length > 0 };
}

/** Whether what the message returns is another mail than the letter of the delivery. Returning nothing contradicts nothing. */
function contradicts({ returnedIds }: BounceMessage, deliveryPublicId: string): boolean {
  return (
    returnedIds.length > 0 && !returnedIds.some((id) => id.toLowerCase().startsWith(`<letter.${deliveryPublicId}@`))
  );
}

const GRAVITY = ['unrelated', 'delayed', 'temporary', 'permanent'] as const;

function worstOf({ reports }: BounceMessage) {
  const none = { action: null, status: null, diagnostic: null };
  const read = reports.map((report) => ({ report, reading: readReport(report) }));
  const gravity = ({ reading }: { reading: BounceReading }) => GRAVITY.indexOf(reading.verdict);
  return (
    read.sort((a, b) => gravity(b) - gravity(a))[0] ?? {
      report: none,
      reading: readReport({ ...none, action: 'none' }),
    }
  );
}

async function lockDelivery(tx: Db, publicId: string) {
  const [row] = await tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.publicId, publicId), eq(deliveries.channel, 'email')))
    .for('update');
  return row ?? null;
}

async function returnDelivery(tx: Db, deliveryId: number, at: Date): Promise<boolean> {
  const moved = await tx
    .update(deliveries)
    .set({ state: 'bounced', changedAt: at })
    .where(and(eq(deliveries.id, deliveryId), eq(deliveries.state, 'sent')))
    .returning({ id: deliveries.id });
  return moved.length > 0;
}

/** Kept on one line, without what PostgreSQL takes in no text. */
function oneLine(text: string | null): string | null {
  const line = (text ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, maxDiagnosticChars)
    .replace(/\p{Cs}/gu, '');
  return line === '' ? null : line;
}
