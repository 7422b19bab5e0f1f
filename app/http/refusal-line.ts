/** Lets forms in while there is room, and past that puts them off no faster than the site can afford. */
export interface RefusalLine {
  /** Calls `go` once: now or after a short wait, and tells it whether there was no room. */
  enter(go: (isPutOff: boolean) => void): void;
}

/** The clock, for tests. */
export interface RefusalLineTools {
  nowMs(): number;
}

/** Refusals a second while it is full. Each costs about a third of a signature, so that they take a fifth of a core. Own choice. */
const refusalsPerSecond = 6000;

/** Who has stood here for longer is put off whatever it costs; more than so many do not stand. Own choice. */
const LONGEST_MS = 2000;
const MOST_STANDING = 20_000;
const TURN_MS = 10;

/**
 * Opens the line. While it is full the first come are put off at once, at `refusalsPerSecond`; those past that stand for up to two seconds and are let in should room come. For
 * to say no costs as well: five times as many people as can be served, all told so at once, would leave nothing for those who can be.
 */
export function createRefusalLine(
  isFull: () => boolean,
  { nowMs }: RefusalLineTools = { nowMs: () => performance.now() },
): RefusalLine {
  let standing: { go: (isPutOff: boolean) => void; atMs: number }[] = [];
  let first = 0;
  let timer: NodeJS.Timeout | undefined;
  const most = (refusalsPerSecond * TURN_MS * 10) / 1000;
  let left = most;
  let filledAtMs = nowMs();

  function mayRefuse(): boolean {
    const now = nowMs();
    left = Math.min(most, left + ((now - filledAtMs) * refusalsPerSecond) / 1000);
    filledAtMs = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  }

  function turn(): void {
    const now = nowMs();
    for (let one = standing[first]; one; one = standing[first]) {
      if (!isFull()) one.go(false);
      else if (now - one.atMs > LONGEST_MS || mayRefuse()) one.go(true);
      else break;
      first += 1;
    }
    if (first < standing.length) return;
    standing = [];
    first = 0;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    enter(go) {
      const isEmpty = first === standing.length;
      if (isEmpty && !isFull()) go(false);
      else if ((isEmpty && mayRefuse()) || standing.length - first >= MOST_STANDING) go(true);
      else {
        standing.push({ go, atMs: nowMs() });
        timer ??= setInterval(turn, TURN_MS).unref();
      }
    },
  };
}
