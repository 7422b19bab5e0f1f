import type { ComparedIsp, DealEffect, NameEffect } from '#app/domain/speed-index/effect.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { drawDotChart } from './dots-drawing.ts';
import type { NamedChart } from './story.ts';

/** A change in Mbps with its sign, a true minus and two decimals: "+1.01", "−0.13"; what rounds to nought has none. */
export function signed(mbps: number): string {
  const text = Math.abs(mbps).toFixed(2);
  if (text === '0.00') return text;
  return `${mbps < 0 ? '−' : '+'}${text}`;
}

/** The effect of a deal with its pictures, one for each name. */
export type EffectShown = DealEffect & { charts: readonly NamedChart[] };

/** Draws the changes of each name of a deal beside those of the ISPs without one. */
export function showEffect(effect: DealEffect, locale: 'en' | 'es'): EffectShown {
  return { ...effect, charts: effect.effects.map((one) => chartOf(one, locale)) };
}

function chartOf(effect: NameEffect, locale: 'en' | 'es'): NamedChart {
  const { own, compared, comparedMeanMbps, differenceMbps, interval } = effect;
  const { speed } = messagesIn(locale);
  const rows = [
    { label: own.indexName, value: own.changeMbps, text: signed(own.changeMbps), isMain: true },
    ...compared.map((isp: ComparedIsp) => ({
      label: isp.name,
      value: isp.changeMbps,
      text: signed(isp.changeMbps),
      isMain: false,
    })),
  ];
  const half = interval && differenceMbps !== null ? interval.highMbps - differenceMbps : null;
  return {
    name: speed.effectChart(own.indexName),
    drawings: drawDotChart({
      rows,
      ...(half !== null && comparedMeanMbps !== null
        ? { band: [comparedMeanMbps - half, comparedMeanMbps + half] as const }
        : {}),
    }),
  };
}
