import type { MapClass } from '#app/domain/dashboard/dashboard.ts';
import type { BarDrawing } from './bars.ts';
import { HATCHES } from './states-map.ts';

/** A bar chart drawn at two widths; the style sheet shows the one that fits. `name` says what it shows, for those who do not see it. */
export function BarChart({ drawings, name }: { drawings: { wide: BarDrawing; narrow: BarDrawing }; name: string }) {
  return (
    <>
      <Bars drawing={drawings.wide} name={name} className="chart chart-wide" />
      <Bars drawing={drawings.narrow} name={name} className="chart chart-narrow" />
    </>
  );
}

function Bars({ drawing, name, className }: { drawing: BarDrawing; name: string; className: string }) {
  const { width, height, grid, ticks, bars, open } = drawing;
  return (
    <svg className={className} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={name}>
      {grid.map(({ y, x1, x2, text }) => (
        <g key={y}>
          <line className="grid-line" x1={x1} x2={x2} y1={y} y2={y} />
          <text className="tick" x={x1 - 6} y={y + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      <path className="bar" d={bars} />
      <path className="bar-open" d={open} />
      {ticks.map(({ x, text }) => (
        <text key={x} className="tick" x={x} y={height - 6} textAnchor="middle">
          {text}
        </text>
      ))}
    </svg>
  );
}

/** The last minutes as small bars. */
export function Spark({ bars, open, name }: { bars: string; open: string; name: string }) {
  return (
    <svg className="chart spark" viewBox="0 0 240 41" role="img" aria-label={name}>
      <line className="grid-line" x1="0" x2="240" y1="40.5" y2="40.5" />
      <path className="bar" d={bars} />
      <path className="bar-open" d={open} />
    </svg>
  );
}

/** A bar in a cell: how large a value is beside the largest; the figure stands in its own cell. */
export function CellBar({ share }: { share: number }) {
  return (
    <svg className="chart cell-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <path className="bar" d={`M0,1h${Math.max(0, Math.min(100, share * 100)).toFixed(1)}v8H0z`} />
    </svg>
  );
}

/** The legend of the map: a piece of each pattern with its range. */
export function MapLegend({
  classes,
  none,
  rangeOf,
}: {
  classes: readonly MapClass[];
  none: string;
  rangeOf: (one: MapClass) => string;
}) {
  const first = HATCHES.length - classes.length;
  return (
    <ul className="chart-legend">
      <li>
        <Swatch place={0} /> {none}
      </li>
      {classes.map((one, place) => (
        <li key={one.from}>
          <Swatch place={first + place} /> {rangeOf(one)}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ place }: { place: number }) {
  const hatch = HATCHES[place] ?? HATCHES[0];
  const id = `swatch-${hatch.id}`;
  return (
    <svg className="chart swatch" viewBox="0 0 30 16" aria-hidden="true">
      <pattern id={id} width={hatch.size} height={hatch.size} patternUnits="userSpaceOnUse">
        <path className="hatch" d={hatch.lines} />
      </pattern>
      <rect className={hatch.id === 'h4' ? 'swatch-full' : 'swatch-box'} x="0.5" y="0.5" width="29" height="15" />
      {hatch.lines ? <rect x="0.5" y="0.5" width="29" height="15" fill={`url(#${id})`} /> : null}
    </svg>
  );
}
