import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** First number of the lock under which a key of a token is worked on; the second is a digest of both. */
const ONCE_LOCK = 6_140_700;

/** How long an answer is given again under its key, in milliseconds: a day. Own choice, as other APIs have it. */
export const ANSWER_KEPT_MS = 86_400_000;

/** What a write answered: an HTTP status and a body as text. */
export interface KeptAnswer {
  status: number;
  body: string;
}

/** A write under a key: whose, which, and the digest of what was asked (method, address, body). */
export interface KeyedRequest {
  tokenId: number;
  key: string;
  requestHash: Buffer;
}

/** What came of it: done now, done before, under way at this moment, another request under the same key, or refused by the write itself. */
export type OnceResult<Refusal> =
  | { outcome: 'done'; answer: KeptAnswer }
  | { outcome: 'repeated'; answer: KeptAnswer }
  | { outcome: 'under_way' }
  | { outcome: 'other_request' }
  | { outcome: 'refused'; refusal: Refusal };

class Refused<Refusal> extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('refused');
    this.refusal = refusal;
  }
}

/**
 * Does a write once: the write and its answer are one transaction, so that neither is there without the other, and a process that dies leaves neither. The same request under the same key
 * within a day is given the same answer; a second one at the same time is told so; another request under the key is refused. A refusal of the write is rolled back and not kept: it may be
 * tried again. `write` gets the transaction as its database. What it throws is thrown. Source: draft-ietf-httpapi-idempotency-key-header-07; own choice of a day.
 */
export async function writeOnce<Refusal>(
  { tokenId, key, requestHash }: KeyedRequest,
  write: (given: Partial<Tools>) => Promise<{ ok: true; answer: KeptAnswer } | { ok: false; refusal: Refusal }>,
  given: Partial<Tools> = {},
): Promise<OnceResult<Refusal>> {
  const { db, now } = tools(given);
  try {
    return await db.transaction(async (tx): Promise<OnceResult<Refusal>> => {
      const [lock] = await tx.execute<{ held: boolean }>(
        sql`select pg_try_advisory_xact_lock(${ONCE_LOCK}, hashtext(${`${tokenId} ${key}`})) as held`,
      );
      if (!lock?.held) return { outcome: 'under_way' };
      const at = now();
      const since = new Date(at.getTime() - ANSWER_KEPT_MS).toISOString();
      const [known] = await tx.execute<{ same: boolean; status: number; body: string }>(sql`
        select request_hash = ${requestHash}::bytea as same, status, body from api_answers
        where token_id = ${tokenId} and key = ${key} and created_at > ${since}::timestamptz`);
      if (known && !known.same) return { outcome: 'other_request' };
      if (known) return { outcome: 'repeated', answer: { status: known.status, body: known.body } };
      const done = await write({ ...given, db: tx });
      if (!done.ok) throw new Refused(done.refusal);
      const { status, body } = done.answer;
      await tx.execute(sql`
        insert into api_answers (token_id, key, request_hash, status, body, created_at)
        values (${tokenId}, ${key}, ${requestHash}::bytea, ${status}, ${body}, ${at.toISOString()}::timestamptz)
        on conflict on constraint api_answers_pkey do update set request_hash = excluded.request_hash, status = excluded.status, body = excluded.body,
          created_at = excluded.created_at`);
      return { outcome: 'done', answer: done.answer };
    });
  } catch (fault) {
    if (fault instanceof Refused) return { outcome: 'refused', refusal: fault.refusal as Refusal };
    throw fault;
  }
}

/** Deletes answers that are older than a day; answers how many. */
export async function forgetAnswers(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - ANSWER_KEPT_MS).toISOString();
  const rows = await db.execute(sql`delete from api_answers where created_at <= ${before}::timestamptz returning 1`);
  return rows.length;
}
