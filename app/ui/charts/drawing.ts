/** How a line is drawn: the subject, or one of the others, told apart by their dashes. */
export type LineKind = 'main' | 'other' | 'other-dashed' | 'other-dotted';

/** A line ready to be painted: one path per run of consecutive months, a dot for a month that stands alone. Dots differ by kind too. */
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

/** What a numbered mark stands for: a deal (filled), an order or rule (square), anything else on record (ring). */
export type NoteKind = 'deal' | 'order' | 'other';

/** A numbered mark above the lines with a stem to its month; what it stands for is told in a list beside the chart. */
export type DrawnNote = {
  kind: NoteKind;
  stemX: number;
  y1: number;
  y2: number;
  badgeX: number;
  badgeY: number;
  number: string;
};

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
  notes?: readonly DrawnNote[];
  /** Shaded ranges, and plain lines such as that of nought. */
  bands?: readonly { x: number; y: number; width: number; height: number }[];
  axes?: readonly { x1: number; y1: number; x2: number; y2: number }[];
};

/** The same chart for a wide and for a narrow screen. */
export type DrawingPair = { wide: Drawing; narrow: Drawing };
