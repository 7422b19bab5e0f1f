import { clusterPrints } from '#app/domain/similarity/clusters.ts';
import { printOf } from '#app/domain/similarity/print.ts';
import { folded, MAX_WORDS, scanInto } from '#app/domain/similarity/word-scan.ts';
import { FORM_TEXTS } from '#tests/support/form-letter-texts.ts';
import { formLetters, PATTERNS } from '#tests/support/form-letters.ts';
import { type PairFigures, pairFigures } from '#tests/support/pairs.ts';
import { alternate, type Bench } from './alternate.ts';

/** Seeds on which no figure of the method was chosen. */
const HELD_OUT = [5_001, 5_002, 5_003];
const PER_PATTERN = 250;
const PERSONAL = 6_000;

/** What the runner says of this benchmark. */
export const description =
  'letters to clusters in memory, in letters/s on one core, against only folding and hashing the words of the same letters';

/**
 * Ours prints each letter (normalises, compares with its template, sketches), indexes and clusters all; the limit folds and hashes the words of the same
 * texts and keeps a sum. Before it, precision and recall over pairs on seeds held out are said on the way, with as many letters each.
 */
const bench: Bench = async (tools) => {
  for (const seed of HELD_OUT) {
    const letters = formLetters({ seed, perPattern: PER_PATTERN, personal: PERSONAL });
    tell(tools.say, `seed ${seed}, ${letters.length.toLocaleString('en-US')} letters`, pairFigures(letters));
  }
  for (const perPattern of [4, 20]) {
    const letters = formLetters({ seed: 2_000 + perPattern, perPattern, personal: 2_000 });
    tell(tools.say, `forms of ${PATTERNS.length * perPattern} letters among 2,000 personal ones`, pairFigures(letters));
  }
  const pasted = formLetters({ seed: 3_001, perPattern: 40, personal: 500, combined: 40 });
  const clusters = clusterPrints(pasted.map(printOf));
  const formOf = new Map<number, Set<string>>();
  for (const [place, { form }] of pasted.entries()) {
    const cluster = clusters[place]?.cluster ?? -1;
    if (form !== null) formOf.set(cluster, (formOf.get(cluster) ?? new Set()).add(form));
  }
  const mixed = [...formOf.values()].filter(({ size }) => size > 1).length;
  tools.say(
    `with 40 letters pasted together of two forms: ${mixed} clusters hold letters of two of ${FORM_TEXTS.length} forms`,
  );

  const letters = formLetters({ seed: 4_001, perPattern: PER_PATTERN, personal: PERSONAL });
  const words = new Uint32Array(MAX_WORDS);
  return alternate(tools, 'letters/s', {
    ours: async () => perSecond(letters.length, () => clusterPrints(letters.map(printOf)).length),
    limit: async () =>
      perSecond(letters.length, () => {
        let sum = 0;
        for (const { body } of letters) {
          const text = folded(body);
          sum += scanInto(text, 0, text.length, words);
        }
        return sum;
      }),
  });
};

export default bench;

/** Letters a second of processor time, which other work on the machine changes little. */
function perSecond(letters: number, pass: () => number): number {
  const before = process.cpuUsage();
  let passes = 0;
  let spent = 0;
  while (spent < 1_000_000) {
    if (pass() === 0) throw new Error('nothing was read');
    passes += 1;
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
  return (passes * letters * 1_000_000) / spent;
}

function tell(say: (text: string) => void, what: string, { precision, recall, byPattern, lost }: PairFigures): void {
  const four = (share: number) => share.toFixed(4);
  say(`${what}: precision ${four(precision)}, recall ${four(recall)}`);
  for (const [pattern, of] of Object.entries(byPattern))
    say(
      `  ${pattern}: recall ${four(of.recall)}, among themselves ${four(of.within)}, precision ${four(of.precision)}`,
    );
  say(
    `  personal letters put with another: ${Object.entries(lost)
      .map(([kind, { of, lost }]) => `${kind} ${lost} of ${of}`)
      .join(', ')}`,
  );
}
