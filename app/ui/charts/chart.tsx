import { createElement } from 'react';
import type { Drawing, DrawingPair, LineKind } from './drawing.ts';
import { shapesOf } from './shapes.ts';

/** A chart drawn on the server at two widths; the style sheet shows the one that fits. `name` says what it shows, for those who do not see it. */
export function Chart({ drawings, name }: { drawings: DrawingPair; name: string }) {
  return (
    <>
      <Picture drawing={drawings.wide} name={name} className="chart chart-wide" />
      <Picture drawing={drawings.narrow} name={name} className="chart chart-narrow" />
    </>
  );
}

/** One drawing as it is, at whatever width its place has. */
export function Picture({
  drawing,
  name,
  className = 'chart',
}: {
  drawing: Drawing;
  name: string;
  className?: string;
}) {
  return (
    <svg className={className} viewBox={`0 0 ${drawing.width} ${drawing.height}`} role="img" aria-label={name}>
      {marksOf(drawing)}
    </svg>
  );
}

/** The names of several lines, each with a piece of its line and its dot. */
export function Legend({ lines }: { lines: readonly { label: string; kind: LineKind }[] }) {
  if (lines.length === 0) return null;
  return (
    <ul className="chart-legend">
      {lines.map(({ label, kind }) => (
        <li key={label}>
          <svg className="chart" viewBox="0 0 30 12" aria-hidden="true">
            {marksOf(samplePiece(kind))}
          </svg>{' '}
          {label}
        </li>
      ))}
    </ul>
  );
}

function samplePiece(kind: LineKind): Drawing {
  const piece = { name: kind, kind, paths: ['M1,6L20,6'], dots: [{ x: 25, y: 6 }] };
  return { width: 30, height: 12, grid: [], ticks: [], events: [], marks: [], ends: [], lines: [piece] };
}

function marksOf(drawing: Drawing) {
  return shapesOf(drawing).map(({ tag, style, measures, anchor, text }, index) =>
    createElement(tag, { key: `${index}`, className: style, ...measures, textAnchor: anchor }, text),
  );
}
