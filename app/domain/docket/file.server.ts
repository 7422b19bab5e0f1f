import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { spendBudget } from '../channel/budget.server.ts';
import { ECFS_RECEIVER } from '../channel/channel.ts';
import { holdReceiver } from '../channel/hold.server.ts';
import type { ClaimRefusal, ClaimTools } from '../delivery/claim.server.ts';
import type { Claimed } from '../delivery/claimed.server.ts';
import type { AttemptOutcome, DeliveryState } from '../delivery/delivery.ts';
import { claimDelivery, settleDelivery, whileClaimed } from '../delivery/desk.server.ts';
import type { Answer } from '../delivery/settle.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { parseLetterSource } from '../letter/source.ts';
import type { FilingAnswer } from './answer.ts';
import {
  addressGaps,
  type EcfsFiling,
  type EcfsProceeding,
  ecfsFiling,
  isSameFiling,
  NOT_THERE_AFTER_MS,
  proceedingName,
  searchDays,
} from './docket.ts';
import type { Ecfs } from './ecfs.server.ts';

/** What filing needs beside database and clock. `ecfs`: the docket system, null while the adapter is off. The rest as for mail. */
export interface FilingTools extends ClaimTools {
  ecfs: Ecfs | null;
  beatMs: number;
}

/** What came of it: the state it left the delivery in, or why nothing was done. `pooled`: it waits for a filing set now; `no_answer`: the proceeding cannot be looked up yet, a job comes back. */
export type FilingResult =
  | { ok: true; state: DeliveryState | 'settled'; outcome: AttemptOutcome; purpose: Claimed['purpose'] }
  | { ok: false; reason: ClaimRefusal | 'pooled' | 'no_answer' };

/** How long a proceeding that could not be looked up is left alone, and a filing without an answer while the adapter is off, in milliseconds. Own choice. */
const LOOKUP_PAUSE_MS = 5 * 60_000;
const OFF_RECHECK_MS = 3_600_000;

type Given = Tools & Partial<FilingTools> & Pick<FilingTools, 'ecfs'>;

/**
 * Files one letter in its docket, or looks for a filing that was never answered. The claim is on record before the system is asked; a number makes it
 * `filed`; silence makes it `unknown`, and it is searched for until it is found, or put off and posted again once it cannot be on its way any more
 * (decision 0017). With the adapter off, a docket whose contact nobody verified, one of the demonstration, or an address that the form would refuse,
 * it goes to the pool of the filing sets instead. Of two callers at once one files. Throws only faults of ours, after putting the delivery off.
 */
export async function fileDelivery(
  deliveryId: number,
  given: Partial<FilingTools> & Pick<FilingTools, 'ecfs'>,
): Promise<FilingResult> {
  const { db, now } = tools(given);
  const all: Given = { ...given, db, now };
  const waiting = await readWaiting(db, deliveryId);
  if (waiting && !isFit(waiting, all.ecfs) && (await pool(all, deliveryId))) return { ok: false, reason: 'pooled' };
  const { ecfs } = all;
  if (!ecfs) return { ok: false, reason: waiting ? 'settled' : await comeBack(all, deliveryId) };
  const proceeding = waiting ? await proceedingOf(ecfs, waiting, all) : null;
  if (proceeding === 'unlisted') return { ok: false, reason: (await pool(all, deliveryId)) ? 'pooled' : 'settled' };
  if (proceeding !== null && 'waitMs' in proceeding) {
    await enqueueJob(db, { name: 'letter.file', data: { deliveryId }, startAfterMs: proceeding.waitMs });
    return { ok: false, reason: 'no_answer' };
  }
  const claimed = await claimDelivery('docket', deliveryId, all);
  if (!claimed.ok) return claimed;
  return claimed.purpose === 'reconcile' ? lookFor(claimed, ecfs, all) : post(claimed, ecfs, proceeding, all);
}

type Waiting = { number: string | null; bytes: Buffer | null; contact_state: string; is_demonstration: boolean };

/** What a delivery that waits to be posted is made of; null for one in any other state. */
async function readWaiting(db: Db, deliveryId: number): Promise<Waiting | null> {
  const [row] = await db.execute<Waiting>(sql`
    select k.number, l.previewed_bytes as bytes, c.state as contact_state, c.is_demonstration
    from deliveries d join letters l on l.id = d.letter_id join contacts c on c.id = d.contact_id left join dockets k on k.id = l.docket_id
    where d.id = ${deliveryId} and d.channel = 'docket' and d.state in ('queued', 'deferred') and l.withdrawn_at is null`);
  return row ?? null;
}

function isFit({ number, bytes, contact_state: state, is_demonstration }: Waiting, ecfs: Ecfs | null): boolean {
  if (!ecfs || !number || !bytes || state !== 'verified' || is_demonstration) return false;
  const { fromName, postal } = parseLetterSource(bytes);
  return Boolean(fromName) && addressGaps(postal).length === 0;
}

/** Hands a delivery that waits over to the filing sets; false when it waits no more. */
async function pool({ db, now }: Tools, deliveryId: number): Promise<boolean> {
  const moved = await db.execute(sql`
    update deliveries set state = 'awaiting', next_attempt_at = null, changed_at = ${now().toISOString()}::timestamptz
    where id = ${deliveryId} and channel = 'docket' and state in ('queued', 'deferred') returning id`);
  return moved.length > 0;
}

/** An unanswered filing is not given up because the adapter was turned off: somebody may turn it on again. */
async function comeBack({ db }: Tools, deliveryId: number): Promise<ClaimRefusal> {
  const [open] = await db.execute(
    sql`select id from deliveries where id = ${deliveryId} and channel = 'docket' and state in ('sending', 'unknown')`,
  );
  if (!open) return 'settled';
  await enqueueJob(db, { name: 'letter.file', data: { deliveryId }, startAfterMs: OFF_RECHECK_MS });
  return 'not_due';
}

const proceedings = new WeakMap<Ecfs, Map<string, EcfsProceeding>>();

/** The proceeding of the docket, asked for once in a process; `unlisted` when the system has none of that number; otherwise when to ask again. */
async function proceedingOf(
  ecfs: Ecfs,
  { number }: Waiting,
  given: Given,
): Promise<EcfsProceeding | 'unlisted' | { waitMs: number }> {
  const name = proceedingName(number ?? '');
  const known = proceedings.get(ecfs) ?? new Map<string, EcfsProceeding>();
  proceedings.set(ecfs, known);
  const held = known.get(name);
  if (held) return held;
  const turn = await spend(given);
  if (!turn.ok) return { waitMs: turn.waitMs };
  const found = await ecfs.findProceeding(name);
  if (!found.ok) {
    if (found.holdMs !== null) await hold(found.holdMs, found.code, given);
    return { waitMs: Math.max(found.holdMs ?? 0, LOOKUP_PAUSE_MS) };
  }
  if (!found.value) return 'unlisted';
  known.set(name, found.value);
  return found.value;
}

const budgetTools = ({ db, budgetNow, random }: Given) => ({
  db,
  ...(budgetNow ? { now: budgetNow } : {}),
  ...(random ? { random } : {}),
});
const spend = (given: Given) =>
  spendBudget({ channel: 'docket', receiver: ECFS_RECEIVER, isReturning: true }, budgetTools(given));
const hold = (waitMs: number, code: number | null, given: Given) =>
  holdReceiver(
    { channel: 'docket', receiver: ECFS_RECEIVER, waitMs, reason: String(code ?? 'no answer') },
    budgetTools(given),
  );
const settle = (claimed: Claimed, answer: Answer, { db, now, random }: Given) =>
  settleDelivery(claimed, answer, { db, now, ...(random ? { random } : {}) });

async function post(
  claimed: Claimed,
  ecfs: Ecfs,
  proceeding: EcfsProceeding | null,
  given: Given,
): Promise<FilingResult> {
  const filing = proceeding && ecfsFiling(parseLetterSource(claimed.bytes), proceeding);
  const done = (state: DeliveryState | 'settled', outcome: AttemptOutcome): FilingResult => ({
    ok: true,
    state,
    outcome,
    purpose: 'send',
  });
  // The delivery came to wait between the look and the claim: nothing was posted, and the next job looks first.
  if (!filing) {
    const answer = { outcome: 'temporary_failure', code: null, response: null } as const;
    return done(await settle(claimed, answer, given), answer.outcome);
  }
  let answer: FilingAnswer;
  try {
    answer = await whileClaimed(claimed, () => ecfs.file(filing), given);
  } catch (fault) {
    await settle(claimed, { outcome: 'unknown', code: null, response: null }, given);
    throw fault;
  }
  const { outcome, code, response } = answer;
  const holdMs = answer.outcome === 'temporary_failure' ? answer.holdMs : null;
  if (holdMs !== null) await hold(holdMs, code, given);
  const filed =
    answer.outcome === 'accepted'
      ? { externalId: answer.confirmation, ...(answer.receivedAt ? { externalAt: answer.receivedAt } : {}) }
      : {};
  return done(
    await settle(claimed, { outcome, code, response, ...filed, ...(holdMs === null ? {} : { waitMs: holdMs }) }, given),
    outcome,
  );
}

type Sought =
  | { found: { confirmation: string; receivedAt: Date | null }[] }
  | { found: null; response: string; code: number | null; waitMs?: number };

/** Looks for a filing that was never answered, and moves the delivery on by what is found. */
async function lookFor(claimed: Claimed, ecfs: Ecfs, given: Given): Promise<FilingResult> {
  const { db, now } = given;
  const done = async (answer: Answer, tx: Db = db): Promise<FilingResult> => ({
    ok: true,
    state: await settle(claimed, answer, { ...given, db: tx }),
    outcome: answer.outcome,
    purpose: 'reconcile',
  });
  // Without its words it can neither be looked for nor posted again.
  if (claimed.bytes.length === 0)
    return done({ outcome: 'permanent_failure', code: null, response: 'erased before it was found' });
  const sought = await search(claimed, ecfs, given);
  if (sought.found === null) return done({ outcome: 'unknown', ...sought });
  return db.transaction(async (tx) => {
    // One at a time, so that two letters alike cannot both take one number.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('docket-reconciliation', 0))`);
    const taken = await tx.execute<{ external_id: string }>(sql`
      select external_id from deliveries where channel = 'docket' and id <> ${claimed.deliveryId}
        and external_id in (select jsonb_array_elements_text(${JSON.stringify(sought.found.map((one) => one.confirmation))}::text::jsonb))`);
    const free = sought.found.filter((one) => !taken.some((row) => row.external_id === one.confirmation));
    const twins = free.length > 0 ? await twinsOf(tx, claimed, sought.found) : [];
    const [mine] = free.length > twins.length ? free : [];
    if (mine)
      return done(
        {
          outcome: 'accepted',
          code: 200,
          response: `found by a search as ${mine.confirmation}`,
          externalId: mine.confirmation,
          ...(mine.receivedAt ? { externalAt: mine.receivedAt } : {}),
        },
        tx,
      );
    const sinceMs = now().getTime() - (claimed.unknownSince ?? now()).getTime();
    return sinceMs >= NOT_THERE_AFTER_MS && !twins.some(({ state }) => state === 'sending')
      ? done({ outcome: 'temporary_failure', code: 200, response: 'not found by a search; to be posted again' }, tx)
      : done({ outcome: 'unknown', code: 200, response: 'not found by a search yet' }, tx);
  });
}

/**
 * Other letters of the same words, name and ZIP code in the docket whose number is not known to us: being posted now, or handed in by a person or in a set
 * since the lost filing was posted. Each of them may own one of the filings found.
 */
function twinsOf(tx: Db, { deliveryId, number }: Claimed, found: readonly { confirmation: string }[]) {
  return tx.execute<{ state: DeliveryState }>(sql`
    select d.state from deliveries mine join letters l on l.id = mine.letter_id
      join delivery_attempts a on a.delivery_id = mine.id and a.number = ${number}
      join letters o on o.docket_id = l.docket_id and o.body = l.body and o.subject = l.subject and lower(o.sender_name) = lower(l.sender_name)
        and o.sender_address->>'zip' is not distinct from l.sender_address->>'zip'
      join deliveries d on d.letter_id = o.id and d.channel = 'docket' and d.id <> mine.id
    where mine.id = ${deliveryId} and (d.state = 'sending' or d.state = 'filed' and d.external_at > a.started_at - interval '2 days'
      and not exists (select from delivery_attempts b where b.delivery_id = d.id) and not exists (
        select from jsonb_array_elements_text(${JSON.stringify(found.map((one) => one.confirmation))}::text::jsonb) as known (id) where known.id = d.external_id))`);
}

/** Every filing that is the posted one, page by page; the oldest first. Not everything could be looked through: nothing is found. */
async function search(claimed: Claimed, ecfs: Ecfs, given: Given): Promise<Sought> {
  const source = parseLetterSource(claimed.bytes);
  const [attempt] = await given.db.execute<{ started_at: string; number: string | null }>(sql`
    select a.started_at, k.number from delivery_attempts a join deliveries d on d.id = a.delivery_id join letters l on l.id = d.letter_id
      left join dockets k on k.id = l.docket_id
    where a.delivery_id = ${claimed.deliveryId} and a.number = ${claimed.number}`);
  const name = proceedingName(attempt?.number ?? source.docket?.number ?? '');
  const posted = ecfsFiling(source, { idProceeding: '', name, description: '' });
  if (!posted || !attempt) return { found: null, code: null, response: 'nothing to look for' };
  const where = {
    proceeding: name,
    filer: source.fromName ?? '',
    ...searchDays(new Date(attempt.started_at), given.now()),
  };
  const found: { confirmation: string; receivedAt: Date | null }[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    if (offset > 0) {
      const turn = await spend(given);
      if (!turn.ok)
        return { found: null, code: null, response: 'the budget ended in the middle of a search', waitMs: turn.waitMs };
    }
    const page = await ecfs.search({ ...where, offset });
    if (!page.ok) {
      if (page.holdMs !== null) await hold(page.holdMs, page.code, given);
      return {
        found: null,
        code: page.code,
        response: page.response,
        ...(page.holdMs === null ? {} : { waitMs: page.holdMs }),
      };
    }
    found.push(...matches(page.value.filings, posted));
    if (page.value.next === 'beyond' && found.length === 0)
      return { found: null, code: 200, response: 'more filings than a search reaches' };
    offset = page.value.next === 'beyond' ? null : page.value.next;
  }
  return { found: found.toReversed() };
}

function matches(filings: Parameters<typeof isSameFiling>[0][], posted: EcfsFiling) {
  return filings
    .filter((one) => isSameFiling(one, posted))
    .map(({ confirmation, receivedAt }) => ({ confirmation, receivedAt }));
}
