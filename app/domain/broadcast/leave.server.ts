import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { instantOf } from '../campaign/zoned-time.ts';
import { countSegment } from '../segment/segment.server.ts';
import { segmentQuery } from '../segment/segment.ts';
import { type BroadcastState, canChange } from './broadcast.ts';
import { type BroadcastRef, lockBroadcast } from './draft.server.ts';
import type { LeaveForm } from './form.ts';
import { faultsOfBlanks } from './text.ts';

/**
 * Why a draft does not leave. `no_address`: the organization has no postal address, which every such mail must carry (15 U.S.C. 7704(a)(5)); `no_words`: a subject or a body is missing, or no
 * language is there; `blanks`: a blank cannot be filled; `nobody`: its segment holds no member; `no_time`: an hour that does not exist, or one that is over; `changed_meanwhile`: it is not what the organizer
 * looked at; `state`: it is no draft.
 */
export type LeaveRefusal =
  | 'unknown'
  | 'state'
  | 'changed_meanwhile'
  | 'no_address'
  | 'no_words'
  | 'blanks'
  | 'nobody'
  | 'no_time';

/** Hours that lie back by less than this are taken for "now", in milliseconds: a form takes a while to fill in. */
const GRACE_MS = 5 * 60_000;

/** An hour lies no further ahead than this, in milliseconds: a year. Own choice. */
const AHEAD_MS = 366 * 86_400_000;

/**
 * An organizer lets a draft leave: at once, or at an hour of a time zone. From then on its words and whom it goes to are kept; its members are written down when its time comes. The only way by which
 * any broadcast is sent, drafts made by themselves included. On record.
 */
export async function scheduleBroadcast(
  { organizationId, publicId, actor, form }: BroadcastRef & { form: LeaveForm },
  given: Partial<Tools> = {},
): Promise<{ ok: true; scheduledAt: Date } | { ok: false; reason: LeaveRefusal }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const draft = await lockBroadcast(tx, { organizationId, publicId });
    if (!draft) return { ok: false, reason: 'unknown' } as const;
    if (draft.state !== 'draft') return { ok: false, reason: 'state' } as const;
    if (draft.revision !== form.revision) return { ok: false, reason: 'changed_meanwhile' } as const;
    const scheduledAt = form.when === '' ? now() : instantOf(form.when, form.zone);
    const aheadMs = (scheduledAt?.getTime() ?? Number.NaN) - now().getTime();
    if (!scheduledAt || !(aheadMs >= -GRACE_MS && aheadMs <= AHEAD_MS))
      return { ok: false, reason: 'no_time' } as const;
    if (!draft.postal_address?.trim()) return { ok: false, reason: 'no_address' } as const;
    const reason = await faultOfWords(tx, draft.id, draft.campaign_id !== null);
    if (reason) return { ok: false, reason } as const;
    const members = await countSegment(segmentQuery.parse(draft.query), organizationId, {
      db: tx,
      now,
      topic: draft.topic,
    });
    if (members === 0) return { ok: false, reason: 'nobody' } as const;
    const [at, due] = [now().toISOString(), scheduledAt.toISOString()];
    await tx.execute(sql`
      update broadcasts set state = 'scheduled', scheduled_at = ${due}::timestamptz, zone = ${form.zone}, approved_by = ${actor}, approved_at = ${at}::timestamptz,
        changed_by = ${actor}, changed_at = ${at}::timestamptz where id = ${draft.id}`);
    const facts = { scheduledAt: due, zone: form.zone, members };
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'broadcast.approve',
      subject: `broadcast ${publicId}`,
      facts,
      at: now(),
    });
    return { ok: true, scheduledAt } as const;
  });
}

async function faultOfWords(tx: Db, id: number, hasCampaign: boolean): Promise<'no_words' | 'blanks' | null> {
  const texts = await tx.execute<{ subject: string; body: string }>(
    sql`select subject, body from broadcast_texts where broadcast_id = ${id}`,
  );
  if (texts.length === 0 || texts.some(({ subject, body }) => subject === '' || body === '')) return 'no_words';
  return texts.some(({ subject, body }) => faultsOfBlanks(`${subject}\n${body}`, hasCampaign).length > 0)
    ? 'blanks'
    : null;
}

/** What an organizer may do with a broadcast that has left its draft; `unschedule` makes it a draft again; `cancel` ends it for good, also a draft. */
export const BROADCAST_DEEDS = ['unschedule', 'pause', 'resume', 'cancel'] as const;

/** One of the deeds. */
export type BroadcastDeed = (typeof BROADCAST_DEEDS)[number];

const TARGETS: Readonly<Record<BroadcastDeed, BroadcastState>> = {
  unschedule: 'draft',
  pause: 'paused',
  resume: 'sending',
  cancel: 'cancelled',
};

const FROM: Readonly<Record<BroadcastDeed, readonly BroadcastState[]>> = {
  unschedule: ['scheduled'],
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['draft', 'scheduled', 'sending', 'paused'],
};

/** Whether a deed may be done to a broadcast in a state. */
export function mayDo(deed: BroadcastDeed, state: BroadcastState): boolean {
  return FROM[deed].includes(state) && canChange(state, TARGETS[deed]);
}

/**
 * Pauses, resumes, cancels or takes back a broadcast. Pausing and cancelling hold in every process within a second: copies that are just being handed over end, no other begins. Refuses what its
 * state does not allow, and says that state. On record.
 */
export async function changeBroadcast(
  { organizationId, publicId, actor, deed }: BroadcastRef & { deed: BroadcastDeed },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' } | { ok: false; reason: 'state'; state: BroadcastState }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const broadcast = await lockBroadcast(tx, { organizationId, publicId });
    if (!broadcast) return { ok: false, reason: 'unknown' } as const;
    if (!mayDo(deed, broadcast.state)) return { ok: false, reason: 'state', state: broadcast.state } as const;
    const at = sql`${now().toISOString()}::timestamptz`;
    await tx.execute(sql`
      update broadcasts set state = ${TARGETS[deed]}, changed_by = ${actor}, changed_at = ${at}, revision = revision + ${deed === 'unschedule' ? 1 : 0},
        paused_because = ${deed === 'pause' ? 'organizer' : null}, finished_at = ${deed === 'cancel' ? at : sql`null`},
        approved_by = ${deed === 'unschedule' ? sql`null` : sql`approved_by`}, approved_at = ${deed === 'unschedule' ? sql`null` : sql`approved_at`}
      where id = ${broadcast.id}`);
    await recordDeed(tx, {
      organizationId,
      actor,
      action: `broadcast.${deed}`,
      subject: `broadcast ${publicId}`,
      at: now(),
    });
    return { ok: true } as const;
  });
}
