/** What a benchmark is asked: how often to alternate, and where to tell its progress (stderr). */
export interface BenchTools {
  rounds: number;
  say(text: string): void;
}

/** Ours and its limit, in the same unit, bigger is better; both from the same run on the same machine. */
export interface BenchFigures {
  value: number;
  limit: number;
  unit: string;
}

/** A benchmark: the default export of `tests/bench/NAME.bench.ts`, beside `description` and optionally `rounds`. */
export type Bench = (tools: BenchTools) => Promise<BenchFigures>;

/** The middle of the figures; of an even number of them, the mean of the two in the middle. Throws without any. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('a median needs at least one figure');
  return (lower + upper) / 2;
}

/**
 * Measures ours and the limit in turn, `rounds` times, and changes who goes first each round, so that a machine that slows
 * down in the middle slows both. Each measurement returns one figure, bigger is better. Gives the two medians.
 */
export async function alternate(
  { rounds, say }: BenchTools,
  unit: string,
  measure: { ours: () => Promise<number>; limit: () => Promise<number> },
): Promise<BenchFigures> {
  const ours: number[] = [];
  const limit: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['limit', 'ours'] as const) : (['ours', 'limit'] as const);
    for (const which of order) (which === 'ours' ? ours : limit).push(await measure[which]());
    say(`round ${round + 1} of ${rounds}: ours ${figure(ours.at(-1))}, limit ${figure(limit.at(-1))} ${unit}`);
  }
  return { value: median(ours), limit: median(limit), unit };
}

function figure(value: number | undefined): string {
  return (value ?? 0).toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
