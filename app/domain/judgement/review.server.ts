import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { enqueueJobs } from '../job/job.server.ts';
import { type InvalidationReason, type REVIEW_DECISIONS, type ReviewDeed, reviewBatch } from './review.ts';
import { matches, type ReviewFilter } from './review-filter.server.ts';

/** Who decides and why: `note` is kept; `reason` is published for what is taken out. */
export interface ReviewSaid {
  by: string;
  note: string;
  reason: InvalidationReason;
}

/** How many signatures a deed touches, and of what kind: counts by `what` (all, proved, campaign, state, isp, domain, rule), the largest ten of each. */
export interface ReviewPreview {
  count: number;
  parts: { what: string; value: string; count: number }[];
}

const from: Record<ReviewDeed, string> = {
  release: 'suspicious',
  refuse: 'suspicious',
  'set-aside': 'pending',
  invalidate: 'confirmed',
};

const decisions: Record<ReviewDeed, (typeof REVIEW_DECISIONS)[number]> = {
  release: 'release',
  refuse: 'refuse',
  'set-aside': 'set_aside',
  invalidate: 'refuse',
};

/** What is there for a deed to touch; an erased row has nobody to come back. */
const open = (deed: ReviewDeed) =>
  deed === 'release' ? sql`s.status = ${from[deed]} and s.erased_at is null` : sql`s.status = ${from[deed]}`;

/** Counts what a deed would touch; changes nothing. */
export async function previewReview(
  deed: ReviewDeed,
  filter: ReviewFilter,
  given: Partial<Tools> = {},
): Promise<ReviewPreview> {
  const { db } = tools(given);
  const top = (what: string, value: SQL) =>
    sql`union all (select ${what}, ${value}, count(*)::int from chosen group by 2 order by 3 desc, 2 limit 10)`;
  const rows = await db.execute<{ what: string; value: string; count: number }>(sql`
    with chosen as materialized (
      select s.id, s.campaign_id, s.state, s.isp_stated_id, s.proved_at, split_part(s.canonical_address, '@', -1) as domain
      from signatures s where ${open(deed)} and ${matches(filter)}
    )
    select 'all' as what, '' as value, count(*)::int as count from chosen
    union all select 'proved', '', count(*)::int from chosen where proved_at is not null
    ${top('campaign', sql`(select slug from campaigns where id = campaign_id)`)}
    ${top('state', sql`coalesce(state, 'none')`)}
    ${top('isp', sql`coalesce((select slug from isps where id = isp_stated_id), 'other')`)}
    ${top('domain', sql`domain`)}
    union all (select 'rule', j.rule, count(distinct chosen.id)::int from chosen join signature_challenges c on c.signature_id = chosen.id
      join judgements j on j.challenge_id = c.id where j.verdict <> 'clear' and j.rule <> 'weighing' group by 2 order by 3 desc, 2 limit 10)`);
  const [all, ...parts] = rows;
  return { count: all?.count ?? 0, parts };
}

/** What a review has done so far. */
export interface ReviewProgress {
  changed: number;
  /** Of those released: how many count from now on, because their mailbox is proved. */
  confirmed: number;
}

/**
 * Does a deed to all signatures that the filter names, in batches of one transaction each, in the order of their numbers: whoever interrupts it leaves whole batches,
 * and doing it again goes on. Each decision is kept in `signature_reviews`. Suspicious ones that are released count from now on where the mailbox is proved; the others are pending
 * again, and mails of theirs that never left go now. What was confirmed leaves the count by a leaf that says `reason`. `onBatch` is told of each batch.
 */
export async function review(
  deed: ReviewDeed,
  filter: ReviewFilter,
  said: ReviewSaid,
  given: Partial<Tools> & { onBatch?: (progress: ReviewProgress) => void; batch?: number } = {},
): Promise<ReviewProgress> {
  const { db, now } = tools(given);
  const progress: ReviewProgress = { changed: 0, confirmed: 0 };
  let after = 0;
  for (;;) {
    const done = await db.transaction((tx) =>
      reviewSome(tx, deed, filter, said, { after, at: now(), batch: given.batch ?? reviewBatch }),
    );
    if (done.last === null) return progress;
    after = done.last;
    progress.changed += done.changed;
    progress.confirmed += done.confirmed;
    given.onBatch?.({ ...progress });
  }
}

/** Whom a review is done for, and from where: the signatures after a number, at most `batch`. `batchId`: the batch that keeps them, for undoing. */
export interface ReviewStep {
  after: number;
  at: Date;
  batch: number;
  organizationId?: number;
  batchId?: number;
}

/** One transaction's part of a review, in the caller's transaction; `last` is null when nothing is left. */
export async function reviewSome(
  db: Db,
  deed: ReviewDeed,
  filter: ReviewFilter,
  { by, note, reason }: ReviewSaid,
  { after, at, batch, organizationId, batchId }: ReviewStep,
): Promise<{ last: number | null } & ReviewProgress> {
  const rows = await db.execute<{ id: string }>(sql`
    select s.id from signatures s where s.id > ${after} and ${open(deed)} and ${matches(filter)} order by s.id limit ${batch} for update of s`);
  const last = rows.at(-1);
  if (!last) return { last: null, changed: 0, confirmed: 0 };
  const ids = `{${rows.map(({ id }) => id).join()}}`;
  const instant = at.toISOString();
  const why = deed === 'refuse' || deed === 'invalidate' ? `${reason}: ${note}` : note;
  // Before the change of state: the trigger of suspicious signatures asks for it.
  await db.execute(sql`
    insert into signature_reviews (signature_id, decision, reason, decided_by, decided_at)
    select id, ${decisions[deed]}, ${why}, ${by}, ${instant}::timestamptz from unnest(${ids}::bigint[]) as id`);
  const confirmed = await changeState(db, deed, ids, instant, reason);
  if (deed === 'release') await mailUnsent(db, ids, instant);
  const facts = {
    note,
    signatures: rows.length,
    ...(deed === 'refuse' || deed === 'invalidate' ? { reason } : {}),
  };
  if (batchId !== undefined)
    await db.execute(sql`
      insert into review_batch_signatures (batch_id, signature_id) select ${batchId}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`);
  await recordDeed(db, {
    organizationId: organizationId ?? null,
    actor: by.startsWith('organizer:') ? by : `command:${by}`,
    action: `signatures.${deed}`,
    subject: batchId === undefined ? 'signatures' : `batch:${batchId}`,
    facts,
    at,
  });
  return { last: Number(last.id), changed: rows.length, confirmed };
}

async function changeState(
  db: Db,
  deed: ReviewDeed,
  ids: string,
  at: string,
  reason: InvalidationReason,
): Promise<number> {
  if (deed === 'release') {
    const isProved = sql`proved_at is not null and person_id is not null and confirmed_by is not null`;
    const rows = await db.execute<{ status: string }>(sql`
      update signatures set status = case when ${isProved} then 'confirmed' else 'pending' end,
        confirmed_at = case when ${isProved} then ${at}::timestamptz end
      where id = any(${ids}::bigint[]) returning status`);
    return rows.filter(({ status }) => status === 'confirmed').length;
  }
  await db.execute(
    deed === 'set-aside'
      ? sql`update signatures set status = 'suspicious' where id = any(${ids}::bigint[])`
      : sql`update signatures set status = 'invalidated', invalidated_at = ${at}::timestamptz, invalidation_reason = ${reason}
          where id = any(${ids}::bigint[])`,
  );
  return 0;
}

/** Gives a job to the forms of released signatures whose mail never left; a job too many finds the mail sent. */
async function mailUnsent(db: Db, ids: string, at: string): Promise<void> {
  const rows = await db.execute<{ id: string }>(sql`
    select c.id from signature_challenges c join signatures s on s.id = c.signature_id
    where s.id = any(${ids}::bigint[]) and s.status = 'pending' and c.mailed_at is null and c.mail_refused_at is null
      and c.expires_at > ${at}::timestamptz order by c.id`);
  await enqueueJobs(
    db,
    rows.map(({ id }) => ({ name: 'mail.confirmation' as const, data: { challengeId: Number(id) } })),
  );
}
