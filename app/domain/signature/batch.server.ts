import { tools } from '#app/db.server.ts';
import type { Connection, Db } from '#db/client.ts';
import { newClaim } from '../confirmation/challenge.server.ts';
import { listAddressRules } from '../person/person.server.ts';
import { type ReadyForm, readyFormBy, type SignInput, takeForms } from './form.server.ts';
import type { SignResult } from './sign.server.ts';

/**
 * What becomes of a form that was handed to the batch: as `sign`, or `unsaved`: it was not stored, or it was and the answer was lost on the way. Whoever is told so
 * may send it again: a form that comes twice is two forms for one signature.
 */
export type BatchResult = SignResult | 'unsaved';

/** Takes the crowd's forms, many to a transaction, and answers each after the commit. */
export interface SignBatch {
  /** Takes a form as `sign` does; `done` is called once, within `patienceMs`. */
  take(input: SignInput, done: (result: BatchResult) => void): void;
  /** Whether as many forms wait as are stored in 300 ms, as measured of late, or one has waited for a second: whoever comes now is better told so. */
  isFull(): boolean;
  /** Forms that were taken and not answered yet. */
  readonly waiting: number;
}

/** What the batch works with. `open` gives a pool of its own; `renew` throws away one whose server keeps silent and gives another. */
export interface SignBatchOptions {
  open(): Pick<Connection, 'db'>;
  renew(): void;
  /** Told of each statement that failed; the message holds nothing of a form. */
  onFault(fault: unknown): void;
  now?: () => Date;
  maxStatements?: number;
  maxForms?: number;
  patienceMs?: number;
}

/** Statements under way at once, and forms to a statement. Measured: decision 0024. */
export const signBatchSizes = { maxStatements: 2, maxForms: 500 };

interface Waiting {
  input: SignInput;
  claim: string;
  done: ((result: BatchResult) => void) | null;
  atMs: number;
}

const LONGEST_WAIT_MS = 1000;
const LONGEST_LINE_MS = 300;
const MOST_BEFORE_MEASURED = 2000;
const LOOK_MS = 250;
/** A statement that has not come back after this long is taken for lost, and its pool with it. */
const SILENCE_MS = 15_000;

/** Whether PostgreSQL refused something of a form itself, so that the other forms of the statement may be stored. Source: PostgreSQL manual, appendix A. */
function isOfOneForm(fault: unknown): boolean {
  for (let cause = fault; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && /^2[23][0-9A-Z]{3}$/.test(code)) return true;
  }
  return false;
}

/**
 * Opens a batch. A form that finds it idle leaves at once with those that were read in the same turn of the loop; under load those that came while the statements
 * were under way leave together. A statement that PostgreSQL refuses because of one form is halved until that one stands alone. No statement is sent twice when it
 * is not known what became of it. Needs no session: any pooler will do.
 */
export function createSignBatch(options: SignBatchOptions): SignBatch {
  const { open, renew, onFault, maxStatements = signBatchSizes.maxStatements, patienceMs = 5000 } = options;
  const { maxForms = signBatchSizes.maxForms } = options;
  const { now } = tools(options.now ? { now: options.now } : {});
  let queue: Waiting[] = [];
  const underWay = new Set<{ sentAtMs: number; forms: readonly Waiting[] }>();
  let waiting = 0;
  let isAsked = false;
  let look: NodeJS.Timeout | undefined;
  const rate = createRate();

  function answer(form: Waiting, result: BatchResult): void {
    const { done } = form;
    if (!done) return;
    form.done = null;
    waiting -= 1;
    done(result);
  }

  function ask(): void {
    if (isAsked || queue.length === 0 || underWay.size >= maxStatements) return;
    isAsked = true;
    setImmediate(send);
  }

  function send(): void {
    isAsked = false;
    const forms = queue.length <= maxForms ? queue : queue.slice(0, maxForms);
    queue = queue.length <= maxForms ? [] : queue.slice(maxForms);
    if (forms.length === 0) return;
    const statement = { sentAtMs: performance.now(), forms };
    underWay.add(statement);
    rate.begin(statement.sentAtMs);
    store(forms)
      .catch((fault: unknown) => {
        onFault(fault);
        for (const form of forms) answer(form, 'unsaved');
      })
      .finally(() => {
        underWay.delete(statement);
        rate.end(performance.now(), forms.length);
        ask();
      });
    ask();
  }

  async function store(forms: readonly Waiting[]): Promise<void> {
    const { db } = open();
    const rules = await listAddressRules({ db, now });
    const made: { form: Waiting; ready: ReadyForm }[] = [];
    for (const form of forms) {
      try {
        made.push({ form, ready: readyFormBy(rules, form.input, form.claim) });
      } catch (fault) {
        onFault(fault);
        answer(form, 'unsaved');
      }
    }
    if (made.length > 0) await storeHalved(made, db);
  }

  async function storeHalved(made: readonly { form: Waiting; ready: ReadyForm }[], db: Db): Promise<void> {
    let refusals: Awaited<ReturnType<typeof takeForms>>;
    try {
      refusals = await takeForms(
        made.map(({ ready }) => ready),
        db,
        now(),
      );
    } catch (fault) {
      if (!isOfOneForm(fault)) throw fault;
      if (made.length > 1) {
        const half = Math.ceil(made.length / 2);
        await storeHalved(made.slice(0, half), db);
        await storeHalved(made.slice(half), db);
        return;
      }
      onFault(fault);
      for (const { form } of made) answer(form, 'unsaved');
      return;
    }
    for (const [place, { form }] of made.entries()) {
      const refusal = refusals[place] ?? null;
      answer(form, refusal ? { ok: false, reason: refusal } : { ok: true, claim: form.claim });
    }
  }

  /** Answers what has waited too long, and gives up a pool that keeps silent. Looks only while there is something to look at. */
  function watch(): void {
    const nowMs = performance.now();
    let isSilent = false;
    for (const { sentAtMs, forms } of underWay) {
      if (nowMs - sentAtMs > SILENCE_MS) isSilent = true;
      for (const form of forms) if (nowMs - form.atMs > patienceMs) answer(form, 'unsaved');
    }
    const late = queue.findLastIndex(({ atMs }) => nowMs - atMs > patienceMs) + 1;
    for (const form of queue.splice(0, late)) answer(form, 'unsaved');
    if (isSilent) renew();
    if (waiting === 0 && underWay.size === 0) {
      clearInterval(look);
      look = undefined;
    }
  }

  return {
    take(input, done) {
      queue.push({ input, claim: newClaim(), done, atMs: performance.now() });
      waiting += 1;
      look ??= setInterval(watch, LOOK_MS).unref();
      ask();
    },
    isFull() {
      if (waiting === 0) return false;
      const nowMs = performance.now();
      for (const { sentAtMs } of underWay) if (nowMs - sentAtMs > LONGEST_WAIT_MS) return true;
      const oldest = queue[0];
      if (oldest && nowMs - oldest.atMs > LONGEST_WAIT_MS) return true;
      return waiting >= Math.max(MOST_BEFORE_MEASURED, (rate.perSecond() * LONGEST_LINE_MS) / 1000);
    },
    get waiting() {
      return waiting;
    },
  };
}

/** Forms stored per second of time in which any statement was under way; what is long past weighs less. */
function createRate() {
  let statements = 0;
  let sinceMs = 0;
  let busyMs = 0;
  let forms = 0;
  return {
    begin(nowMs: number) {
      if (statements === 0) sinceMs = nowMs;
      statements += 1;
    },
    end(nowMs: number, stored: number) {
      busyMs += nowMs - sinceMs;
      sinceMs = nowMs;
      statements -= 1;
      forms += stored;
      if (busyMs > 2000) {
        busyMs /= 2;
        forms /= 2;
      }
    },
    perSecond: () => (busyMs < 1 ? 0 : (forms * 1000) / busyMs),
  };
}
