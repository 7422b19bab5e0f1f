import { classOf, type MapClass } from '#app/domain/dashboard/dashboard.ts';

/** An outline to be shaded, as `stateOutlines` gives it. */
type Shape = { state: string; path: string; x: number; y: number; area: number };

/** What the map shows. `labels` false for small pictures, where letters would be too small to read. */
type StatesMapInput = {
  size: { width: number; height: number };
  outlines: readonly Shape[];
  counts: ReadonlyMap<string, number>;
  classes: readonly MapClass[];
  labels: boolean;
};

/** Patterns of the classes, from none to most: told apart by their strokes, not by colour. The same are in `Swatch`. */
export const HATCHES = [
  { id: 'h0', size: 8, lines: '' },
  { id: 'h1', size: 9, lines: 'M0,9L9,0' },
  { id: 'h2', size: 4.5, lines: 'M0,4.5L4.5,0' },
  { id: 'h3', size: 4.5, lines: 'M0,4.5L4.5,0M0,0L4.5,4.5' },
  { id: 'h4', size: 8, lines: '' },
] as const;

/** States whose area is below this hold no label, in square units. */
const LEAST_AREA = 1900;

const style =
  ':root{--p:#fbfaf6;--i:#15181e;--r:#8a8577}@media(prefers-color-scheme:dark){:root{--p:#111317;--i:#eeece6;--r:#6d7480}}' +
  '.p{fill:var(--p)}.h{stroke:var(--i);stroke-width:1;fill:none}.s{stroke:var(--r);stroke-width:1;stroke-linejoin:round}.f{fill:var(--i)}' +
  "text{font:600 13px 'Public Sans',system-ui,sans-serif;text-anchor:middle;fill:var(--i);stroke:var(--p);stroke-width:4px;paint-order:stroke;stroke-linejoin:round}";

/** The map as an SVG document of its own, in the scheme of whoever looks at it. Where styles are not applied it is black on white. */
export function statesMap({ size, outlines, counts, classes, labels }: StatesMapInput): string {
  const patterns = HATCHES.map(
    ({ id, size: side, lines }) =>
      `<pattern id="${id}" width="${side}" height="${side}" patternUnits="userSpaceOnUse"><rect class="${id === 'h4' ? 'f' : 'p'}" width="${side}" height="${side}"${id === 'h4' ? '' : ' fill="#fff"'}/>${
        lines ? `<path class="h" stroke="#000" d="${lines}"/>` : ''
      }</pattern>`,
  );
  const shapes = outlines.map(({ state, path }) => {
    const count = counts.get(state) ?? 0;
    const place = classOf(count, classes);
    const id = place === 0 ? 0 : HATCHES.length - 1 - classes.length + place;
    return `<path class="s" stroke="#888" fill="url(#h${id})" d="${path}"><title>${state} ${count}</title></path>`;
  });
  const names = labels
    ? outlines
        .filter(({ area }) => area >= LEAST_AREA)
        .map(({ state, x, y }) => `<text x="${x}" y="${y + 4}">${state}</text>`)
    : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}">`,
    `<style>${style}</style><defs>${patterns.join('')}</defs>`,
    ...shapes,
    ...names,
    '</svg>',
  ].join('\n');
}
