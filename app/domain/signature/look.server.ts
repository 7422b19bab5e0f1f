import { sql } from 'drizzle-orm';
import { type ConfirmationTools, confirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { hasTokenShape } from '../confirmation/confirmation.ts';
import { findPartner } from '../partner/partner.server.ts';
import type { PartnerBox } from '../partner/partner.ts';
import { type Attempt, findAttempt } from './attempt.server.ts';
import type { Standing } from './seat.ts';
import type { ConfirmRefusal, Details } from './signature.ts';
import { stateOfZip } from './zip.ts';

/** What the holder of a mailed link is about to confirm, so that a form filled in by someone else is seen for what it is. */
export interface ChallengeSeen {
  ok: true;
  name: string;
  zip: string;
  campaignSlug: string;
  campaignTitle: string;
  /** The state of the ZIP given, and the ISP stated; null when there is none. */
  state: string | null;
  ispSlug: string | null;
  ispName: string | null;
  isNamePublic: boolean;
  /** Whether the form asked for alerts about the ISP. */
  isSubscribing: boolean;
  /** The partner whose box the form may have ticked, in the language of the page; null without a partner, or one that shows no box. */
  partner: (PartnerBox & { isAgreed: boolean }) | null;
  standing: Standing;
}

/**
 * Finds what a mailed link would confirm, in the language of the page; changes nothing. Refuses a link that is malformed, unknown or expired, or whose signature
 * was withdrawn or invalidated.
 */
export async function findChallengeByToken(
  { token, locale }: { token: string; locale: 'en' | 'es' },
  given: Partial<ConfirmationTools> = {},
): Promise<ChallengeSeen | { ok: false; reason: ConfirmRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  const { db, now } = confirmationTools(given);
  const attempt = await findAttempt(db, sql`c.token_hash = ${digestOf(token)}::bytea`, locale);
  if (!attempt) return { ok: false, reason: 'unknown' };
  if (attempt.expiresAt <= now()) return { ok: false, reason: 'expired' };
  const standing = standingOf(attempt);
  if (standing === 'withdrawn' || standing === 'invalidated') return { ok: false, reason: standing };
  const { name, zip, state, isp, isNamePublic, campaignSlug, campaignTitle, choices } = attempt;
  const slug = choices?.partner;
  const box = slug
    ? ((await findPartner({ campaignSlug, slug, locale, wordingId: choices?.partnerConsent }, { db, now }))?.box ??
      null)
    : null;
  const partner = box && { ...box, isAgreed: choices?.partnerConsent !== undefined };
  const isSubscribing = choices?.subscribe !== undefined;
  const said = { name, zip, state, ispSlug: isp?.slug ?? null, ispName: isp?.name ?? null, isNamePublic };
  return { ok: true, ...said, isSubscribing, partner, campaignSlug, campaignTitle, standing };
}

function standingOf({ choice }: Attempt): Standing | 'withdrawn' | 'invalidated' {
  if (choice.kind === 'instead') return 'first';
  if (choice.kind !== 'taken') return choice.kind;
  const { status } = choice.seat;
  if (status === 'withdrawn' || status === 'invalidated' || status === 'confirmed') return status;
  return 'held';
}

/**
 * Writes down what the holder of a mailed link says instead of what its form said, before it is confirmed: whoever filled the form in, its mail is enough for the
 * holder. An ISP that is not in the catalogue is "another one". Refuses a link that is unknown or expired; `used`: its form was confirmed already, and nothing is changed.
 */
export async function correctForm(
  { token, details }: { token: string; details: Details },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' | 'expired' | 'used' }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'unknown' };
  const { db, now } = confirmationTools(given);
  const at = now().toISOString();
  const { name, zip, isp, isNamePublic } = details;
  const subscribe = details.subscribe === '' ? null : Number(details.subscribe);
  const partnerConsent = details.partnerConsent === '' ? null : Number(details.partnerConsent);
  const own = sql`token_hash = ${digestOf(token)}::bytea`;
  const changed = await db.execute(sql`
    update signature_challenges set name = ${name}, zip = ${zip}, state = ${stateOfZip(zip)}, is_name_public = ${isNamePublic},
      isp_stated_id = (select id from isps where slug = ${isp}),
      choices = nullif(jsonb_strip_nulls(coalesce(choices, '{}') || jsonb_build_object('subscribe', ${subscribe}::integer,
        'partnerConsent', case when choices ? 'partner' then ${partnerConsent}::integer end)), '{}')
    where ${own} and used_at is null and expires_at > ${at}::timestamptz returning id`);
  if (changed.length > 0) return { ok: true };
  const [row] = await db.execute<{ is_used: boolean }>(
    sql`select used_at is not null as is_used from signature_challenges where ${own}`,
  );
  if (!row) return { ok: false, reason: 'unknown' };
  return { ok: false, reason: row.is_used ? 'used' : 'expired' };
}
