import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  confirmationTools,
  digestOf,
} from '../confirmation/challenge.server.ts';
import { takeCode } from '../confirmation/code.server.ts';
import { type CodeFault, type ConfirmationMethod, hasTokenShape } from '../confirmation/confirmation.ts';
import { subscribeConfirmed } from './subscribe.server.ts';
import type { SubscriptionRefusal } from './subscriber.ts';

/** What a form says, for the holder of the mailed link to see before it counts. `address` is whole: the link was mailed there. */
export interface RequestSeen {
  ok: true;
  organization: string;
  address: string;
  isp: string | null;
  state: string | null;
  consent: string;
  isConfirmed: boolean;
}

type Row = {
  id: string;
  organization_id: number;
  canonical_address: string;
  address: string;
  isp_id: number | null;
  state: string | null;
  locale: 'en' | 'es';
  consent_text_id: number;
  consented_where: string;
  claim_hash: Buffer;
  expires_at: string;
  confirmed_at: string | null;
};

/** Finds what a mailed link would confirm, or confirmed; changes nothing. Refuses a token that is malformed, unknown or expired. */
export async function findRequest(
  token: string,
  given: Partial<ConfirmationTools> = {},
): Promise<RequestSeen | { ok: false; reason: SubscriptionRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  const { db, now } = confirmationTools(given);
  const [row] = await db.execute<
    Omit<RequestSeen, 'ok' | 'isConfirmed'> & { confirmed_at: string | null; is_expired: boolean }
  >(sql`
    select o.name as organization, r.address, i.name as isp, r.state, c.body as consent, r.confirmed_at,
      r.expires_at <= ${now().toISOString()}::timestamptz as is_expired
    from subscription_requests r join organizations o on o.id = r.organization_id join consent_texts c on c.id = r.consent_text_id
      left join isps i on i.id = r.isp_id
    where r.token_hash = ${digestOf(token)}::bytea`);
  if (!row) return { ok: false, reason: 'unknown' };
  const { confirmed_at: confirmedAt, is_expired: isExpired, ...seen } = row;
  if (isExpired && confirmedAt === null) return { ok: false, reason: 'expired' };
  return { ok: true, ...seen, isConfirmed: confirmedAt !== null };
}

/** A confirmation that stands. `token` opens the page that says so; `isNew` is false when it stood before. */
export interface RequestConfirmed {
  ok: true;
  isNew: boolean;
  token: string;
  subscriptionId: number | null;
}

/**
 * Confirms by the button behind the mailed link: the sender becomes a member, once, however many confirm at the same time. Confirming again is success with `isNew` false, also for
 * who has left meanwhile: a link that was used once makes nobody a member again. Refuses a token that is malformed, unknown or expired, and an address that is suppressed for good.
 */
export async function confirmRequestByToken(
  token: string,
  given: Partial<ConfirmationTools> = {},
): Promise<RequestConfirmed | { ok: false; reason: SubscriptionRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  return confirm(sql`r.token_hash = ${digestOf(token)}::bytea`, 'button', given);
}

/** Confirms by the six digits of the mail, for the claim of the page after the form; `takeCode` bounds the guesses. Else as `confirmRequestByToken`. */
export async function confirmRequestByCode(
  { claim, code }: { claim: string; code: string },
  given: Partial<ConfirmationTools> = {},
): Promise<RequestConfirmed | { ok: false; reason: SubscriptionRefusal | CodeFault }> {
  const { db, now, secret } = confirmationTools(given);
  const taken = await takeCode(db, 'subscription_requests', { claim, code, secret, at: now() });
  return taken.ok ? confirm(sql`r.id = ${taken.id}::bigint`, 'code', given) : taken;
}

function confirm(
  which: SQL,
  method: ConfirmationMethod,
  given: Partial<ConfirmationTools>,
): Promise<RequestConfirmed | { ok: false; reason: SubscriptionRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const at = now();
  return db.transaction(async (tx) => {
    // Whoever comes second waits here, and then finds it confirmed.
    const [row] = await tx.execute<Row>(sql`select r.* from subscription_requests r where ${which} for update`);
    if (!row) return { ok: false, reason: 'unknown' };
    const { token } = challengeSecrets(row.claim_hash, secret);
    if (row.confirmed_at !== null) return { ok: true, isNew: false, token, subscriptionId: null };
    if (new Date(row.expires_at) <= at) return { ok: false, reason: 'expired' };
    const made = await subscribeConfirmed(
      {
        organizationId: row.organization_id,
        personId: await findOrMakePerson(tx, row, at),
        canonicalAddress: row.canonical_address,
        address: row.address,
        ispId: row.isp_id,
        state: row.state,
        locale: row.locale,
        source: 'page',
        consentTextId: row.consent_text_id,
        where: row.consented_where,
      },
      { db: tx, now: () => at, secret },
    );
    if (made.outcome === 'suppressed') return { ok: false, reason: 'suppressed' };
    await tx.execute(sql`
      update subscription_requests set confirmed_at = ${at.toISOString()}::timestamptz, confirmed_by = ${method} where id = ${row.id}`);
    return { ok: true, isNew: true, token, subscriptionId: made.subscriptionId };
  });
}

/** The person of the canonical address; made, without a name, when it is the first thing that this mailbox confirms. */
async function findOrMakePerson(
  tx: Db,
  { canonical_address: canonical, address, locale }: Row,
  at: Date,
): Promise<number> {
  const [person] = await tx.execute<{ id: string }>(sql`
    insert into people (canonical_address, address, locale, created_at) values (${canonical}, ${address}, ${locale}, ${at.toISOString()}::timestamptz)
    on conflict on constraint people_canonical_address_unique do update set canonical_address = excluded.canonical_address returning id`);
  if (!person) throw new Error('a person was neither found nor made');
  return Number(person.id);
}
