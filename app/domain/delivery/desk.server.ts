import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type Claim, type ClaimTools, claimDeliveries } from './claim.server.ts';
import type { Claimed } from './claimed.server.ts';
import { ATTEMPT_BEAT_MS, type DeliveryState, type SentChannel } from './delivery.ts';
import { gather } from './gather.ts';
import { type Answer, type SettleTools, settleDeliveries } from './settle.server.ts';

/** Most deliveries that one transaction claims or settles. Own choice. */
const MAX_TOGETHER = 50;

type ToClaim = { channel: SentChannel; id: number; given: Tools & Partial<ClaimTools> };
type ToSettle = { claimed: Claimed; answer: Answer; given: SettleTools };

/** The desk of a pool, at which claims that come together, and answers that do, are written together. */
function openDesk() {
  return {
    claim: gather<ToClaim, Claim>(
      (items) => {
        const [first] = items;
        return first
          ? claimDeliveries(
              first.channel,
              items.map(({ id }) => id),
              first.given,
            )
          : Promise.resolve([]);
      },
      {
        max: MAX_TOGETHER,
        isLike: ({ channel, given: { now, random, leaseMs, budgetNow } }, other) =>
          channel === other.channel &&
          now === other.given.now &&
          random === other.given.random &&
          leaseMs === other.given.leaseMs &&
          budgetNow === other.given.budgetNow,
      },
    ),
    settle: gather<ToSettle, DeliveryState | 'settled'>(
      (items) => {
        const [first] = items;
        return first ? settleDeliveries(items, first.given) : Promise.resolve([]);
      },
      {
        max: MAX_TOGETHER,
        isLike: ({ given: { now, random, waits } }, other) =>
          now === other.given.now && random === other.given.random && waits === other.given.waits,
      },
    ),
  };
}

const desks = new WeakMap<Db, ReturnType<typeof openDesk>>();

function deskOf(db: Db) {
  const desk = desks.get(db) ?? openDesk();
  desks.set(db, desk);
  return desk;
}

/**
 * Takes one delivery of a channel for an attempt: state `sending` and an attempt `started`, its receiver's budget spent, all committed together. Of a
 * filing without an answer it takes the looking for it (`purpose: 'reconcile'`) instead. Refuses whatever is not waiting to be sent; see
 * `ClaimRefusal`. Of two callers at once one claims. Calls that come together share a transaction. Never hand it a transaction: the claim must be
 * committed before anything leaves.
 */
export function claimDelivery(
  channel: SentChannel,
  deliveryId: number,
  given: Partial<ClaimTools> = {},
): Promise<Claim> {
  const { db, now } = tools(given);
  return deskOf(db).claim({ channel, id: deliveryId, given: { ...given, db, now } });
}

/**
 * Writes the answer to a claim down and moves the delivery on, together with whatever job follows: another attempt after its back-off, a look for the
 * filing, or the receipt. Answers the state it is in afterwards; `settled` when somebody else has moved it on meanwhile. Calls that come together
 * share a statement.
 */
export function settleDelivery(
  claimed: Claimed,
  answer: Answer,
  given: Partial<SettleTools> = {},
): Promise<DeliveryState | 'settled'> {
  const { db, now } = tools(given);
  return deskOf(db).settle({
    claimed,
    answer,
    given: { db, now, random: given.random ?? Math.random, ...(given.waits ? { waits: given.waits } : {}) },
  });
}

/**
 * Runs `work` and says every `beatMs` that the attempt is under way, so that nobody takes it over. Answers and throws what `work` does. Own choice.
 */
export async function whileClaimed<T>(
  claimed: Claimed,
  work: () => Promise<T>,
  given: Partial<Tools & { beatMs: number }> = {},
): Promise<T> {
  const { db, now } = tools(given);
  const beat = setInterval(() => {
    void db
      .execute(sql`
        update deliveries set changed_at = ${now().toISOString()}::timestamptz
        where id = ${claimed.deliveryId} and state = 'sending' and attempts = ${claimed.number}`)
      .catch(() => {});
  }, given.beatMs ?? ATTEMPT_BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
