import type { Amount } from '#app/domain/dashboard/dashboard.ts';

/** A bar chart as plain numbers and paths, in units of its view box. `open`: the last bar, whose time is not over. */
export type BarDrawing = {
  width: number;
  height: number;
  bars: string;
  open: string;
  grid: readonly { y: number; x1: number; x2: number; text: string }[];
  ticks: readonly { x: number; text: string }[];
};

/** How a chart is drawn: `tickOf` answers the word beneath a bar, or null for none. `format` writes a number of the scale. */
export type BarInput = {
  amounts: readonly Amount[];
  tickOf: (at: string, place: number) => string | null;
  format: (value: number) => string;
};

type Frame = { width: number; height: number; left: number; bottom: number; top: number };

const wideFrame: Frame = { width: 640, height: 190, left: 48, bottom: 24, top: 10 };
const narrowFrame: Frame = { width: 320, height: 170, left: 44, bottom: 24, top: 10 };

/** The same bars for wide and narrow screens. */
export function drawBars(input: BarInput): { wide: BarDrawing; narrow: BarDrawing } {
  return { wide: draw(input, wideFrame), narrow: draw(input, narrowFrame) };
}

/** The least step of 1, 2 or 5 times a power of ten by which four steps reach `most`; at least 1. */
export function stepFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 4)));
  return ([1, 2, 5, 10].find((step) => step * power * 4 >= most) ?? 10) * power;
}

function draw({ amounts, tickOf, format }: BarInput, { width, height, left, bottom, top }: Frame): BarDrawing {
  const most = Math.max(0, ...amounts.map(({ amount }) => amount));
  const step = stepFor(most);
  const lines = Math.max(1, Math.ceil(most / step));
  const floor = height - bottom;
  const y = (value: number) => rounded(floor - (value * (floor - top)) / (lines * step));
  const pitch = (width - left) / Math.max(1, amounts.length);
  const gap = Math.min(2, pitch / 4);
  const bar = (amount: number, place: number) =>
    amount > 0
      ? `M${rounded(left + place * pitch)},${floor}V${y(amount)}H${rounded(left + (place + 1) * pitch - gap)}V${floor}z`
      : '';
  const last = amounts.length - 1;
  return {
    width,
    height,
    bars: amounts
      .slice(0, last)
      .map(({ amount }, place) => bar(amount, place))
      .join(''),
    open: bar(amounts[last]?.amount ?? 0, last),
    grid: Array.from({ length: lines + 1 }, (_, line) => ({
      y: y(line * step),
      x1: left,
      x2: width,
      text: format(line * step),
    })),
    ticks: thinned(
      amounts.flatMap(({ at }, place) => {
        const text = tickOf(at, place);
        return text === null ? [] : [{ x: rounded(left + (place + 0.5) * pitch), text }];
      }),
      width,
    ),
  };
}

/** Leaves out words that would stand too close to the one before, or beyond the edge. */
function thinned(ticks: readonly { x: number; text: string }[], width: number): { x: number; text: string }[] {
  const kept: { x: number; text: string }[] = [];
  for (const tick of ticks) {
    const half = (tick.text.length * 7) / 2;
    const before = kept.at(-1);
    if (tick.x + half > width || (before && tick.x - half < before.x + (before.text.length * 7) / 2 + 10)) continue;
    kept.push(tick);
  }
  return kept;
}

/** Bars without words, 240 by 40, for the last 60 minutes. */
export function sparkBars(amounts: readonly Amount[]): { bars: string; open: string } {
  const most = Math.max(1, ...amounts.map(({ amount }) => amount));
  const bar = (amount: number, place: number) =>
    amount > 0 ? `M${place * 4},40v${-rounded(Math.max(1, (amount * 38) / most))}h3V40z` : '';
  const last = amounts.length - 1;
  return {
    bars: amounts
      .slice(0, last)
      .map(({ amount }, place) => bar(amount, place))
      .join(''),
    open: bar(amounts[last]?.amount ?? 0, last),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
