/** Who goes first when not all can be let in: what confirms a signature, other forms, pages. Own choice. */
export type Rank = 'confirmation' | 'form' | 'page';

const ranks: readonly Rank[] = ['confirmation', 'form', 'page'];

/** How long somebody of each rank may be kept waiting, in milliseconds; who would wait longer is told so at once. Own choice. */
export const longestWaitMs: Readonly<Record<Rank, number>> = { confirmation: 4000, form: 1500, page: 1000 };

/** Lets a bounded number of requests into what is dear. */
export interface Turnstile {
  /** Resolves to a function that must be called on leaving, or to null at once when the wait would be too long. */
  enter(rank: Rank): Promise<(() => void) | null>;
  /** How many are inside and how many wait. */
  readonly inside: number;
  readonly waiting: number;
}

/** `most`: how many may be inside at the moment. */
export interface TurnstileOptions {
  most(): number;
  nowMs?: () => number;
}

const FIRST_GUESS_MS = 50;
/** Somebody who stays inside longer than this is taken as a sign that nothing moves. */
const STUCK_MS = 4000;

/**
 * Opens a turnstile. The wait is judged by how long those before stayed inside, and nobody waits while all who are inside have been stuck for seconds. The ranks wait
 * apart: as long as anybody of a higher one waits, nobody of a lower one is let in. Own choice.
 */
export function createTurnstile({ most, nowMs = () => performance.now() }: TurnstileOptions): Turnstile {
  const lines: Record<Rank, (() => void)[]> = { confirmation: [], form: [], page: [] };
  const enteredAtMs = new Set<{ atMs: number }>();
  let stayMs = FIRST_GUESS_MS;

  const ahead = (rank: Rank) =>
    ranks.slice(0, ranks.indexOf(rank) + 1).reduce((sum, one) => sum + lines[one].length, 0);

  function admit(): () => void {
    const stay = { atMs: nowMs() };
    enteredAtMs.add(stay);
    return () => {
      if (!enteredAtMs.delete(stay)) return;
      stayMs += (nowMs() - stay.atMs - stayMs) / 16;
      while (enteredAtMs.size < most()) {
        const first = ranks.find((rank) => lines[rank].length > 0);
        if (!first) return;
        lines[first].shift()?.();
      }
    };
  }

  function isStuck(): boolean {
    const [oldest] = enteredAtMs;
    return oldest !== undefined && nowMs() - oldest.atMs > STUCK_MS && enteredAtMs.size >= most();
  }

  return {
    async enter(rank) {
      if (enteredAtMs.size < most() && ahead(rank) === 0) return admit();
      const waitMs = ((ahead(rank) + 1) * stayMs) / most();
      if (isStuck() || waitMs > longestWaitMs[rank]) return null;
      return new Promise((resolve) => {
        lines[rank].push(() => resolve(admit()));
      });
    },
    get inside() {
      return enteredAtMs.size;
    },
    get waiting() {
      return ahead('page');
    },
  };
}
