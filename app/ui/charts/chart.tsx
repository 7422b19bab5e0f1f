import type { Drawing, DrawingPair, DrawnText, LineKind } from './drawing.ts';

const lineClass: Record<LineKind, string> = {
  main: 'line-main',
  other: 'line-other',
  'other-dashed': 'line-other line-dash',
};

/** A chart drawn on the server at two widths; the style sheet shows the one that fits. `name` says what it shows, for those who do not see it. */
export function Chart({ drawings, name }: { drawings: DrawingPair; name: string }) {
  return (
    <>
      <Drawn drawing={drawings.wide} name={name} className="chart chart-wide" />
      <Drawn drawing={drawings.narrow} name={name} className="chart chart-narrow" />
    </>
  );
}

function Drawn({ drawing, name, className }: { drawing: Drawing; name: string; className: string }) {
  return (
    <svg className={className} viewBox={`0 0 ${drawing.width} ${drawing.height}`} role="img" aria-label={name}>
      {drawing.grid.map((line) => (
        <g key={line.y}>
          <line className="grid-line" x1={line.x1} x2={line.x2} y1={line.y} y2={line.y} />
          <Words text={line.label} className="tick" />
        </g>
      ))}
      {drawing.ticks.map((tick) => (
        <Words key={tick.x} text={tick} className="tick" />
      ))}
      {drawing.events.map((event) => (
        <line key={event.x} className="event" x1={event.x} x2={event.x} y1={event.y1} y2={event.y2} />
      ))}
      {drawing.lines.toReversed().map((line) => (
        <g key={line.name}>
          {line.paths.map((d) => (
            <path key={d} className={lineClass[line.kind]} d={d} />
          ))}
          {line.dots.map(({ x, y }) => (
            <circle key={x} className={line.kind === 'main' ? 'dot' : 'point-other'} cx={x} cy={y} r={3} />
          ))}
        </g>
      ))}
      {drawing.events.map((event) => (
        <g key={event.x}>
          <Words text={event.date} className="event-date" />
          {event.words.map((words) => (
            <Words key={words.y} text={words} className="event-text" />
          ))}
        </g>
      ))}
      {drawing.marks.map((mark) => (
        <g key={mark.x}>
          <circle className="dot" cx={mark.x} cy={mark.y} r={4} />
          <Words text={mark.label} className="value" />
        </g>
      ))}
      {drawing.ends.map((end) => (
        <Words key={`${end.y}`} text={end} className={end.kind === 'main' ? 'label label-main' : 'label'} />
      ))}
    </svg>
  );
}

function Words({ text, className }: { text: DrawnText; className: string }) {
  return (
    <text className={className} x={text.x} y={text.y} textAnchor={text.anchor}>
      {text.text}
    </text>
  );
}
