import type { Logger } from 'pino';
import type { Tools } from '#app/db.server.ts';
import { IN_HAND, LEASE } from '#app/domain/broadcast/broadcast.ts';
import { type Copy, claimCopies, giveBack, isAnyReady, listHalted } from '#app/domain/broadcast/claim.server.ts';
import { beatClaim, closeClaim, openClaim } from '#app/domain/broadcast/lease.server.ts';
import { type CopyDesk, type CopyMaker, copyMaker } from '#app/domain/broadcast/mail.server.ts';
import { type CopyAnswer, type SettledCopy, settleCopies } from '#app/domain/broadcast/settle.server.ts';
import { findWords } from '#app/domain/broadcast/words.server.ts';
import type { Post } from '#emails/transport.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Copies that are handed to the post at once: more than it has connections, so that one is always ready. Own choice. */
const AT_ONCE = 16;

/** Answers that are written down together at most, and how long one waits for others, in milliseconds. Own choice: what a kill may repeat stays small. */
const TOGETHER = { answers: 100, ms: 200 } as const;

/** Pause between two looks when nothing may leave, in milliseconds. Own choice. */
const IDLE_MS = 500;

/** How often it is looked whether a broadcast in hand was stopped, in milliseconds. */
const HALT_MS = 500;

/** For how long a broadcast's words are kept, in milliseconds: a new postal address counts after that. */
const WORDS_MS = 60_000;

/** Pauses after attempts that found no mail server, in milliseconds: so long at first, then twice as long up to the longest. Own choice. */
const AWAY_MS = { first: 1_000, longest: 60_000 } as const;

/** What the sender needs; `mayBulk`: whether mail of this kind may leave now (a switch of the installation). `leaseMs`, `beatMs`, `inHand`: other figures for tests. */
export interface SenderTools extends Tools {
  desk: CopyDesk;
  post: Post;
  log: Logger;
  mayBulk?: () => boolean;
  leaseMs?: number;
  beatMs?: number;
  inHand?: number;
}

/**
 * Sends what broadcasts have queued, at most `IN_HAND` copies in hand at once: takes them, hands them to the post, writes the answers down. Any number may run on any number of machines and share
 * the work. Stopping gives back what was not begun. A worker that is killed leaves its copies to the others when its lease is over; what it had handed over and not written down, at most what it
 * had in hand, leaves again under the same Message-ID. Faults are logged and never end it. FIELD, "Mail".
 */
export function startBroadcastSender(given: SenderTools): Loop {
  const { db, now, desk, post, log, mayBulk = () => true } = given;
  const { leaseMs = LEASE.forMs, beatMs = LEASE.beatMs, inHand = IN_HAND } = given;
  const makers = new Map<number, { maker: CopyMaker; madeAt: number }>();
  const queue: Copy[] = [];
  let answers: SettledCopy[] = [];
  let flying = 0;
  let claimId: number | null = null;
  let lastBeatMs = 0;
  let lastHaltMs = 0;
  let awayMs = 0;
  let awayUntilMs = 0;
  let isStopping = false;
  let wake = () => {};

  async function makerOf(broadcastId: number): Promise<CopyMaker> {
    const known = makers.get(broadcastId);
    if (known && performance.now() - known.madeAt < WORDS_MS) return known.maker;
    const words = await findWords(broadcastId, { db });
    if (!words) throw new Error(`there is no broadcast ${broadcastId}`);
    const maker = copyMaker(words, desk);
    if (makers.size >= 20) makers.clear();
    makers.set(broadcastId, { maker, madeAt: performance.now() });
    return maker;
  }

  async function answerTo(copy: Copy): Promise<CopyAnswer> {
    try {
      return await post.send(await (await makerOf(copy.broadcastId)).make(copy));
    } catch (fault) {
      log.error(
        { recipientId: copy.id, broadcastId: copy.broadcastId, ...faultFacts(fault) },
        'a copy could not be made',
      );
      return { outcome: 'temporary_failure', code: null, response: 'could not be made' };
    }
  }

  /** Whether the hold on what is in hand is sure to last for another beat: a process that slept must not send what others have taken. */
  const isHeld = () => claimId !== null && performance.now() - lastBeatMs < leaseMs - Math.min(beatMs, leaseMs / 2);

  async function lane(): Promise<void> {
    flying += 1;
    try {
      for (;;) {
        if (isStopping || !isHeld() || performance.now() < awayUntilMs || !mayBulk()) break;
        const copy = queue.shift();
        if (!copy) break;
        const answer = await answerTo(copy);
        answers.push({ copy, answer });
        noteAway(answer);
        if (answers.length >= TOGETHER.answers || queue.length === 0) wake();
      }
    } finally {
      flying -= 1;
      wake();
    }
  }

  function noteAway(answer: CopyAnswer): void {
    if (answer.outcome === 'accepted') awayMs = 0;
    if (answer.outcome !== 'temporary_failure' || answer.code !== null || performance.now() < awayUntilMs) return;
    awayMs = Math.min(AWAY_MS.longest, awayMs === 0 ? AWAY_MS.first : awayMs * 2);
    awayUntilMs = performance.now() + awayMs;
  }

  async function flush(): Promise<void> {
    const settled = answers;
    if (settled.length === 0) return;
    answers = [];
    try {
      await settleCopies(settled, { db, now, secret: desk.secret });
    } catch (fault) {
      answers = [...settled, ...answers];
      throw fault;
    }
  }

  async function holdOn(): Promise<void> {
    if (claimId === null || performance.now() - lastBeatMs < beatMs) return;
    if (queue.length + flying + answers.length === 0) {
      // Nothing is in hand: there is nothing to hold on to.
      await closeClaim(claimId, { db, now });
      claimId = null;
      return;
    }
    const beganMs = performance.now();
    if (await beatClaim(claimId, { db, now, leaseMs })) lastBeatMs = beganMs;
    else {
      log.warn({ claimId, copies: queue.length }, 'the hold on copies was over and they have gone to others');
      queue.length = 0;
      claimId = null;
    }
  }

  async function dropHalted(): Promise<void> {
    if (queue.length === 0 || performance.now() - lastHaltMs < HALT_MS) return;
    lastHaltMs = performance.now();
    const halted = mayBulk() ? await listHalted([...new Set(queue.map((copy) => copy.broadcastId))], { db }) : null;
    const isHalted = (copy: Copy) => halted === null || halted.has(copy.broadcastId);
    const stopped = queue.filter(isHalted);
    if (stopped.length === 0) return;
    queue.splice(0, queue.length, ...queue.filter((copy) => !isHalted(copy)));
    await giveBack(stopped, { db });
  }

  async function refill(): Promise<boolean> {
    const room = inHand - queue.length - flying - answers.length;
    if (!mayBulk() || performance.now() < awayUntilMs || room < inHand / 2) return false;
    if (!(await isAnyReady({ db, now }))) return false;
    if (claimId === null) {
      const beganMs = performance.now();
      claimId = await openClaim({ db, now, leaseMs });
      lastBeatMs = beganMs;
    }
    const copies = await claimCopies({ claimId, limit: room }, { db, now });
    queue.push(...copies);
    return copies.length > 0;
  }

  async function turn(): Promise<void> {
    await holdOn();
    await flush();
    await dropHalted();
    const hasMore = await refill();
    const lanes = Math.min(AT_ONCE - flying, queue.length);
    for (let at = 0; at < lanes; at += 1) void lane();
    if (hasMore && answers.length >= TOGETHER.answers) return;
    const ms = flying > 0 ? TOGETHER.ms : hasMore ? 0 : IDLE_MS;
    await new Promise<void>((go) => {
      const timer = setTimeout(go, ms);
      wake = () => {
        clearTimeout(timer);
        go();
      };
    });
  }

  async function run(): Promise<void> {
    let faultMs = 0;
    while (!isStopping) {
      try {
        await turn();
        faultMs = 0;
      } catch (fault) {
        log.error(faultFacts(fault), 'broadcasts could not be sent on and are tried again');
        faultMs = Math.min(10_000, Math.max(200, faultMs * 2));
        await new Promise((go) => setTimeout(go, faultMs));
      }
    }
    while (flying > 0) await new Promise((go) => setTimeout(go, 20));
    try {
      await flush();
      await giveBack(queue, { db });
      if (claimId !== null) await closeClaim(claimId, { db, now });
    } catch (fault) {
      log.error(faultFacts(fault), 'copies in hand could not be given back; the end of the lease does it');
    }
  }

  const underway = run();
  return {
    async stop() {
      isStopping = true;
      wake();
      await underway;
    },
  };
}
