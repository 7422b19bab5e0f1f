import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { incidentCorrections, ispReplies } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import { people } from '#db/schema/person.ts';
import { submissions } from '#db/schema/submission.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  confirmationTools,
  digestOf,
} from '../confirmation/challenge.server.ts';
import { takeCode } from '../confirmation/code.server.ts';
import { type ConfirmationMethod, hasTokenShape } from '../confirmation/confirmation.ts';
import { risen } from '../incident/editorial.server.ts';
import { findSpokenFor } from '../reply/mail-domain.server.ts';
import { addConfirmation, makeReport } from '../report/make.server.ts';
import { type ConfirmedDetails, confirmedDetails, correctionDetails, replyDetails, reportDetails } from './details.ts';
import type { SubmissionCodeRefusal, SubmissionConfirmRefusal, SubmissionKind } from './submission.ts';

/** A confirmation that stands. `isNew` is false when the submission was confirmed before. `token` opens the page that says what became of it. */
export interface SubmissionConfirmed {
  ok: true;
  isNew: boolean;
  kind: SubmissionKind;
  token: string;
  became: ConfirmedDetails;
}

type Row = typeof submissions.$inferSelect;

/**
 * Confirms by the button behind the mailed link: what the form said moves into its own table, once, whoever else confirms at the same time.
 * Confirming again is success with `isNew` false. Refuses a token that is malformed, unknown or expired, and a reply whose mail domain was
 * taken off the ISP's list meanwhile.
 */
export async function confirmSubmissionByToken(
  token: string,
  given: Partial<ConfirmationTools> = {},
): Promise<SubmissionConfirmed | { ok: false; reason: SubmissionConfirmRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'submission_unknown' };
  return confirm({ tokenHash: digestOf(token) }, 'button', given);
}

/**
 * Confirms by the six digits of the mail, for the claim of the page after the form; `takeCode` bounds the guesses. Else as
 * `confirmSubmissionByToken`; an unknown claim is a wrong code.
 */
export async function confirmSubmissionByCode(
  { claim, code }: { claim: string; code: string },
  given: Partial<ConfirmationTools> = {},
): Promise<SubmissionConfirmed | { ok: false; reason: SubmissionCodeRefusal | SubmissionConfirmRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const taken = await takeCode(db, 'submissions', { claim, code, secret, at: now() });
  return taken.ok ? confirm({ id: Number(taken.id) }, 'code', given) : taken;
}

function confirm(
  which: { id: number } | { tokenHash: Buffer },
  method: ConfirmationMethod,
  given: Partial<ConfirmationTools>,
): Promise<SubmissionConfirmed | { ok: false; reason: SubmissionConfirmRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const at = now();
  return db.transaction(async (tx) => {
    // Whoever comes second waits here, and then finds it confirmed.
    const [row] = await tx
      .select()
      .from(submissions)
      .where('id' in which ? eq(submissions.id, which.id) : eq(submissions.tokenHash, which.tokenHash))
      .for('update');
    if (!row) return { ok: false, reason: 'submission_unknown' };
    const { token } = challengeSecrets(row.claimHash, secret);
    const { kind } = row;
    if (row.confirmedAt !== null)
      return { ok: true, isNew: false, kind, token, became: confirmedDetails.parse(row.details) };
    if (row.expiresAt <= at) return { ok: false, reason: 'submission_expired' };
    if (kind === 'reply' && !(await isStillSpokenFor(tx, row))) return { ok: false, reason: 'domain_unlisted' };
    const personId = await findOrMakePerson(tx, row, at);
    const became = await move(tx, row, personId, at);
    await tx
      .update(submissions)
      .set({ confirmedAt: at, confirmedBy: method, personId, details: { ...became } })
      .where(eq(submissions.id, row.id));
    return { ok: true, isNew: true, kind, token, became };
  });
}

async function isStillSpokenFor(tx: Db, { address, ispId }: Row): Promise<boolean> {
  if (ispId === null) return false;
  return (await findSpokenFor({ email: address, ispIds: [ispId] }, { db: tx })) !== null;
}

/** The person of the canonical address; made when it is the first thing that this mailbox confirms. */
async function findOrMakePerson(tx: Db, row: Row, at: Date): Promise<number> {
  const { canonicalAddress, address, name, locale } = row;
  const [person] = await tx
    .insert(people)
    .values({ canonicalAddress, address, name, locale, createdAt: at })
    .onConflictDoUpdate({
      target: people.canonicalAddress,
      set: { canonicalAddress: sql`excluded.canonical_address` },
    })
    .returning({ id: people.id });
  if (!person) throw new Error('a person was neither found nor made');
  return person.id;
}

/** Moves what the form said into the table of its kind. */
async function move(tx: Db, row: Row, personId: number, at: Date): Promise<ConfirmedDetails> {
  const { ispId, incidentId, reportId, locale, ispSeenId, networkKey } = row;
  const sender = { personId, ispSeenId, networkKey };
  if (row.kind === 'correction') {
    if (incidentId === null) throw new Error(`submission ${row.id} corrects no incident`);
    const made = await tx
      .insert(incidentCorrections)
      .values({ ...correctionDetails.parse(row.details), incidentId, personId, locale, createdAt: at })
      .returning({ publicId: incidentCorrections.publicId });
    return became(made);
  }
  if (ispId === null) throw new Error(`submission ${row.id} is about no ISP`);
  if (row.kind === 'reply') {
    const { role, body } = replyDetails.parse(row.details);
    const domain = row.address.slice(row.address.lastIndexOf('@') + 1);
    const made = await tx
      .insert(ispReplies)
      .values({
        ispId,
        incidentId,
        personId,
        authorName: row.name,
        authorRole: role,
        domain,
        body,
        locale,
        receivedAt: at,
      })
      .returning({ publicId: ispReplies.publicId });
    if (incidentId !== null)
      await tx
        .update(incidents)
        .set({ updatedAt: risen(at) })
        .where(eq(incidents.id, incidentId));
    return became(made);
  }
  if (row.kind === 'report') {
    const said = reportDetails.parse(row.details);
    return { became: await makeReport(tx, { ...said, ispId, locale }, sender, at), outcome: null };
  }
  if (reportId === null) throw new Error(`submission ${row.id} confirms no report`);
  const outcome = await addConfirmation(tx, reportId, sender, at);
  const rows = await tx.execute<{ public_id: string }>(sql`select public_id from reports where id = ${reportId}`);
  return { became: rows[0]?.public_id ?? '', outcome };
}

function became([made]: { publicId: string }[]): ConfirmedDetails {
  if (!made) throw new Error('a submission came to nothing');
  return { became: made.publicId, outcome: null };
}
