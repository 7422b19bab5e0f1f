import type { Drawing, DrawnNote, DrawnText, LineKind } from './drawing.ts';

/** What a shape is: it chooses the style, in the style sheet of the site and in a document that stands alone. */
export type ShapeStyle =
  | 'axis'
  | 'band'
  | 'dot'
  | 'event'
  | 'event-date'
  | 'event-text'
  | 'grid-line'
  | 'label'
  | 'label label-main'
  | 'line-main'
  | 'line-other'
  | 'line-other line-dash'
  | 'line-other line-dots'
  | 'note-deal'
  | 'note-number'
  | 'note-number note-number-deal'
  | 'note-ring'
  | 'note-stem'
  | 'point-hollow'
  | 'tick'
  | 'value';

/** One mark of a picture, back to front: an SVG element with its style, its measures and its words. */
export type Shape = {
  tag: 'circle' | 'line' | 'path' | 'rect' | 'text';
  style: ShapeStyle;
  measures: Readonly<Record<string, string | number>>;
  anchor?: DrawnText['anchor'];
  text?: string;
};

const lineStyle: Record<LineKind, ShapeStyle> = {
  main: 'line-main',
  other: 'line-other',
  'other-dashed': 'line-other line-dash',
  'other-dotted': 'line-other line-dots',
};

/** Half the side of a numbered mark. */
export const NOTE_RADIUS = 9;

/** The marks of a drawing in the order of painting; the page and the standalone document paint the same. */
export function shapesOf(drawing: Drawing): Shape[] {
  return [
    ...(drawing.bands ?? []).map((band): Shape => ({ tag: 'rect', style: 'band', measures: { ...band } })),
    ...drawing.grid.flatMap(({ x1, x2, y, label }): Shape[] => [
      { tag: 'line', style: 'grid-line', measures: { x1, x2, y1: y, y2: y } },
      words(label, 'tick'),
    ]),
    ...(drawing.axes ?? []).map((axis): Shape => ({ tag: 'line', style: 'axis', measures: { ...axis } })),
    ...drawing.ticks.map((tick) => words(tick, 'tick')),
    ...drawing.events.map(
      ({ x, y1, y2 }): Shape => ({ tag: 'line', style: 'event', measures: { x1: x, x2: x, y1, y2 } }),
    ),
    ...(drawing.notes ?? []).map(stemOf),
    ...drawing.lines
      .toReversed()
      .flatMap((line): Shape[] => [
        ...line.paths.map((d): Shape => ({ tag: 'path', style: lineStyle[line.kind], measures: { d } })),
        ...line.dots.map(({ x, y }) => dotOf(line.kind, x, y)),
      ]),
    ...drawing.events.flatMap(({ date, words: lines }) => [
      words(date, 'event-date'),
      ...lines.map((line) => words(line, 'event-text')),
    ]),
    ...(drawing.notes ?? []).flatMap(badgeOf),
    ...drawing.marks.flatMap(({ x, y, label }): Shape[] => [
      { tag: 'circle', style: 'dot', measures: { cx: x, cy: y, r: 4 } },
      words(label, 'value'),
    ]),
    ...drawing.ends.map((end) => words(end, end.kind === 'main' ? 'label label-main' : 'label')),
  ].filter(({ tag, text }) => tag !== 'text' || text !== '');
}

function words({ x, y, text, anchor }: DrawnText, style: ShapeStyle): Shape {
  return { tag: 'text', style, measures: { x, y }, anchor, text };
}

/** A month that stands alone, told apart without colour: filled for the subject, then a ring, a square and a lozenge. */
function dotOf(kind: LineKind, x: number, y: number): Shape {
  if (kind === 'main') return { tag: 'circle', style: 'dot', measures: { cx: x, cy: y, r: 3.4 } };
  if (kind === 'other') return { tag: 'circle', style: 'point-hollow', measures: { cx: x, cy: y, r: 3.6 } };
  if (kind === 'other-dashed')
    return { tag: 'rect', style: 'point-hollow', measures: { x: x - 3, y: y - 3, width: 6, height: 6 } };
  return { tag: 'path', style: 'point-hollow', measures: { d: `M${x},${y - 4.4}l4.4,4.4l-4.4,4.4l-4.4,-4.4z` } };
}

function stemOf({ stemX, y1, y2, badgeX, badgeY }: DrawnNote): Shape {
  return { tag: 'path', style: 'note-stem', measures: { d: `M${badgeX},${badgeY}L${stemX},${y1}L${stemX},${y2}` } };
}

function badgeOf({ kind, badgeX, badgeY, number }: DrawnNote): Shape[] {
  const side = 2 * NOTE_RADIUS;
  const badge: Shape =
    kind === 'order'
      ? {
          tag: 'rect',
          style: 'note-ring',
          measures: { x: badgeX - NOTE_RADIUS, y: badgeY - NOTE_RADIUS, width: side, height: side },
        }
      : {
          tag: 'circle',
          style: kind === 'deal' ? 'note-deal' : 'note-ring',
          measures: { cx: badgeX, cy: badgeY, r: NOTE_RADIUS },
        };
  const style = kind === 'deal' ? 'note-number note-number-deal' : 'note-number';
  return [badge, words({ x: badgeX, y: badgeY + 4, text: number, anchor: 'middle' }, style)];
}
