import { dealEffects, listDeals } from '#app/domain/speed-index/effect.server.ts';
import type { Locale } from '#app/http/locale.ts';
import { showEffect } from '#app/ui/charts/effects.ts';

type Given = Parameters<typeof listDeals>[0];

/** Every deal that can be reckoned, drawn, and those that cannot. */
export async function viewDeals(locale: Locale, given: Given = {}) {
  const [deals, effects] = await Promise.all([listDeals(given), dealEffects({}, given)]);
  return {
    effects: effects.map((effect) => showEffect(effect, locale)),
    without: deals.filter(({ slug }) => !effects.some(({ deal }) => deal.slug === slug)),
  };
}

/** The deals as their page gets them. */
export type DealsView = Awaited<ReturnType<typeof viewDeals>>;
