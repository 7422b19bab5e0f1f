import { and, asc, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { incidentCorrections } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import { people } from '#db/schema/person.ts';
import { confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailTools, sendOrThrow } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type Correction, type CorrectionState, maxNoteChars } from './correction.ts';

/** Most corrections that one listing returns. Own choice. */
export const maxCorrectionsListed = 200;

function select(given: Partial<Tools>) {
  const { db } = tools(given);
  const { publicId, whatIsWrong, source, locale, state, editorNote, decidedBy, decidedAt, createdAt } =
    incidentCorrections;
  return db
    .select({
      publicId,
      whatIsWrong,
      source,
      locale,
      state,
      editorNote,
      decidedBy,
      decidedAt,
      createdAt,
      incidentSlug: incidents.slug,
      incidentTitle: incidents.title,
    })
    .from(incidentCorrections)
    .innerJoin(incidents, eq(incidents.id, incidentCorrections.incidentId));
}

/** The corrections in a state, oldest first, at most 200. */
export async function listCorrections(state: CorrectionState, given: Partial<Tools> = {}): Promise<Correction[]> {
  return select(given)
    .where(eq(incidentCorrections.state, state))
    .orderBy(asc(incidentCorrections.id))
    .limit(maxCorrectionsListed);
}

/** The correction of a public id, or null. */
export async function findCorrection(publicId: string, given: Partial<Tools> = {}): Promise<Correction | null> {
  if (!/^[0-9a-f-]{36}$/.test(publicId)) return null;
  return (await select(given).where(eq(incidentCorrections.publicId, publicId)))[0] ?? null;
}

/** An editor's decision. The note goes to the sender. */
export interface CorrectionDecision {
  publicId: string;
  decision: 'accepted' | 'declined';
  note: string;
  by: string;
}

/**
 * Accepts or declines a correction and has its sender told, in one transaction. One conditional statement: of two editors at once, one is
 * heard and the other is refused `decided`. Accepting changes no incident by itself. Throws on a note that is empty or too long.
 */
export async function decideCorrection(
  { publicId, decision, note, by }: CorrectionDecision,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' | 'decided' }> {
  const said = note.trim();
  if (said === '' || [...said].length > maxNoteChars) throw new Error('the note is empty or too long');
  if (!/^[0-9a-f-]{36}$/.test(publicId)) return { ok: false, reason: 'unknown' };
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [decided] = await tx
      .update(incidentCorrections)
      .set({ state: decision, editorNote: said, decidedBy: by, decidedAt: now() })
      .where(and(eq(incidentCorrections.publicId, publicId), eq(incidentCorrections.state, 'new')))
      .returning({ id: incidentCorrections.id });
    if (!decided) {
      const stands = await findCorrection(publicId, { db: tx });
      return { ok: false, reason: stands ? 'decided' : 'unknown' };
    }
    await enqueueJob(tx, { name: 'mail.correction-decision', data: { correctionId: decided.id } });
    return { ok: true };
  });
}

/** What the worker hands over for the mail with a decision. */
type DecisionTools = Partial<Tools> &
  Pick<ConfirmationMailTools<'correction-decision'>, 'post' | 'renderMail' | 'origin'>;

/**
 * Tells the sender of a correction what editors decided and why, once; to the address that was proved. `nobody`: the sender was erased.
 * A temporary failure is thrown, so that the job runs again with the same Message-ID.
 */
export async function mailCorrectionDecision(
  correctionId: number,
  given: DecisionTools,
): Promise<{ outcome: 'mailed' | 'already_mailed' | 'refused' | 'nobody' | 'unknown' }> {
  const { db, now } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [found] = await db
    .select({ row: incidentCorrections, slug: incidents.slug, title: incidents.title, person: people })
    .from(incidentCorrections)
    .innerJoin(incidents, eq(incidents.id, incidentCorrections.incidentId))
    .leftJoin(people, eq(people.id, incidentCorrections.personId))
    .where(eq(incidentCorrections.id, correctionId));
  if (!found || found.row.state === 'new') return { outcome: 'unknown' };
  const { row, slug, title, person } = found;
  if (row.decisionMailedAt !== null || row.decisionRefusedAt !== null) return { outcome: 'already_mailed' };
  if (!person?.address) return { outcome: 'nobody' };
  const rendered = await renderMail('correction-decision', row.locale, {
    name: person.name ?? '',
    decision: row.state === 'accepted' ? 'accepted' : 'declined',
    incidentTitle: title,
    incidentUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/incidents/${slug}`,
    whatIsWrong: row.whatIsWrong,
    note: row.editorNote ?? '',
  });
  const messageId = `<correction.${correctionId}@${new URL(origin).hostname}>`;
  const mail = { ...rendered, kind: 'correction-decision', messageId, to: { address: person.address } };
  const { outcome } = await sendOrThrow(post, mail, `the decision on correction ${correctionId}`);
  const settled = outcome === 'accepted' ? { decisionMailedAt: now() } : { decisionRefusedAt: now() };
  await db.update(incidentCorrections).set(settled).where(eq(incidentCorrections.id, correctionId));
  return { outcome: outcome === 'accepted' ? 'mailed' : 'refused' };
}
