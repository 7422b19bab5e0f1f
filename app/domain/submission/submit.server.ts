import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { measurements } from '#db/schema/measurement.ts';
import { reports } from '#db/schema/report.ts';
import { submissions } from '#db/schema/submission.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  codeDigest,
  confirmationTools,
  digestOf,
  newClaim,
} from '../confirmation/challenge.server.ts';
import { challengeLifeMs } from '../confirmation/confirmation.ts';
import { PUBLISHED_STATES } from '../incident/editorial.ts';
import type { IspSeen } from '../isp/identify.ts';
import { hidesIsp } from '../isp/network-kind.ts';
import { enqueueJob } from '../job/job.server.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import { findSpokenFor } from '../reply/mail-domain.server.ts';
import { stateOfZip } from '../signature/zip.ts';
import type { CorrectionForm, MeTooForm, ReplyForm, ReportForm, SubmissionRefusal } from './submission.ts';

/** What is handed in, about what. A reply is to one incident, or to an ISP's record as a whole. */
export type SubmissionSaid =
  | { kind: 'correction'; incidentSlug: string; form: CorrectionForm }
  | { kind: 'reply'; about: { incidentSlug: string } | { ispSlug: string }; form: ReplyForm }
  | { kind: 'report'; ispSlug: string; form: ReportForm }
  | { kind: 'me_too'; reportPublicId: string; form: MeTooForm };

/** One filled-in form and where it came from. `seen` is what the network says, `networkKey` stands for the network of this month. */
export type SubmissionInput = SubmissionSaid & { locale: 'en' | 'es'; seen: IspSeen; networkKey: Buffer | null };

/** What becomes of a form: a claim for the next page, the same for a new and a known sender; or a refusal about what it says. */
export type SubmitResult = { ok: true; claim: string } | { ok: false; reason: SubmissionRefusal };

type Subject = { ispId: number | null; incidentId: number | null; reportId: number | null; details: object };

/**
 * Takes a form: in one transaction a row that waits and the job that mails its link and code. Nothing of it is shown or moved before the
 * mailbox is proved. A filled trap field gets a claim that leads nowhere. Refuses as `SubmissionRefusal` says. Throws on an address that
 * `emailSchema` would refuse. Source: DESIGN section 4, "Sign".
 */
export async function submit(input: SubmissionInput, given: Partial<ConfirmationTools> = {}): Promise<SubmitResult> {
  const { db, now, secret } = confirmationTools(given);
  const { form } = input;
  const address = canonicalAddress(form.email, await listAddressRules({ db, now }));
  if (!address.ok) throw new Error(`submit was handed an unparsed address: ${address.fault}`);
  const claim = newClaim();
  if (form.website !== '') return { ok: true, claim };
  const subject = await findSubject(db, input, address.deliverable);
  if ('reason' in subject) return { ok: false, reason: subject.reason };
  const at = now();
  const claimHash = digestOf(claim);
  const { token, code } = challengeSecrets(claimHash, secret);
  const ispSeenId = await findSeenIsp(db, input.seen, subject.ispId);
  await db.transaction(async (tx) => {
    const [row] = await tx
      .insert(submissions)
      .values({
        ...subject,
        details: { ...subject.details },
        kind: input.kind,
        canonicalAddress: address.canonical,
        address: address.deliverable,
        name: form.name,
        locale: input.locale,
        ispSeenId,
        seenAsn: input.seen.asn,
        networkKey: input.networkKey,
        claimHash,
        tokenHash: digestOf(token),
        codeHash: codeDigest(claimHash, code, secret),
        createdAt: at,
        expiresAt: new Date(at.getTime() + challengeLifeMs),
      })
      .returning({ id: submissions.id });
    if (!row) throw new Error('a submission was not stored');
    await enqueueJob(tx, { name: 'mail.submission', data: { submissionId: row.id } });
  });
  return { ok: true, claim };
}

/** What a form is about, with what of it waits; or why there is no such thing. */
async function findSubject(
  db: Db,
  said: SubmissionSaid,
  address: string,
): Promise<Subject | { reason: SubmissionRefusal }> {
  switch (said.kind) {
    case 'correction': {
      const incident = await findNamedIncident(db, said.incidentSlug);
      if (!incident) return { reason: 'incident_unknown' };
      const { whatIsWrong, source } = said.form;
      const ispId = incident.ispIds.length === 1 ? (incident.ispIds[0] ?? null) : null;
      return { ispId, incidentId: incident.id, reportId: null, details: { whatIsWrong, source } };
    }
    case 'reply': {
      const incident = 'incidentSlug' in said.about ? await findNamedIncident(db, said.about.incidentSlug) : null;
      if ('incidentSlug' in said.about && !incident) return { reason: 'incident_unknown' };
      const isp = 'ispSlug' in said.about ? await findIspId(db, said.about.ispSlug) : null;
      if ('ispSlug' in said.about && isp === null) return { reason: 'isp_unknown' };
      const ispIds = incident?.ispIds ?? (isp === null ? [] : [isp]);
      const spokenFor = await findSpokenFor({ email: address, ispIds }, { db });
      if (!spokenFor) return { reason: 'domain_unlisted' };
      const { role, body } = said.form;
      return { ispId: spokenFor.ispId, incidentId: incident?.id ?? null, reportId: null, details: { role, body } };
    }
    case 'report': {
      const ispId = await findIspId(db, said.ispSlug);
      if (ispId === null) return { reason: 'isp_unknown' };
      const { name: _, email: __, website: ___, zip, ...rest } = said.form;
      if (rest.measurement && !(await isMeasurementOn(db, rest.measurement, ispId)))
        return { reason: 'measurement_unknown' };
      const details = { ...rest, usState: zip ? stateOfZip(zip) : null };
      return { ispId, incidentId: null, reportId: null, details };
    }
    case 'me_too': {
      const [report] = await db
        .select({ id: reports.id, ispId: reports.ispId })
        .from(reports)
        .where(and(eq(reports.publicId, said.reportPublicId), ne(reports.editorialState, 'withdrawn')));
      if (!report) return { reason: 'report_unknown' };
      return { ispId: report.ispId, incidentId: null, reportId: report.id, details: {} };
    }
  }
}

/** A published incident with the ISPs of today that it names. */
async function findNamedIncident(db: Db, slug: string): Promise<{ id: number; ispIds: number[] } | null> {
  const [incident] = await db
    .select({ id: incidents.id })
    .from(incidents)
    .where(
      and(
        eq(incidents.slug, slug),
        ne(incidents.confidence, 'memory'),
        inArray(incidents.editorialState, [...PUBLISHED_STATES]),
      ),
    );
  if (!incident) return null;
  const named = await db
    .selectDistinct({ ispId: incidentIsps.ispId })
    .from(incidentIsps)
    .where(eq(incidentIsps.incidentId, incident.id));
  return { id: incident.id, ispIds: named.flatMap(({ ispId }) => (ispId === null ? [] : [ispId])) };
}

async function findIspId(db: Db, slug: string): Promise<number | null> {
  return (await db.select({ id: isps.id }).from(isps).where(eq(isps.slug, slug)))[0]?.id ?? null;
}

/** Whether a test ran on a network of the ISP, against our own server: what a person states, or a browser says of another server, bears out no report. */
async function isMeasurementOn(db: Db, publicId: string, ispId: number): Promise<boolean> {
  const rows = await db
    .select({ id: measurements.id })
    .from(measurements)
    .where(and(eq(measurements.publicId, publicId), eq(measurements.ispId, ispId), eq(measurements.server, 'own')));
  return rows.length > 0;
}

/**
 * The ISP that the network says: the one that the form is about when the network is its own, also one that it shares (AS209); else the only
 * candidate; else none. A network of a data centre or a VPN is nobody's line.
 */
async function findSeenIsp(db: Db, seen: IspSeen, aboutId: number | null): Promise<number | null> {
  if (seen.slugs.length === 0 || hidesIsp(seen.kind)) return null;
  const rows = await db
    .select({ id: isps.id })
    .from(isps)
    .where(inArray(isps.slug, [...seen.slugs]));
  const ids = rows.map(({ id }) => id);
  if (aboutId !== null && ids.includes(aboutId)) return aboutId;
  return ids.length === 1 ? (ids[0] ?? null) : null;
}
