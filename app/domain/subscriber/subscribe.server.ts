import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import type { MemberSource } from '../segment/segment.ts';
import { holdSuppressions, liftByOwner, listSuppressed, suppressionDigest } from './suppression.server.ts';

/**
 * Somebody who asked for mail and has shown that the mailbox is theirs. `canonicalAddress` by the rules of `person`, `address` the one to write to; `state`: two letters; `consentTextId`: the
 * wording that was shown; `where`: the path of the page that showed it.
 */
export interface ConfirmedSubscriber {
  organizationId: number;
  personId: number | null;
  canonicalAddress: string;
  address: string;
  ispId: number | null;
  state: string | null;
  locale: 'en' | 'es';
  source: Exclude<MemberSource, 'import'>;
  consentTextId: number;
  where: string;
}

/** What came of it. `already`: a member before; ISP, state and language are now those. `suppressed`: the address reported a mail as spam, bounced or was erased; nothing was kept. */
export type Subscribed =
  | { outcome: 'subscribed' | 'already'; subscriptionId: number }
  | { outcome: 'suppressed'; subscriptionId: null };

/**
 * Makes a member, or renews one, in the caller's transaction: the one that proved the mailbox. An earlier leaving, and a suppression by hand, end with it; who had left begins
 * with every topic and no pause. Any number at once for one address make one row.
 */
export function subscribeConfirmed(
  input: ConfirmedSubscriber,
  given: Partial<ConfirmationTools> = {},
): Promise<Subscribed> {
  const { db, now, secret } = confirmationTools(given);
  return db.transaction((tx) => subscribe(tx, input, { now, secret }));
}

async function subscribe(
  db: Db,
  input: ConfirmedSubscriber,
  { now, secret }: Pick<ConfirmationTools, 'now' | 'secret'>,
): Promise<Subscribed> {
  const { organizationId, personId, canonicalAddress, address, ispId, state, locale, source, consentTextId } = input;
  const at = sql`${now().toISOString()}::timestamptz`;
  const digest = suppressionDigest(canonicalAddress, secret);
  await holdSuppressions(db);
  const barred = await listSuppressed(db, { organizationId, digests: [digest], isFresh: true });
  if (barred.size > 0) return { outcome: 'suppressed', subscriptionId: null };
  await liftByOwner(db, { organizationId, digest });
  const isNew = sql`s.status <> 'confirmed'`;
  const [before] = await db.execute<{ status: string }>(sql`
    select status from subscriptions where canonical_address = ${canonicalAddress} and organization_id = ${organizationId} for update`);
  const [row] = await db.execute<{ id: string }>(sql`
    insert into subscriptions as s (organization_id, person_id, canonical_address, address, isp_id, state, locale, status, source,
      consent_text_id, consented_at, consented_where, created_at, confirmed_at)
    values (${organizationId}, ${personId}, ${canonicalAddress}, ${address}, ${ispId}::integer, ${state}, ${locale}, 'confirmed', ${source},
      ${consentTextId}, ${at}, ${input.where}, ${at}, ${at})
    on conflict on constraint subscriptions_one_per_person do update set
      person_id = coalesce(excluded.person_id, s.person_id), address = excluded.address, isp_id = coalesce(excluded.isp_id, s.isp_id),
      state = coalesce(excluded.state, s.state), locale = excluded.locale, status = 'confirmed', consent_text_id = excluded.consent_text_id,
      consent_wording_id = null, consented_at = excluded.consented_at, consented_where = excluded.consented_where,
      source = case when ${isNew} then excluded.source else s.source end,
      confirmed_at = case when ${isNew} then excluded.confirmed_at else s.confirmed_at end,
      declined_topics = case when ${isNew} then null else s.declined_topics end,
      paused_until = case when ${isNew} then null else s.paused_until end,
      unsubscribed_at = null, left_by_broadcast_id = null, suppressed_at = null
    returning s.id`);
  if (!row) throw new Error('a subscription was neither found nor made');
  return { outcome: before?.status === 'confirmed' ? 'already' : 'subscribed', subscriptionId: Number(row.id) };
}
