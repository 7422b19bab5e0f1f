import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { type IspSeen, notSeen } from '#app/domain/isp/identify.ts';
import { confirmSubmissionByToken } from '#app/domain/submission/confirm.server.ts';
import { correctionForm, meTooForm, replyForm, reportFormAt } from '#app/domain/submission/submission.ts';
import { type SubmissionInput, type SubmissionSaid, submit } from '#app/domain/submission/submit.server.ts';
import type { Db } from '#db/client.ts';
import { secret } from '../signature/setting.ts';

/** Two ISPs with a mail domain each, one without, an incident of one, one of two, one of none; after `layOut` of the signatures. */
export async function layOutRecord(db: Db) {
  await db.execute(sql`insert into isps (slug, name, technologies) values ('tiny', 'Tiny Fiber', '{fibre}')`);
  await db.execute(sql`insert into isp_mail_domains (isp_id, domain, source, added_by)
    select id, case slug when 'comcast' then 'xfinity.example' else 'cox.example' end, 'test', 'test' from isps where slug <> 'tiny'`);
  await db.execute(sql`
    insert into incidents (slug, occurred_on, date_precision, type, segment, title, summary, sources, confidence, editorial_state)
    select slug, '2014-02-23', 'day', 'interconnection', 'interconnection', 'Incident ' || slug, 's', '{https://a.example}', 'sourced', state
    from (values ('deal', 'verified'), ('both', 'disputed'), ('nobody', 'verified'), ('draft', 'new')) as t (slug, state)`);
  await db.execute(sql`
    insert into incident_isps (incident_id, isp_id, name_then)
    select i.id, p.id, p.name from incidents i join isps p
      on (i.slug, p.slug) in (('deal', 'comcast'), ('both', 'comcast'), ('both', 'cox'), ('draft', 'comcast'))
    union all select id, null, 'Madison River' from incidents where slug = 'nobody'`);
}

/** What the network of an ISP looks like to the listener. */
export function onNetworkOf(...slugs: string[]): IspSeen {
  return {
    ...notSeen('private', 7922),
    slugs,
    kind: slugs.length > 0 ? 'home' : 'unknown',
    confidence: 'high',
    reason: 'range',
  };
}

/** A key of a network that nobody else has. */
export const anyNetwork = () => randomBytes(16);

const sender = { name: 'Ada Lovelace', email: 'ada@mail.example' };
const today = new Date().toISOString().slice(0, 10);

type Over = { email?: string; name?: string; website?: string; [field: string]: string | undefined };

/** Forms as people fill them in. */
export const said = {
  correction: (over: Over = {}, incidentSlug = 'deal'): SubmissionSaid => ({
    kind: 'correction',
    incidentSlug,
    form: correctionForm.parse({ ...sender, whatIsWrong: 'The order is of 12 March, not 13.', ...over }),
  }),
  reply: (
    over: Over = {},
    about: { incidentSlug: string } | { ispSlug: string } = { incidentSlug: 'deal' },
  ): SubmissionSaid => ({
    kind: 'reply',
    about,
    form: replyForm.parse({
      name: 'Grace Hopper',
      email: 'grace@xfinity.example',
      role: 'Vice President',
      body: '  We see it\n\n\tdifferently.  ',
      ...over,
    }),
  }),
  report: (over: Over = {}, ispSlug = 'comcast'): SubmissionSaid => ({
    kind: 'report',
    ispSlug,
    form: reportFormAt(new Date()).parse({
      ...sender,
      service: 'youtube',
      trouble: 'stalls',
      line: 'home',
      occurredOn: today,
      occurredHour: '20',
      plan: 'Gigabit',
      whatHappened: 'It stopped every minute while other sites were fast.',
      zip: '94103',
      ...over,
    }),
  }),
  meToo: (reportPublicId: string, over: Over = {}): SubmissionSaid => ({
    kind: 'me_too',
    reportPublicId,
    form: meTooForm.parse({ ...sender, ...over }),
  }),
};

/** Hands a form in as a Comcast subscriber on a network of their own would, and answers what the mail carries. */
export async function handIn(db: Db, form: SubmissionSaid, over: Partial<SubmissionInput> = {}) {
  const where = { locale: 'en' as const, seen: onNetworkOf('comcast'), networkKey: anyNetwork() };
  const result = await submit({ ...where, ...over, ...form } as SubmissionInput, { db, secret });
  if (!result.ok) throw new Error(result.reason);
  const [row] = await db.execute<{ id: string }>(
    sql`select id from submissions where claim_hash = ${digestOf(result.claim)}::bytea`,
  );
  return { claim: result.claim, id: Number(row?.id), ...challengeSecrets(digestOf(result.claim), secret) };
}

/** Hands a form in and confirms it by its link. */
export async function confirmed(db: Db, form: SubmissionSaid, over: Partial<SubmissionInput> = {}) {
  const { token } = await handIn(db, form, over);
  const result = await confirmSubmissionByToken(token, { db, secret });
  if (!result.ok) throw new Error(result.reason);
  return result;
}

/** Marks a submission as mailed, as the worker does. */
export async function markSubmissionMailed(db: Db, id: number) {
  await db.execute(sql`update submissions set mail_reserved_at = now(), mailed_at = now() where id = ${id}`);
}
