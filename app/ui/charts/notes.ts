import type { DrawnNote, NoteKind } from './drawing.ts';
import { dayIndex, monthIndex } from './months.ts';
import { NOTE_RADIUS } from './shapes.ts';

/** A numbered mark to draw: `date` is `YYYY-MM-DD`; `isMonth`: only the month is known. */
export type SpeedNote = { date: string; isMonth: boolean; kind: NoteKind; number: string };

/** How many rows the marks take above the lines, and their height in all. */
export type NoteRows = { count: number; height: number };

const STEP = 2 * NOTE_RADIUS + 3;

/** As many rows as let all marks stand side by side in `width`. */
export function noteRows(notes: readonly SpeedNote[], width: number): NoteRows {
  if (notes.length === 0) return { count: 0, height: 0 };
  const perRow = Math.max(1, Math.floor((width * 0.72) / STEP));
  const count = Math.ceil(notes.length / perRow);
  return { count, height: count * STEP + 8 };
}

type Plot = { x: (month: number) => number; left: number; right: number; top: number; bottom: number };

/** Places the marks above the lines, as near to their months as they can stand without touching: in turn on each row. */
export function placeNotes(notes: readonly SpeedNote[], rows: NoteRows, plot: Plot): DrawnNote[] {
  const wanted = notes.map((note) => ({
    ...note,
    stemX: round(plot.x(note.isMonth ? monthIndex(note.date) + 0.5 : dayIndex(note.date))),
  }));
  return Array.from({ length: rows.count }, (_, row) => row).flatMap((row) => {
    const own = wanted.filter((_, index) => index % rows.count === row).sort((a, b) => a.stemX - b.stemX);
    const places = apart(
      own.map(({ stemX }) => stemX),
      plot.left + NOTE_RADIUS,
      plot.right,
    );
    const badgeY = plot.top - rows.height + STEP * row + NOTE_RADIUS;
    return own.map(({ kind, number, stemX }, index) => ({
      kind,
      number,
      stemX,
      badgeX: round(places[index] ?? stemX),
      badgeY,
      y1: plot.top,
      y2: plot.bottom,
    }));
  });
}

/** Rising places moved as little as is needed to stand a step apart between two ends. */
function apart(wanted: readonly number[], from: number, to: number): number[] {
  const places = [...wanted];
  let floor = from;
  for (const [index, place] of places.entries()) {
    places[index] = Math.max(place, floor);
    floor = (places[index] ?? floor) + STEP;
  }
  let ceiling = to;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    places[index] = Math.min(places[index] ?? ceiling, ceiling);
    ceiling = (places[index] ?? ceiling) - STEP;
  }
  return places;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
