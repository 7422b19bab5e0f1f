import type { Drawing } from './drawing.ts';
import { type Shape, type ShapeStyle, shapesOf } from './shapes.ts';
import { labelWidth, wrapped } from './speed-drawing.ts';

/** A chart that stands alone: its title above, its source beneath, in the language of its words. */
export type ChartDocumentInput = {
  drawing: Drawing;
  title: string;
  /** What is drawn, with its unit. */
  note?: string;
  /** Where the figures come from and what to beware of. */
  source: string;
  /** What the picture shows, for those who do not see it; the title when left out. */
  name?: string;
  lang: 'en' | 'es';
};

// The light scheme of tokens.css; a picture that travels knows no scheme.
const colour = {
  paper: '#fbfaf6',
  ink: '#15181e',
  soft: '#535b67',
  rule: '#dcd8ce',
  deed: '#b3310f',
};
const sans = `font-family="'Public Sans', system-ui, sans-serif"`;
const halo = `paint-order="stroke" stroke="${colour.paper}" stroke-width="4" stroke-linejoin="round"`;
const path = `fill="none" stroke-linejoin="round"`;

const look: Record<ShapeStyle, string> = {
  axis: `stroke="${colour.soft}" stroke-width="1"`,
  band: `fill="${colour.rule}" fill-opacity="0.6" stroke="${colour.soft}" stroke-width="1" stroke-dasharray="2 2"`,
  dot: `fill="${colour.ink}"`,
  event: `stroke="${colour.deed}" stroke-width="1.5" stroke-dasharray="2 3"`,
  'event-date': `font-size="14" font-weight="600" fill="${colour.deed}" ${halo}`,
  'event-text': `font-size="14" fill="${colour.deed}" ${halo}`,
  'grid-line': `stroke="${colour.rule}"`,
  label: `font-size="13" fill="${colour.soft}" ${halo}`,
  'label label-main': `font-size="13" font-weight="700" fill="${colour.ink}" ${halo}`,
  'line-main': `${path} stroke="${colour.ink}" stroke-width="3"`,
  'line-other': `${path} stroke="${colour.soft}" stroke-width="1.5"`,
  'line-other line-dash': `${path} stroke="${colour.soft}" stroke-width="1.5" stroke-dasharray="5 4"`,
  'line-other line-dots': `${path} stroke="${colour.soft}" stroke-width="2" stroke-dasharray="1 4" stroke-linecap="round"`,
  'note-deal': `fill="${colour.deed}"`,
  'note-number': `font-size="12" font-weight="600" fill="${colour.ink}"`,
  'note-number note-number-deal': `font-size="12" font-weight="600" fill="${colour.paper}"`,
  'note-ring': `fill="${colour.paper}" stroke="${colour.soft}" stroke-width="1.5"`,
  'note-stem': `${path} stroke="${colour.soft}" stroke-width="1" stroke-dasharray="2 3"`,
  'point-hollow': `fill="${colour.paper}" stroke="${colour.soft}" stroke-width="2"`,
  tick: `font-size="13" fill="${colour.soft}"`,
  value: `font-size="15" font-weight="700" fill="${colour.ink}" ${halo}`,
};

const MARGIN = 24;

/** A whole SVG document of a chart, colours inlined, with its title and its source line; nothing outside is needed but a font. */
export function chartDocument({ drawing, title, note, source, name, lang }: ChartDocumentInput): string {
  const width = drawing.width + 2 * MARGIN;
  const heading = fitted(title, drawing.width, 1.55);
  const notes = note ? fitted(note, drawing.width, 1.08) : [];
  const sources = fitted(source, drawing.width, 1);
  const top = MARGIN + 26 * heading.length + 19 * notes.length + 10;
  const foot = top + drawing.height + 22;
  const height = foot + 17 * sources.length + MARGIN - 10;
  const text = (lines: readonly string[], y: number, step: number, style: string) =>
    lines.map((line, index) => `<text x="${MARGIN}" y="${y + step * index}" ${style}>${escaped(line)}</text>`).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" xml:lang="${lang}" ${sans}>`,
    `<title>${escaped(name ?? title)}</title><desc>${escaped(source)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${colour.paper}"/>`,
    text(
      heading,
      MARGIN + 16,
      26,
      `font-family="'Source Serif 4', Georgia, serif" font-size="21" font-weight="600" fill="${colour.ink}"`,
    ),
    text(notes, MARGIN + 26 * heading.length + 12, 19, `font-size="14" fill="${colour.soft}"`),
    `<g transform="translate(${MARGIN} ${top})">${shapesOf(drawing).map(element).join('')}</g>`,
    text(sources, foot, 17, `font-size="13" fill="${colour.soft}"`),
    '</svg>',
  ].join('\n');
}

function element({ tag, style, measures, anchor, text }: Shape): string {
  const attributes = Object.entries(measures).map(([key, value]) => `${key}="${escaped(String(value))}"`);
  const anchored = anchor && anchor !== 'start' ? [`text-anchor="${anchor}"`] : [];
  const opening = `<${tag} ${[...attributes, ...anchored, look[style]].join(' ')}`;
  return text === undefined ? `${opening}/>` : `${opening}>${escaped(text)}</${tag}>`;
}

/** Words broken into lines that fit `width` at `scale` times the size of labels. */
function fitted(words: string, width: number, scale: number): string[] {
  const perLetter = (labelWidth(words) / Math.max(1, words.length)) * scale;
  return wrapped(words, Math.max(12, Math.floor(width / perLetter)));
}

function escaped(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  // Control letters may stand in no XML document, not even by their number.
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => named[sign] ?? sign);
}
