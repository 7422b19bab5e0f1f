import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  confirmationTools,
  digestOf,
} from '../confirmation/challenge.server.ts';
import { takeCode } from '../confirmation/code.server.ts';
import { type ConfirmationMethod, hasTokenShape } from '../confirmation/confirmation.ts';
import { isDoubted, isOpen, said, writeSaid } from './attempt.server.ts';
import { grantChoices, hasWishes } from './grant.server.ts';
import { takeSeat } from './seat.server.ts';
import type { Confirmed } from './seat.ts';
import type { CodeRefusal, ConfirmRefusal } from './signature.ts';

type Answer = Confirmed | { ok: false; reason: ConfirmRefusal };

/** How often the places of a mailbox may change under a confirmation before that is a fault. */
const MAX_TURNS = 5;

type TargetRow = {
  challenge_id: string;
  id: string;
  is_expired: boolean;
  is_open: boolean;
  is_held: boolean;
  has_wishes: boolean;
  person_id: string | null;
  slug: string;
};

/**
 * Takes the first place of a mailbox for the form of one challenge. One statement: it takes hold of the signature, and only whoever finds it open changes it, so
 * that any number of confirmations at once make one change and one person. What that form said counts from then on (decision 0010), whoever filled
 * in the first one. A form that a rule found suspicious proves the mailbox and waits for an organizer. The person is found or made by canonical address. A campaign
 * that closed meanwhile still takes what was signed while it was open. A form with wishes besides is taken only `withWishes`, when the caller grants them in the
 * same transaction; else it is left as it was.
 */
async function takeFirstSeat(
  db: Db,
  which: SQL,
  { method, at, withWishes }: { method: ConfirmationMethod; at: string; withWishes: boolean },
): Promise<TargetRow | undefined> {
  const [row] = await db.execute<TargetRow>(sql`
    with target as (
      select c.id as challenge_id, c.expires_at <= ${at}::timestamptz as is_expired, s.id, s.canonical_address, campaigns.slug,
        ${isOpen} as is_open, ${isDoubted} as is_doubted, ${hasWishes} as has_wishes, ${said('c')}
      from signature_challenges c
        join signatures s on s.id = c.signature_id
        join campaigns on campaigns.id = s.campaign_id
      where ${which}
      for no key update of s
    ), open as (
      select * from target where is_open and not is_expired and (not has_wishes or ${withWishes})
    ), person as (
      insert into people (canonical_address, address, name, locale, created_at)
      select canonical_address, address, name, locale, ${at}::timestamptz from open
      on conflict on constraint people_canonical_address_unique
        do update set canonical_address = excluded.canonical_address
      returning id
    ), taken as (
      update signatures s set status = case when open.is_doubted then 'suspicious' else 'confirmed' end,
        proved_at = case when open.is_doubted then ${at}::timestamptz end,
        confirmed_at = case when not open.is_doubted then ${at}::timestamptz end,
        confirmed_by = ${method}, person_id = (select id from person), ${writeSaid('open')}
      from open where s.id = open.id
    ), used as (
      update signature_challenges c set used_at = coalesce(c.used_at, ${at}::timestamptz) from open where c.id = open.challenge_id
    )
    select target.challenge_id, target.id, target.is_expired, target.is_open, target.is_doubted as is_held, target.has_wishes, target.slug,
      (select id from person) as person_id
    from target`);
  return row;
}

/** Confirms the form that `which` names: the first place of its mailbox, or what the places that are taken leave (decision 0027). */
async function confirmChallenge(
  which: SQL,
  { method, at }: { method: ConfirmationMethod; at: Date },
  given: Partial<ConfirmationTools>,
): Promise<Answer> {
  const { db } = confirmationTools(given);
  const now = () => at;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const how = { method, at: at.toISOString() };
    let row = await takeFirstSeat(db, which, { ...how, withWishes: false });
    if (row?.is_open && !row.is_expired && row.has_wishes)
      row = await db.transaction(async (tx) => {
        const taken = await takeFirstSeat(tx, which, { ...how, withWishes: true });
        if (taken?.is_open && !taken.is_expired)
          await grantChoices(Number(taken.challenge_id), { ...given, db: tx, now });
        return taken;
      });
    if (!row) return { ok: false, reason: 'unknown' };
    if (row.is_expired) return { ok: false, reason: 'expired' };
    if (row.is_open) {
      const ids = { personId: Number(row.person_id), signatureId: Number(row.id) };
      return { ok: true, isNew: true, isHeld: row.is_held, campaignSlug: row.slug, ...ids };
    }
    const answer = await takeSeat({ challengeId: Number(row.challenge_id), method }, { ...given, db, now });
    if (answer) return answer;
  }
  throw new Error('the places of a mailbox changed under every try to confirm');
}

/**
 * Confirms by the button behind the mailed link. Confirming again is success with `isNew` false. Refuses a token that is malformed or
 * unknown, expired, of a signature that was withdrawn or invalidated (decision 0006), or one for which the mailbox has no place left (decision 0027). Source:
 * DESIGN section 4, "Confirm".
 */
export async function confirmByToken(token: string, given: Partial<ConfirmationTools> = {}): Promise<Answer> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  const { now } = confirmationTools(given);
  return confirmChallenge(sql`c.token_hash = ${digestOf(token)}::bytea`, { method: 'button', at: now() }, given);
}

/**
 * Confirms by the six digits of the mail, for the claim of the thank-you page; `takeCode` bounds the guesses. `token` opens the page of the link. Refuses as
 * `CodeRefusal` says; an unknown claim is a wrong code.
 */
export async function confirmByCode(
  { claim, code }: { claim: string; code: string },
  given: Partial<ConfirmationTools> = {},
): Promise<(Confirmed & { token: string }) | { ok: false; reason: CodeRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const at = now();
  const taken = await takeCode(db, 'signature_challenges', { claim, code, secret, at });
  if (!taken.ok) return taken;
  const answer = await confirmChallenge(sql`c.id = ${taken.id}::bigint`, { method: 'code', at }, given);
  if (answer.ok) return { ...answer, token: challengeSecrets(digestOf(claim), secret).token };
  return { ok: false, reason: answer.reason === 'unknown' ? 'code_wrong' : answer.reason };
}

/**
 * Whether this person's signature on the campaign is confirmed; with a claim, whether that very claim led to it, since two people of
 * one household may share a browser. `personId` comes from the writer's session, so nobody learns of anybody else.
 */
export async function hasConfirmed(
  { campaignSlug, personId, claim }: { campaignSlug: string; personId: number; claim: string | null },
  given: Partial<ConfirmationTools> = {},
): Promise<boolean> {
  const { db } = confirmationTools(given);
  const ofClaim = hasTokenShape(claim)
    ? sql`and s.id = (select signature_id from signature_challenges where claim_hash = ${digestOf(claim)}::bytea)`
    : sql``;
  const rows = await db.execute(sql`
    select from signatures s join campaigns on campaigns.id = s.campaign_id
    where s.person_id = ${personId} and campaigns.slug = ${campaignSlug} and s.status = 'confirmed' ${ofClaim}`);
  return rows.length > 0;
}
