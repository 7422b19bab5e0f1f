/** Values that are asked for again and again, by a text. Own choice. */
export interface Kept<Value> {
  get(key: string): Promise<Value>;
}

interface Entry<Value> {
  value: Promise<Value>;
  atMs: number;
  /** The last value that was loaded. */
  last: { value: Value } | null;
}

/**
 * Keeps what `load` gave for `freshMs`, at most `most` values; whoever asks meanwhile shares it, and one load goes at a time for a key. A load that fails gives the
 * value of before, where there is one. Throws what `load` throws when there is none. Own choice.
 */
export function createKept<Value>(
  load: (key: string) => Promise<Value>,
  { freshMs, most, now = () => performance.now() }: { freshMs: number; most: number; now?: () => number },
): Kept<Value> {
  const entries = new Map<string, Entry<Value>>();
  return {
    get(key) {
      const held = entries.get(key);
      if (held && now() - held.atMs < freshMs) return held.value;
      // Strangers must not make it grow.
      if (!held && entries.size >= most) entries.clear();
      const last = held?.last ?? null;
      const value = load(key).then(
        (loaded) => {
          entry.last = { value: loaded };
          return loaded;
        },
        (fault: unknown) => {
          if (last) return last.value;
          entries.delete(key);
          throw fault;
        },
      );
      const entry: Entry<Value> = { atMs: now(), last, value };
      entries.set(key, entry);
      return value;
    },
  };
}
