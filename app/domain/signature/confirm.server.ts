import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, confirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { takeCode } from '../confirmation/code.server.ts';
import { type ConfirmationMethod, hasTokenShape } from '../confirmation/confirmation.ts';
import { saidByAttempt, writeAttempt } from './attempt.server.ts';

import type { CodeRefusal, ConfirmRefusal, SignatureState } from './signature.ts';

/** A confirmation that stands. `isNew` is false when the signature was confirmed before. */
export interface Confirmed {
  ok: true;
  isNew: boolean;
  personId: number;
  campaignSlug: string;
}

type TargetRow = {
  status: SignatureState;
  is_expired: boolean;
  person_id: string | null;
  is_new: boolean;
  slug: string;
};

/**
 * Confirms the signature of one challenge. One statement: it takes hold of the signature, and only whoever finds it pending
 * changes it, so that any number of confirmations at once make one change and one person. What that challenge's form said counts
 * from then on (decision 0010). The person is found or made by canonical address. A campaign that closed meanwhile still takes
 * what was signed while it was open.
 */
async function confirmChallenge(db: Db, which: SQL, method: ConfirmationMethod, at: Date) {
  const [row] = await db.execute<TargetRow>(sql`
    with target as (
      select c.id as challenge_id, c.expires_at <= ${at.toISOString()}::timestamptz as is_expired, s.id, s.status, s.person_id,
        s.canonical_address, campaigns.slug, ${saidByAttempt}
      from signature_challenges c
        join signatures s on s.id = c.signature_id
        join campaigns on campaigns.id = s.campaign_id
      where ${which}
      for no key update of s
    ), pending as (
      select * from target where status = 'pending' and not is_expired
    ), person as (
      insert into people (canonical_address, address, name, locale, created_at)
      select canonical_address, address, name, locale, ${at.toISOString()}::timestamptz from pending
      on conflict on constraint people_canonical_address_unique
        do update set canonical_address = excluded.canonical_address
      returning id
    ), confirmed as (
      update signatures s set status = 'confirmed', confirmed_at = ${at.toISOString()}::timestamptz, confirmed_by = ${method},
        person_id = (select id from person), ${writeAttempt('pending')}
      from pending where s.id = pending.id and s.status = 'pending' returning s.id
    ), used as (
      update signature_challenges c set used_at = coalesce(c.used_at, ${at.toISOString()}::timestamptz)
      from target where c.id = target.challenge_id and not target.is_expired and target.status in ('pending', 'confirmed')
    )
    select target.status, target.is_expired, coalesce((select id from person), target.person_id) as person_id,
      exists (select from confirmed) as is_new, target.slug
    from target`);
  return row;
}

function answerOf(row: TargetRow | undefined): Confirmed | { ok: false; reason: ConfirmRefusal } {
  if (!row) return { ok: false, reason: 'unknown' };
  if (row.is_expired) return { ok: false, reason: 'expired' };
  if (row.status === 'withdrawn' || row.status === 'invalidated') return { ok: false, reason: row.status };
  if (row.person_id === null) throw new Error('a confirmed signature has no person');
  return { ok: true, isNew: row.is_new, personId: Number(row.person_id), campaignSlug: row.slug };
}

/**
 * Confirms by the button behind the mailed link. Confirming again is success with `isNew` false. Refuses a token that is malformed or
 * unknown, expired, or of a signature that was withdrawn or invalidated (decision 0006). Source: DESIGN section 4, "Confirm".
 */
export async function confirmByToken(
  token: string,
  given: Partial<ConfirmationTools> = {},
): Promise<Confirmed | { ok: false; reason: ConfirmRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  const { db, now } = confirmationTools(given);
  return answerOf(await confirmChallenge(db, sql`c.token_hash = ${digestOf(token)}::bytea`, 'button', now()));
}

/**
 * Confirms by the six digits of the mail, for the claim of the thank-you page; `takeCode` bounds the guesses. Refuses as `CodeRefusal` says;
 * an unknown claim is a wrong code.
 */
export async function confirmByCode(
  { claim, code }: { claim: string; code: string },
  given: Partial<ConfirmationTools> = {},
): Promise<Confirmed | { ok: false; reason: CodeRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const at = now();
  const taken = await takeCode(db, 'signature_challenges', { claim, code, secret, at });
  if (!taken.ok) return taken;
  const answer = answerOf(await confirmChallenge(db, sql`c.id = ${taken.id}::bigint`, 'code', at));
  if (answer.ok) return answer;
  return { ok: false, reason: answer.reason === 'unknown' ? 'code_wrong' : answer.reason };
}

/** What the holder of a mailed link is about to confirm, so that a form filled in by someone else is seen for what it is. */
export interface ChallengeSeen {
  ok: true;
  name: string;
  campaignSlug: string;
  campaignTitle: string;
  /** The state of the ZIP given, and the ISP stated; null when there is none. */
  state: string | null;
  ispName: string | null;
  isConfirmed: boolean;
}

/**
 * Finds what a mailed link would confirm, in the language of the page; changes nothing. Refuses as `confirmByToken` does.
 */
export async function findChallengeByToken(
  { token, locale }: { token: string; locale: 'en' | 'es' },
  given: Partial<ConfirmationTools> = {},
): Promise<ChallengeSeen | { ok: false; reason: ConfirmRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  const { db, now } = confirmationTools(given);
  const [row] = await db.execute<{
    name: string;
    state: string | null;
    status: SignatureState;
    is_expired: boolean;
    slug: string;
    title: string | null;
    isp_name: string | null;
  }>(sql`
    with attempt as (
      select s.campaign_id, s.status, c.expires_at <= ${now().toISOString()}::timestamptz as is_expired, ${saidByAttempt}
      from signature_challenges c join signatures s on s.id = c.signature_id
      where c.token_hash = ${digestOf(token)}::bytea
    )
    select attempt.name, attempt.state, attempt.status, attempt.is_expired, campaigns.slug,
      coalesce(texts.title, english.title) as title, isps.name as isp_name
    from attempt
      join campaigns on campaigns.id = attempt.campaign_id
      left join campaign_texts texts on texts.campaign_id = campaigns.id and texts.locale = ${locale}
      left join campaign_texts english on english.campaign_id = campaigns.id and english.locale = 'en'
      left join isps on isps.id = attempt.isp_stated_id`);
  if (!row) return { ok: false, reason: 'unknown' };
  if (row.is_expired) return { ok: false, reason: 'expired' };
  if (row.status === 'withdrawn' || row.status === 'invalidated') return { ok: false, reason: row.status };
  return {
    ok: true,
    name: row.name,
    campaignSlug: row.slug,
    campaignTitle: row.title ?? row.slug,
    state: row.state,
    ispName: row.isp_name,
    isConfirmed: row.status === 'confirmed',
  };
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
