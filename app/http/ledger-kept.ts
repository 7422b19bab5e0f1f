/** How long what was read is kept, in milliseconds, how many entries at most, and how many bytes of those that have a length. Own choice. */
export interface KeptLimits {
  keptMs: number;
  most: number;
  mostBytes: number;
}

interface Kept<T> {
  value: Promise<T>;
  /** What was read before, for when the next reading fails. */
  before: T | undefined;
  readAtMs: number;
  bytes: number;
}

/**
 * What was read, by name: one reading at a time for each, and while readings fail the last one that came. The oldest go first. Where things are kept for
 * good, null is not: what is missing may come. Own choice.
 */
export class KeptBodies<T> {
  readonly #limits: KeptLimits;
  readonly #kept = new Map<string, Kept<T>>();
  #bytes = 0;

  constructor(limits: KeptLimits) {
    this.#limits = limits;
  }

  /** What is kept under the name, or what `read` gives now. Throws what reading throws when nothing is kept. */
  get(name: string, read: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(name);
    if (kept && performance.now() - kept.readAtMs < this.#limits.keptMs) return kept.value;
    this.#drop(name, kept);
    const readAtMs = performance.now();
    const entry: Kept<T> = { value: Promise.resolve(null as T), before: kept?.before, readAtMs, bytes: 0 };
    entry.value = read().then(
      (value) => {
        entry.before = value ?? undefined;
        if (value === null && this.#limits.keptMs === Number.POSITIVE_INFINITY) this.#drop(name, entry);
        else this.#weigh(name, entry, value instanceof Uint8Array ? value.length : 0);
        return value;
      },
      (fault: unknown) => {
        if (entry.before !== undefined) return entry.before;
        this.#drop(name, entry);
        throw fault;
      },
    );
    this.#kept.set(name, entry);
    return entry.value;
  }

  #weigh(name: string, entry: Kept<T>, bytes: number): void {
    if (this.#kept.get(name) !== entry) return;
    entry.bytes = bytes;
    this.#bytes += bytes;
    for (const [oldest, one] of this.#kept) {
      if (this.#bytes <= this.#limits.mostBytes && this.#kept.size <= this.#limits.most) return;
      this.#drop(oldest, one);
    }
  }

  #drop(name: string, entry: Kept<T> | undefined): void {
    if (entry === undefined || this.#kept.get(name) !== entry) return;
    this.#kept.delete(name);
    this.#bytes -= entry.bytes;
  }
}
