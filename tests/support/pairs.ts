import { clusterPrints } from '#app/domain/similarity/clusters.ts';
import { printOf } from '#app/domain/similarity/print.ts';
import type { ClusteredLetter } from '#app/domain/similarity/similarity.ts';
import { type MadeLetter, PATTERNS } from './form-letters.ts';

/**
 * How well clusters tell forms apart, over unordered pairs of letters. `precision`: of the pairs put in one cluster, those of one form; `recall`: of the
 * pairs of one form, those put in one cluster; `byPattern`: recall over the pairs of one form of which at least one letter is of the pattern, and
 * `within` over those of which both are; `lost`: letters of nobody's form that were put in a cluster with another letter, by kind.
 */
export interface PairFigures {
  precision: number;
  recall: number;
  byPattern: Record<string, { recall: number; within: number; precision: number }>;
  byForm: Record<string, number>;
  lost: Record<string, { of: number; lost: number }>;
}

/** Clusters letters and compares the clusters with what the letters were made from. */
export function pairFigures(
  letters: readonly MadeLetter[],
  clustered: readonly ClusteredLetter[] = clusterPrints(letters.map(printOf)),
): PairFigures {
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const tally = (keyOf: (letter: MadeLetter, place: number) => string | null) => {
    const counts = new Map<string, number>();
    for (const [place, letter] of letters.entries()) {
      const key = keyOf(letter, place);
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return (of: string) => counts.get(of) ?? 0;
  };
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + pairs(count), 0);
  const keys = (keyOf: (letter: MadeLetter, place: number) => string | null) =>
    [...new Set(letters.map(keyOf))].filter((key): key is string => key !== null);
  const count = (keyOf: (letter: MadeLetter, place: number) => string | null) => sum(keys(keyOf).map(tally(keyOf)));
  const cluster = (place: number) => String(clustered[place]?.cluster);
  /** Pairs in one cluster, of one form, and both, among the letters that are left in. */
  const figures = (isIn: (letter: MadeLetter) => boolean) => ({
    put: count((l, p) => (isIn(l) ? cluster(p) : null)),
    made: count((l) => (isIn(l) ? l.form : null)),
    right: count((l, p) => (isIn(l) && l.form !== null ? `${l.form} ${cluster(p)}` : null)),
  });
  const all = figures(() => true);
  const byPattern = Object.fromEntries(
    PATTERNS.map((pattern) => {
      const without = figures((l) => l.pattern !== pattern);
      const within = figures((l) => l.pattern === pattern);
      const touching = { put: all.put - without.put, made: all.made - without.made, right: all.right - without.right };
      return [
        pattern,
        {
          recall: touching.right / touching.made,
          within: within.right / within.made,
          precision: touching.right / touching.put,
        },
      ];
    }),
  );
  const byForm = Object.fromEntries(
    keys((l) => l.form).map((form) => {
      const of = figures((l) => l.form === form);
      return [form, of.right / of.made];
    }),
  );
  const sizes = tally((_, place) => cluster(place));
  const lost: PairFigures['lost'] = {};
  for (const [place, { kind }] of letters.entries()) {
    if (kind === null) continue;
    lost[kind] ??= { of: 0, lost: 0 };
    lost[kind].of += 1;
    if (sizes(cluster(place)) > 1) lost[kind].lost += 1;
  }
  return { precision: all.right / all.put, recall: all.right / all.made, byPattern, byForm, lost };
}
