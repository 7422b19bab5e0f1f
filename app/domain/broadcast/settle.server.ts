import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { readReport } from '../bounce/bounce.ts';
import { holdReceiver } from '../channel/hold.server.ts';
import { suppress } from '../subscriber/suppression.server.ts';
import { copyWaitMs, grouped, HOLD_MS, withoutAddresses } from './broadcast.ts';
import type { Copy } from './claim.server.ts';
import { wakeLanes } from './lease.server.ts';
import { stopBadBroadcasts } from './stop.server.ts';

/** What the post says of a copy, as in `emails/outcome.ts`. */
export type CopyAnswer =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'temporary_failure'; code: number | null; response: string; shouldHold?: boolean }
  | { outcome: 'permanent_failure' | 'unknown'; code: number | null; response: string };

/** A copy and what became of it. */
export interface SettledCopy {
  copy: Copy;
  answer: CopyAnswer;
}

/** What settling needs besides the tools of every verb. `secret` signs what is kept of suppressed addresses (default SECRET). */
export interface SettleTools extends Tools {
  random?: () => number;
  secret?: string;
}

const MAX_ANSWER_CHARS = 200;

type Verdict = {
  id: number;
  attempt: number;
  state: 'sent' | 'failed' | 'bounced' | 'queued';
  due_at: string | null;
  answer: string | null;
};

function verdictOf({ copy, answer }: SettledCopy, at: Date, random: () => number): Verdict {
  const { id, attempt } = copy;
  if (answer.outcome === 'accepted') return { id, attempt, state: 'sent', due_at: null, answer: null };
  const said = withoutAddresses(answer.response).slice(0, MAX_ANSWER_CHARS);
  if (answer.outcome === 'permanent_failure')
    return { id, attempt, state: isAboutAddress(answer) ? 'bounced' : 'failed', due_at: null, answer: said };
  const waitMs = copyWaitMs(attempt, random());
  if (waitMs === null) return { id, attempt, state: 'failed', due_at: null, answer: said };
  return { id, attempt, state: 'queued', due_at: new Date(at.getTime() + waitMs).toISOString(), answer: said };
}

/** Whether a refusal speaks of the address rather than of the mail or of our name as a sender, by its code. Source: RFC 3463; own choice. */
function isAboutAddress({ code, response }: { code: number | null; response: string }): boolean {
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0] ?? null;
  if (status === null && code !== null) return code === 550 || code === 551 || code === 553;
  return readReport({ action: 'failed', status, diagnostic: `${code ?? ''} ${response}` }).isAboutAddress;
}

/**
 * Writes down what became of copies, in one transaction: sent; put off, and due again later with its domain left alone; refused for good. An address that cannot be delivered to is
 * suppressed. Counts follow in the same transaction, and a broadcast with too many complaints or dead addresses stops. A copy that another worker has since taken keeps what that one says.
 */
export async function settleCopies(settled: readonly SettledCopy[], given: SettleTools): Promise<void> {
  if (settled.length === 0) return;
  const { db, now, random = Math.random, secret } = given;
  const at = now();
  const verdicts = settled.map((one) => verdictOf(one, at, random));
  for (const { domain, waitMs, reason } of holdsOf(settled))
    await holdReceiver({ channel: 'broadcast', receiver: domain, waitMs, reason }, { db });
  await db.transaction(async (tx) => {
    const moved = await move(tx, verdicts, at);
    await count(tx, moved);
    await wakeLanes(
      tx,
      moved.flatMap(({ broadcast_id, domain, state, due_at }) =>
        state === 'queued' && due_at ? [{ broadcast_id, domain, ready_at: due_at }] : [],
      ),
    );
    for (const { subscription_id: id } of moved.filter(({ state }) => state === 'bounced').toSorted(bySubscription))
      await suppress(
        { subscriptionId: Number(id) },
        { reason: 'hard_bounce' },
        { db: tx, now, ...(secret === undefined ? {} : { secret }) },
      );
    await stopBadBroadcasts([...new Set(moved.map(({ broadcast_id: id }) => id))], { db: tx, now });
  });
}

const bySubscription = (a: Moved, b: Moved) => Number(a.subscription_id) - Number(b.subscription_id);

type Moved = {
  broadcast_id: number;
  subscription_id: string;
  domain: string;
  state: Verdict['state'];
  due_at: string | null;
};

async function move(tx: Db, verdicts: readonly Verdict[], at: Date): Promise<Moved[]> {
  const rows = await tx.execute<Moved>(sql`
    with verdict as (
      select * from jsonb_to_recordset(${JSON.stringify(verdicts)}::text::jsonb) as v (id bigint, attempt smallint, state text, due_at timestamptz, answer text)
    )
    update broadcast_recipients r set state = v.state, claim_id = null, answer = v.answer, due_at = coalesce(v.due_at, r.due_at),
      sent_at = case when v.state = 'sent' then ${at.toISOString()}::timestamptz else r.sent_at end
    from verdict v
    where r.id = v.id and r.attempts = v.attempt and (r.state = 'sending' or (r.state = 'queued' and v.state = 'sent'))
    returning r.broadcast_id, r.subscription_id, r.domain, r.state, v.due_at`);
  return [...rows];
}

async function count(tx: Db, moved: readonly Moved[]): Promise<void> {
  const many = [...grouped(moved, ({ broadcast_id: id }) => id)].map(([id, of]) => {
    const countOf = (state: Verdict['state']) => of.filter((one) => one.state === state).length;
    return { id, sent: countOf('sent'), failed: countOf('failed'), bounced: countOf('bounced') };
  });
  await tx.execute(sql`
    with c as (
      select k.broadcast_id, j.sent, j.failed, j.bounced from broadcast_counts k
        join jsonb_to_recordset(${JSON.stringify(many)}::text::jsonb) as j (id int, sent int, failed int, bounced int) on j.id = k.broadcast_id
      order by 1 for update of k
    )
    update broadcast_counts k set sent = k.sent + c.sent, failed = k.failed + c.failed, bounced = k.bounced + c.bounced from c where k.broadcast_id = c.broadcast_id`);
}

/** Domains whose servers put a copy off, and for how long they are left alone. A connection that nobody answered says nothing about a domain: all mail leaves through one server. */
function holdsOf(settled: readonly SettledCopy[]) {
  const holds = new Map<string, { domain: string; waitMs: number; reason: string }>();
  for (const { copy, answer } of settled) {
    if (answer.outcome !== 'temporary_failure' || answer.code === null) continue;
    const waitMs = answer.shouldHold ? HOLD_MS.closed : HOLD_MS.deferred;
    if ((holds.get(copy.domain)?.waitMs ?? 0) < waitMs)
      holds.set(copy.domain, { domain: copy.domain, waitMs, reason: `${answer.code}` });
  }
  return [...holds.values()].toSorted((a, b) => a.domain.localeCompare(b.domain));
}
