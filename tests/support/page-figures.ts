import { XMLParser } from 'fast-xml-parser';

/** A figure on a page that does not say where it comes from, or when it was so. */
export interface BareFigure {
  /** The text of its row, paragraph, list item, heading or picture, with dates and names taken out. */
  text: string;
  lacks: 'source' | 'date';
}

type Node = { tag: string; attributes: Record<string, string>; children: (Node | string)[]; parent: Node | null };

const BLOCKS = new Set([
  'tr',
  'li',
  'p',
  'dd',
  'dt',
  'figcaption',
  'caption',
  'h1',
  'h2',
  'h3',
  'h4',
  'figure',
  'article',
  'div',
  'section',
  'svg',
]);

/** What holds a figure together with its source: the innermost of these around it; then, for running text in one, the entry or picture. */
const OWN = new Set(['tr', 'li', 'dd']);
const WHOLE = new Set(['figure', 'article']);

/** Controls, and the handle of a part that is opened: it counts what the part holds, and the part has its own sources. */
const SKIPPED = new Set(['summary', 'button', 'option', 'select', 'form', 'script', 'style', 'nav', 'title']);

const months =
  'January|February|March|April|May|June|July|August|September|October|November|December|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic';
const dates = [
  /\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b/g,
  new RegExp(`\\b\\d{1,2}(?:\\.º)?(?: de)? (?:${months})\\b\\.?(?:,? (?:de(?:l)? )?(?:19|20)\\d\\d)?`, 'gi'),
  new RegExp(`\\b(?:${months})\\b\\.?(?: \\d{1,2},)?(?: de(?:l)?)? (?:19|20)\\d\\d`, 'gi'),
  /\b(?:19|20)\d\d(?:\/\d\d)?\b/g,
];
/** Digits that are part of a name: networks, dockets and laws, technologies, companies, licences. */
const names =
  /\bAS\d+|\b(?:No\.|index|DA|MB|FCC|WC|WC Docket|GN|CG|SB) \d[\d\w./-]*|\b\d+ (?:FCC Rcd|CFR|FR|U\.S\.C\.) [\d.]+|\bP2P\b|\b[45]G\b|\bLevel 3\b|\biOS \d+|\bHTML5\b|\bgo90\b|\bData 360\b|\bBY 4\.0|\bIPv[46]\b|\b360p\b|\bRFC \d+/g;

/**
 * The figures of a page that lack a source or a date. A figure is any digit in its text that is not part of a date or of a name (`AS7922`, a docket).
 * Its place is its own table row, list item or definition; for other text its own paragraph or heading, or else the picture or register entry
 * around it. A source is a link in that place to another site, to the register, the index or the measurements of this one, or to a part
 * of the same page that stands there under that id. A date is a `time`, a year or a month of a year in the same place. Headings of columns are
 * no figures, nor are controls. A number of our own rules ("30 tests") needs no date beside the link to the rules, which is marked `rel="help"`. `html` is what `renderToStaticMarkup` gives.
 */
export function figuresWithoutSource(html: string): BareFigure[] {
  const page = parse(html);
  const ids = new Set(all(page).flatMap(({ attributes }) => (attributes.id ? [attributes.id] : [])));
  const bare: BareFigure[] = [];
  for (const block of all(page).filter(({ tag }) => BLOCKS.has(tag))) {
    const text = ownText(block).replace(/\s+/g, ' ').trim();
    const rest = withoutNames(withoutDates(text));
    if (!/\d/.test(rest)) continue;
    const places = placesOf(block);
    const sourced = places.find((place) => all(place).some((node) => isSource(node, ids, place.tag === 'article')));
    if (!sourced) bare.push({ text: rest.trim(), lacks: 'source' });
    else if (!places.some(hasDate) && !places.some(isOwnRule)) bare.push({ text: rest.trim(), lacks: 'date' });
  }
  return bare;
}

/** How many places of a page hold a figure; a walk that finds none has not walked. */
export function countFigures(html: string): number {
  return all(parse(html))
    .filter(({ tag }) => BLOCKS.has(tag))
    .filter((block) => /\d/.test(withoutNames(withoutDates(ownText(block))))).length;
}

function parse(html: string): Node {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    processEntities: true,
    htmlEntities: true,
    parseTagValue: false,
    maxNestedTags: 200,
  });
  const root: Node = { tag: 'root', attributes: {}, children: [], parent: null };
  grow(root, parser.parse(`<root>${html}</root>`));
  return root;
}

function grow(parent: Node, raw: unknown): void {
  if (!Array.isArray(raw)) return;
  for (const item of raw as Record<string, unknown>[]) {
    const tag = Object.keys(item).find((key) => key !== ':@');
    if (tag === undefined) continue;
    if (tag === '#text') {
      parent.children.push(String(item[tag]));
      continue;
    }
    const node: Node = { tag, attributes: (item[':@'] ?? {}) as Record<string, string>, children: [], parent };
    parent.children.push(node);
    grow(node, item[tag]);
  }
}

function all(node: Node): Node[] {
  return [node, ...node.children.flatMap((child) => (typeof child === 'string' ? [] : all(child)))];
}

/** The text of a block without that of the blocks inside it, of times and of controls. */
function ownText(block: Node): string {
  if (isInside(block, SKIPPED) || isInside(block, new Set(['thead']))) return '';
  return textIn(block, block);
}

function textIn(node: Node, block: Node): string {
  return node.children
    .map((child) => {
      if (typeof child === 'string') return child;
      const isOther =
        child !== block &&
        BLOCKS.has(child.tag) &&
        !(block.tag === 'tr' && child.tag !== 'tr' && child.tag !== 'table');
      if (SKIPPED.has(child.tag) || child.tag === 'time' || isOther || isAddress(child)) return ' ';
      return `${textIn(child, block)}${['td', 'th', 'text'].includes(child.tag) ? ' ' : ''}`;
    })
    .join('');
}

/** A link that shows nothing but where it leads, or the number of a source: digits there are no figure. */
function isAddress({ tag, attributes, children }: Node): boolean {
  if (tag !== 'a' || children.some((child) => typeof child !== 'string')) return false;
  const text = children.join('').trim();
  return (/^https?:/.test(attributes.href ?? '') && /^\S+[./]\S*$/.test(text)) || /^\[\d+\]$/.test(text);
}

function isInside(node: Node, tags: ReadonlySet<string>): boolean {
  return tags.has(node.tag) || (node.parent !== null && isInside(node.parent, tags));
}

/** Where the source of a block may stand, the innermost first. */
function placesOf(block: Node): Node[] {
  const own = around(block, OWN);
  const whole = around(block, WHOLE);
  if (own && (!whole || isWithin(own, whole))) return [own];
  return whole ? [block, whole] : [block];
}

function around(node: Node | null, tags: ReadonlySet<string>): Node | null {
  if (!node) return null;
  return tags.has(node.tag) ? node : around(node.parent, tags);
}

function isWithin(node: Node, outer: Node): boolean {
  return node === outer || (node.parent !== null && isWithin(node.parent, outer));
}

/** `isEntry`: an entry of the register is no source of itself, so there the link to its own address does not count. */
function isSource({ tag, attributes }: Node, ids: ReadonlySet<string>, isEntry: boolean): boolean {
  if (tag !== 'a' || !attributes.href) return false;
  const { href, rel } = attributes;
  if (rel === 'help') return true;
  if (href.startsWith('#')) return ids.has(href.slice(1));
  if (isEntry && /^(?:\/es)?\/incidents\//.test(href)) return false;
  return (
    /^https?:\/\//.test(href) || /^(?:\/es)?\/(?:incidents|speed-index|measurements|reports)(?:[/?#]|$)/.test(href)
  );
}

function isOwnRule(place: Node): boolean {
  return all(place).some(({ tag, attributes }) => tag === 'a' && attributes.rel === 'help');
}

function hasDate(place: Node): boolean {
  if (all(place).some(({ tag }) => tag === 'time')) return true;
  const text = all(place)
    .flatMap(({ children }) => children.filter((child) => typeof child === 'string'))
    .join(' ');
  return dates.some((date) => text.search(date) >= 0);
}

function withoutDates(text: string): string {
  return dates.reduce((rest, date) => rest.replace(date, ' '), text);
}

function withoutNames(text: string): string {
  return text.replace(names, ' ');
}
