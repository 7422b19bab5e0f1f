import { createElement } from 'react';
import type { Drawing, DrawingPair } from './drawing.ts';
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
      {shapesOf(drawing).map(({ tag, style, measures, anchor, text }, index) =>
        createElement(tag, { key: `${index}`, className: style, ...measures, textAnchor: anchor }, text),
      )}
    </svg>
  );
}
