import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  codeDigest,
  confirmationTools,
  digestOf,
} from '../confirmation/challenge.server.ts';
import { gather } from '../delivery/gather.ts';
import { type JudgedForm, judgeForms } from '../judgement/judge.server.ts';
import { said, saidColumns } from './attempt.server.ts';

/** A form that was taken up. `mayMail`: false for one that a machine filled in. `heldUntil`: its mail waits until then. `isTrusted`: it may use the mails of the day that are kept for such. */
export interface TakenUp {
  mayMail: boolean;
  heldUntil: Date | null;
  isTrusted: boolean;
}

/** Most forms that are judged and taken up in one transaction. Own choice. */
const MAX_TOGETHER = 100;

interface Asked {
  id: number;
  at: Date;
  secret: string;
}

const desks = new WeakMap<Db, (asked: Asked) => Promise<TakenUp | null>>();

/**
 * Takes a stored form up: judges it (decision 0026), ties it to the first signature of its address and gives it the digests of the link and the code that its mail
 * will carry. The signature is made if there is none: pending, or suspicious when the form is; one that stands is left as it is, so that no form harms it.
 * Null when there is no such form. Doing it again changes nothing and answers the same. What is asked for at once is done in one transaction. Throws what PostgreSQL refuses;
 * then nothing was noted or counted.
 */
export function takeUpForm(challengeId: number, given: Partial<ConfirmationTools> = {}): Promise<TakenUp | null> {
  const { db, now, secret } = confirmationTools(given);
  let desk = desks.get(db);
  if (!desk) {
    desk = gather<Asked, TakenUp | null>((asked) => takeUpForms(db, asked), {
      max: MAX_TOGETHER,
      isLike: (one, other) => one.secret === other.secret,
    });
    desks.set(db, desk);
  }
  return desk({ id: challengeId, at: now(), secret });
}

async function takeUpForms(db: Db, asked: readonly Asked[]): Promise<(TakenUp | null)[]> {
  const [{ at, secret } = { at: new Date(), secret: '' }] = asked;
  const ids = [...new Set(asked.map(({ id }) => id))].sort((one, other) => one - other);
  const found = await db.transaction(async (tx) => {
    const judged = await judgeForms(tx, ids);
    if (judged.length > 0) await writeDown(tx, judged, at, secret);
    const taken = new Map(judged.map((form) => [form.id, takenUpOf(form, at)]));
    if (taken.size < ids.length)
      for (const [id, one] of await findTakenUp(tx, ids)) if (!taken.has(id)) taken.set(id, one);
    return taken;
  });
  return asked.map(({ id }) => found.get(id) ?? null);
}

/** Stores the judgements, makes the signatures that are missing, and ties the forms to theirs. */
async function writeDown(db: Db, judged: readonly JudgedForm[], at: Date, secret: string): Promise<void> {
  const forms = judged.map(({ id, claimHash, isSuspicious, holdMs }) => {
    const { token, code } = challengeSecrets(claimHash, secret);
    return {
      id,
      status: isSuspicious ? 'suspicious' : 'pending',
      token: digestOf(token).toString('hex'),
      code: codeDigest(claimHash, code, secret).toString('hex'),
      held_until: holdMs > 0 ? new Date(at.getTime() + holdMs).toISOString() : null,
    };
  });
  const judgements = judged.flatMap(({ id, judgements: found }) =>
    found.map(({ rule, version, verdict, points, facts }) => ({
      id,
      rule,
      version,
      verdict,
      facts: { points, ...facts },
    })),
  );
  const noted = at.toISOString();
  // A signature that stands is not touched, nor waited for; which one it is, the next statement sees.
  await db.execute(sql`
    with judged as (
      insert into judgements (challenge_id, rule, version, verdict, facts, judged_at)
      select id, rule, version, verdict, facts, ${noted}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(judgements)}::text::jsonb) as j(id bigint, rule text, version smallint, verdict text, facts jsonb)
    )
    insert into signatures (campaign_id, canonical_address, ${saidColumns}, created_at, status)
    select c.campaign_id, c.canonical_address, ${said('c')}, c.created_at, f.status
    from jsonb_to_recordset(${JSON.stringify(forms)}::text::jsonb) as f(id bigint, status text) join signature_challenges c on c.id = f.id
    order by c.campaign_id, c.canonical_address, c.id
    on conflict on constraint signatures_one_per_person do nothing`);
  const tied = await db.execute(sql`
    update signature_challenges c set judged_at = ${noted}::timestamptz, held_until = f.held_until, signature_id = s.id,
      token_hash = decode(f.token, 'hex'), code_hash = decode(f.code, 'hex')
    from jsonb_to_recordset(${JSON.stringify(forms)}::text::jsonb) as f(id bigint, token text, code text, held_until timestamptz), signatures s
    where c.id = f.id and s.campaign_id = c.campaign_id and s.canonical_address = c.canonical_address and s.seat = 1
    returning c.id`);
  if (tied.length !== forms.length) throw new Error('a signature went away while forms were tied to it');
}

function takenUpOf({ isTrapped, isSuspicious, proof, holdMs }: JudgedForm, at: Date): TakenUp {
  const heldUntil = holdMs > 0 ? new Date(at.getTime() + holdMs) : null;
  return { mayMail: !isTrapped, heldUntil, isTrusted: proof === 'valid' && !isSuspicious };
}

/** What forms that were taken up before may do; a release by an organizer lifts what the rules said. */
async function findTakenUp(db: Db, ids: readonly number[]): Promise<Map<number, TakenUp>> {
  const rows = await db.execute<{
    id: string;
    is_trapped: boolean;
    is_trusted: boolean;
    is_released: boolean;
    held_until: string | null;
  }>(sql`
    select c.id, c.is_trapped, c.held_until, coalesce(last.decision = 'release', false) as is_released, c.proof = 'valid'
      and not exists (select from judgements j where j.challenge_id = c.id and j.verdict = 'suspicious') as is_trusted
    from signature_challenges c
      left join lateral (select decision from signature_reviews r where r.signature_id = c.signature_id order by r.id desc limit 1) last on true
    where c.id in ${[...ids]} and c.signature_id is not null`);
  return new Map(
    rows.map((row) => {
      const heldUntil = row.held_until === null ? null : new Date(row.held_until);
      const isTrusted = row.is_trusted || row.is_released;
      return [Number(row.id), { mayMail: !row.is_trapped || row.is_released, heldUntil, isTrusted }];
    }),
  );
}
