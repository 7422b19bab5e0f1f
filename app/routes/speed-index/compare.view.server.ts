import { listIspLines } from '#app/domain/speed-index/entries.server.ts';
import type { Locale } from '#app/http/locale.ts';
import { showComparison } from '#app/ui/charts/compare.ts';
import { sourceBook } from '#app/ui/charts/figure-grid.ts';

type Given = Parameters<typeof listIspLines>[1];

/** Small multiples of the ISPs asked for by slug, of all where none is asked for or none of them is in the index. */
export async function viewComparison(asked: readonly string[], locale: Locale, given: Given = {}) {
  const all = await listIspLines({}, given);
  const chosen = all.filter(({ slug }) => asked.includes(slug));
  const book = sourceBook();
  const eras = showComparison(chosen.length > 0 ? chosen : all, locale, book);
  return {
    eras,
    sources: book.list(),
    choices: all.map(({ slug, name }) => ({ slug, name, isChosen: chosen.some((one) => one.slug === slug) })),
    isUnknown: asked.length > 0 && chosen.length === 0,
  };
}

/** The comparison as its page gets it. */
export type ComparisonView = Awaited<ReturnType<typeof viewComparison>>;
