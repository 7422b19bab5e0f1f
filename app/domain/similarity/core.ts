/** Most lines at the head of a letter that may be a letterhead, a date, an address or a salutation. Own choice. */
const MAX_HEAD_LINES = 16;

/** A line of at most so many words that ends without a full stop is no sentence. Own choice. */
const MAX_HEAD_WORDS = 10;
const MAX_FOOT_WORDS = 8;

/** A salutation or a formula of closing may be this long, in words. Own choice. */
const MAX_FORMULA_WORDS = 14;

const SALUTATION =
  /^\W*(?:dear|to|hello|hi|hey|greetings|good (?:morning|afternoon|day)|attention|attn|re|subject|via|in the matter|estimad[oa]s?|a la|al|a los|a las|a quien|a|señor(?:a|es)?|hola|buen(?:os|as)? (?:d[ií]as?|tardes)|asunto|ref)\b/iu;
const INLINE_SALUTATION =
  /^\s*(?:dear|hello|hi|to the|to whom|attention|estimad[oa]s?|hola|a la siguiente)\b[^.!?\n]{0,70}?[,:;—–]\s*/iu;
const CLOSING =
  /^\W*(?:sincerely|respectfully|regards|best|kind|warm|with (?:best|kind|respect)|yours|very truly|cordially|thank|thanks|many thanks|thanking|signed|in gratitude|atentamente|cordialmente|saludos|un (?:cordial )?saludo|gracias|muchas gracias|agradezco|agradecid[oa]|respetuosamente|con respeto|sin (?:otro|más)|quedo)\b/iu;
const INLINE_CLOSING =
  /(?<=[.!?])\s+(?:(?:yours )?sincerely|respectfully(?: submitted)?|(?:best|kind|warm) regards|regards|atentamente|cordialmente|respetuosamente|saludos)\b[^.!?\n]{0,60}\s*$/iu;
const FOOTNOTE =
  /^\s*(?:\[\d{1,3}\]|\(\d{1,2}\)|\d{1,2}\.|[*†•-])?\s*(?:https?:\/\/|www\.)\S+(?:\s*[;,]\s*https?:\/\/\S+)*\s*$/iu;
const NOTE = /^\s*\[\d{1,3}\]/u;

/** Fewer words than this are no letter without its head and foot, so that nothing is taken off. */
const MIN_CORE_WORDS = 8;

/**
 * The part of a letter that says something: stretches of `text`, as places from and to in turn. Taken off are the lines of letterhead, date, address and
 * salutation at its head, formula of closing, name and place at its foot, footnotes and lines of nothing but web addresses; in English and
 * Spanish. A text that would have fewer than eight words left stays whole. Time: one pass. Own choice.
 */
export function coreOf(text: string): number[] {
  const lines = linesOf(text);
  let first = 0;
  let last = lines.length / 2;
  const lineAt = (line: number) => text.slice(lines[2 * line], lines[2 * line + 1]);
  while (first < last && first < MAX_HEAD_LINES && isHead(lineAt(first))) first += 1;
  while (last > first && isFoot(lineAt(last - 1))) last -= 1;
  const spans: number[] = [];
  for (let line = first; line < last; line += 1) {
    let from = lines[2 * line] as number;
    let to = lines[2 * line + 1] as number;
    const words = text.slice(from, to);
    if (isNote(words)) continue;
    if (line === first) from += INLINE_SALUTATION.exec(words)?.[0].length ?? 0;
    if (line === last - 1) to -= INLINE_CLOSING.exec(text.slice(Math.max(from, to - 120), to))?.[0].length ?? 0;
    spans.push(from, to);
  }
  return wordCount(spans, text) < MIN_CORE_WORDS ? [0, text.length] : spans;
}

function linesOf(text: string): number[] {
  const lines: number[] = [];
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (!isBlank(text, from, to)) lines.push(from, to);
    from = to + 1;
  }
  return lines;
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) > 32) return false;
  return true;
}

function isHead(line: string): boolean {
  const words = gaps(line);
  if (words > MAX_FORMULA_WORDS) return false;
  return !isSentence(line) && (words <= MAX_HEAD_WORDS || SALUTATION.test(line));
}

function isFoot(line: string): boolean {
  const words = gaps(line);
  if (isNote(line)) return true;
  if (words > MAX_FORMULA_WORDS) return false;
  return CLOSING.test(line) || (words <= MAX_FOOT_WORDS && !isSentence(line));
}

function isNote(line: string): boolean {
  const code = line.trimStart().charCodeAt(0);
  // Only lines that begin with a bracket, a mark, a digit, h or w can be one: spares the expressions for all others.
  const mayBe = code === 91 || code === 104 || code === 119 || code === 72 || code < 65 || code > 127;
  return mayBe && (NOTE.test(line) || FOOTNOTE.test(line));
}

function isSentence(line: string): boolean {
  return /[.!?…]["'”’»)]*\s*$/u.test(line) || /[.!?]\s+\S+ +\S+ +\S+/u.test(line);
}

/** Words of a line by its gaps, counted no further than is of use. */
function gaps(line: string): number {
  let count = 0;
  let isIn = false;
  for (let at = 0; at < line.length && count <= MAX_FORMULA_WORDS; at += 1) {
    const isSpace = line.charCodeAt(at) <= 32;
    if (!isSpace && !isIn) count += 1;
    isIn = !isSpace;
  }
  return count;
}

function wordCount(spans: readonly number[], text: string): number {
  let count = 0;
  for (let at = 0; at < spans.length && count < MIN_CORE_WORDS; at += 2)
    count += gaps(text.slice(spans[at], spans[at + 1]));
  return count;
}
