/** How a line is drawn: the subject, or one of the others, told apart by their dashes. */
export type LineKind = 'main' | 'other' | 'other-dashed';

/** A line ready to be painted: one path per run of consecutive months, a dot for a month that stands alone. */
export type DrawnLine = {
  name: string;
  kind: LineKind;
  paths: readonly string[];
  dots: readonly { x: number; y: number }[];
};

/** Words at a place of the drawing. */
export type DrawnText = { x: number; y: number; text: string; anchor: 'start' | 'middle' | 'end' };

/** An event marked on the lines: the day, what happened. */
export type DrawnEvent = { x: number; y1: number; y2: number; date: DrawnText; words: readonly DrawnText[] };

/** A chart as plain numbers and strings, so that the arithmetic of drawing never reaches a browser. Units of the view box. */
export type Drawing = {
  width: number;
  height: number;
  grid: readonly { x1: number; x2: number; y: number; label: DrawnText }[];
  ticks: readonly DrawnText[];
  lines: readonly DrawnLine[];
  events: readonly DrawnEvent[];
  marks: readonly { x: number; y: number; label: DrawnText }[];
  ends: readonly (DrawnText & { kind: LineKind })[];
};

/** The same chart for a wide and for a narrow screen. */
export type DrawingPair = { wide: Drawing; narrow: Drawing };
