import { type Limits, spacingMs } from '../channel/budget.ts';
import type { DeliveryChannel, DeliveryState } from './delivery.ts';

/**
 * When a letter is expected to leave. `within`: in so many whole minutes, at least and at most; `isRetry`: an attempt failed before, so it says when the
 * next is made and not that it succeeds. `paused`: the channel stands still, nobody knows until when. `organizer`: it leaves with the filing that an
 * organizer hands in. `person`: its writer does it. `looking`: it was handed over without an answer and is looked for before anything is repeated.
 * `over`: it has left, failed or been taken back.
 */
export type Estimate =
  | { kind: 'within'; lowMinutes: number; highMinutes: number; isRetry: boolean }
  | { kind: 'paused' | 'organizer' | 'person' | 'looking' | 'over' };

/**
 * What an estimate is made from. `nextInMs`: until the agreed next attempt, 0 when it may be made now; `queuedAhead`: those of the same receiver who wait
 * before it without a place; `roomNow`: what its budget has left now (`Infinity`: no budget); `roomInMs`: until there is room for one;
 * `heldForMs`: how much longer the receiver is left alone; `lineMs`: until the first free place of its line.
 */
export interface EstimateFacts {
  channel: DeliveryChannel;
  state: DeliveryState;
  attempts: number;
  isPaused: boolean;
  nextInMs: number;
  queuedAhead: number;
  limits: Limits;
  roomNow: number;
  roomInMs: number;
  heldForMs: number;
  lineMs: number;
}

/** How much later than reckoned it may be, as a share, and in any case, in minutes: workers look twice a second, and an attempt takes a moment. Own choice. */
const LATER_SHARE = 0.25;
const LATER_MINUTES = 2;

/** The estimate for one delivery from what is known of its channel and receiver. Pure arithmetic. Own choice. */
export function estimate(facts: EstimateFacts): Estimate {
  const { channel, state } = facts;
  if (channel === 'web_form' || channel === 'paper') return { kind: state === 'prepared' ? 'person' : 'over' };
  if (state === 'awaiting') return { kind: 'organizer' };
  if (state === 'unknown') return { kind: 'looking' };
  if (state === 'sending') return within(0, false);
  if (state !== 'queued' && state !== 'deferred') return { kind: 'over' };
  if (facts.isPaused) return { kind: 'paused' };
  const isRetry = facts.attempts > 0;
  const held = Math.max(facts.nextInMs, facts.heldForMs);
  if (state === 'deferred' && facts.nextInMs > 0) return within(held, isRetry);
  const hasRoom = facts.heldForMs <= 0 && facts.lineMs <= 0 && facts.queuedAhead < facts.roomNow;
  if (hasRoom) return within(0, isRetry);
  const before = Math.max(0, facts.queuedAhead - (Number.isFinite(facts.roomNow) ? facts.roomNow : 0));
  const start = Math.max(held, facts.lineMs, facts.roomInMs, facts.roomNow > 0 ? 0 : spacingMs(facts.limits));
  return within(start + before * spacingMs(facts.limits), isRetry);
}

function within(ms: number, isRetry: boolean): Estimate {
  const minutes = ms / 60_000;
  return {
    kind: 'within',
    lowMinutes: Math.floor(minutes),
    highMinutes: Math.ceil(minutes * (1 + LATER_SHARE) + LATER_MINUTES),
    isRetry,
  };
}
