import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { maskedAddress, type Topic } from '../segment/segment.ts';
import { declinedOf, type PreferenceForm, pauseMs, type SubscriptionState } from './subscriber.ts';
import { suppressionDigest } from './suppression.server.ts';
import { type MemberLink, readMemberToken } from './token.server.ts';

/** A member as the holder of a mailed link sees them. `address` is masked: links are passed on. Instants in UTC. */
export interface MemberSeen {
  organization: string;
  organizationSlug: string;
  address: string;
  status: SubscriptionState;
  isp: string | null;
  state: string | null;
  locale: 'en' | 'es';
  declinedTopics: Topic[];
  pausedUntil: Date | null;
}

/** What a link opens: a member; nobody's, because it came with a test mail; or nobody's any more, because what it was about is erased. */
export type LinkOpened =
  | { ok: true; kind: 'member'; member: MemberSeen }
  | { ok: true; kind: 'test' | 'gone' }
  | { ok: false; reason: 'unknown' };

/** Shows what a mailed link is about and changes nothing. Refuses a token that was not made here. */
export async function openMemberLink(token: string, given: Partial<ConfirmationTools> = {}): Promise<LinkOpened> {
  const { db, secret } = confirmationTools(given);
  const link = readMemberToken(token, secret);
  if (!link) return { ok: false, reason: 'unknown' };
  if (link.subscriptionId === 0) return { ok: true, kind: 'test' };
  const [row] = await db.execute<
    Omit<MemberSeen, 'declinedTopics' | 'pausedUntil'> & { declined: Topic[] | null; paused_until: string | null }
  >(sql`
    select o.name as organization, o.slug as "organizationSlug", s.address, s.status, i.slug as isp, s.state, s.locale, s.declined_topics as declined, s.paused_until
    from subscriptions s join organizations o on o.id = s.organization_id left join isps i on i.id = s.isp_id
    where s.id = ${link.subscriptionId} and s.erased_at is null`);
  if (!row) return { ok: true, kind: 'gone' };
  const { declined, paused_until: pausedUntil, ...rest } = row;
  const member = {
    ...rest,
    address: maskedAddress(rest.address),
    declinedTopics: declined ?? [],
    pausedUntil: pausedUntil === null ? null : new Date(pausedUntil),
  };
  return { ok: true, kind: 'member', member };
}

/**
 * Takes a member off a list, at once and for good: who holds a link that was mailed there needs nothing else (RFC 8058). The broadcast whose link it was is kept, the first time. Leaving
 * again, and leaving by a link whose member is erased, are success. Refuses a token that was not made here.
 */
export async function leaveByLink(
  token: string,
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' }> {
  const { db, now, secret } = confirmationTools(given);
  const link = readMemberToken(token, secret);
  if (!link) return { ok: false, reason: 'unknown' };
  if (link.subscriptionId !== 0) await leave(db, link, { at: now(), secret });
  return { ok: true };
}

/** Takes a member off a list, on the page of somebody who proved the mailbox; false when there is no such member of that address. */
export async function leaveByOwner(
  { subscriptionId, canonicalAddress }: { subscriptionId: number; canonicalAddress: string },
  given: Partial<ConfirmationTools> = {},
): Promise<boolean> {
  const { db, now, secret } = confirmationTools(given);
  const [own] = await db.execute(
    sql`select from subscriptions where id = ${subscriptionId} and canonical_address = ${canonicalAddress}`,
  );
  if (!own) return false;
  await leave(db, { subscriptionId, broadcastId: 0 }, { at: now(), secret });
  return true;
}

/** Who was suppressed keeps that state, and is off the list besides. */
function leave(db: Db, link: MemberLink, { at, secret }: { at: Date; secret: string }): Promise<void> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ canonical_address: string; organization_id: number }>(sql`
      update subscriptions set unsubscribed_at = coalesce(unsubscribed_at, ${at.toISOString()}::timestamptz),
        status = case when status = 'confirmed' then 'unsubscribed' else status end,
        left_by_broadcast_id = case when status = 'confirmed' then nullif(${link.broadcastId}::integer, 0) else left_by_broadcast_id end
      where id = ${link.subscriptionId} and erased_at is null returning canonical_address, organization_id`);
    if (!row) return;
    await tx.execute(sql`
      insert into suppressions (organization_id, address_hash, reason, suppressed_at)
      values (${row.organization_id}, ${suppressionDigest(row.canonical_address, secret)}::bytea, 'unsubscribed', ${at.toISOString()}::timestamptz)
      on conflict on constraint suppressions_once do nothing`);
  });
}

/** What came of a form of the preference page. `left`: the member is on no list, so that there is nothing to prefer. */
export type Preferred =
  | { ok: true; done: 'saved' | 'paused' | 'resumed' | 'left' }
  | { ok: false; reason: 'unknown' | 'left' };

/**
 * Does what the holder of a mailed link asks on the preference page: saves ISP, state, language and topics; pauses for 30 days or ends the pause; or leaves. Unticking every
 * topic is leaving. An ISP that the catalogue does not know becomes "not known". Refuses a token that was not made here, and a member who has left.
 */
export async function changePreferences(
  { token, form }: { token: string; form: PreferenceForm },
  given: Partial<ConfirmationTools> = {},
): Promise<Preferred> {
  const { db, now, secret } = confirmationTools(given);
  const link = readMemberToken(token, secret);
  if (!link) return { ok: false, reason: 'unknown' };
  if (form.intent === 'leave' || (form.intent === 'save' && form.topics.length === 0)) {
    if (link.subscriptionId !== 0) await leave(db, link, { at: now(), secret });
    return { ok: true, done: 'left' };
  }
  const declined = declinedOf(form.topics);
  const topics =
    declined &&
    sql`array[${sql.join(
      declined.map((topic) => sql`${topic}`),
      sql`, `,
    )}]::text[]`;
  const until = new Date(now().getTime() + pauseMs).toISOString();
  const change = {
    save: sql`isp_id = (select id from isps where slug = ${form.isp ?? null}), state = ${form.state ?? null}, locale = ${form.locale}, declined_topics = ${topics}`,
    pause: sql`paused_until = ${until}::timestamptz`,
    resume: sql`paused_until = null`,
  }[form.intent];
  const changed = await db.execute(
    sql`update subscriptions set ${change} where id = ${link.subscriptionId} and status = 'confirmed'`,
  );
  if (changed.count === 0) return { ok: false, reason: 'left' };
  return { ok: true, done: ({ save: 'saved', pause: 'paused', resume: 'resumed' } as const)[form.intent] };
}
