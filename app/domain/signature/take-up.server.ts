import { sql } from 'drizzle-orm';
import {
  type ConfirmationTools,
  challengeSecrets,
  codeDigest,
  confirmationTools,
  digestOf,
} from '../confirmation/challenge.server.ts';

/**
 * Takes a stored form up: ties it to the signature of its address, which is made pending if there is none, and gives it the digests of the link and the code
 * that its mail will carry. One transaction; doing it again changes nothing. False when there is no such form, or a robot filled it in. Two forms for one address at once end on one signature.
 */
export async function takeUpForm(challengeId: number, given: Partial<ConfirmationTools> = {}): Promise<boolean> {
  const { db, secret } = confirmationTools(given);
  return db.transaction(async (tx) => {
    const [form] = await tx.execute<{ claim_hash: Buffer; signature_id: string | null }>(
      sql`select claim_hash, signature_id from signature_challenges where id = ${challengeId} and not is_trapped for update`,
    );
    if (!form) return false;
    if (form.signature_id !== null) return true;
    const { token, code } = challengeSecrets(form.claim_hash, secret);
    // A row that stands is taken hold of without a change, so that its id comes back and a race ends here.
    await tx.execute(sql`
      with signature as (
        insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source,
            is_name_public, consent_text_id, created_at)
          select campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source, is_name_public,
            consent_text_id, created_at
          from signature_challenges where id = ${challengeId}
          on conflict on constraint signatures_one_per_person do update set canonical_address = excluded.canonical_address
          returning id
      )
      update signature_challenges c set signature_id = signature.id, token_hash = ${digestOf(token)}::bytea,
        code_hash = ${codeDigest(form.claim_hash, code, secret)}::bytea
      from signature where c.id = ${challengeId}`);
    return true;
  });
}
