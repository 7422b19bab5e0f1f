const place = /^(?:[A-Z]{2}(?: \d{5}(?:-\d{4})?)?|[A-Z]{2} [A-Z]\d[A-Z] ?\d[A-Z]\d)$/;
const unit = /^(?:(?:suite|ste\.?|room|rm\.?|floor|unit|apt\.?|dept\.?)\b|\d+(?:st|nd|rd|th) floor$|#)/i;

/**
 * A postal address as lines, without `name` when that is one of them: its own lines where it has several; else cut at its commas, the state and ZIP kept
 * beside the city and a suite or floor beside the street, e.g. "1300 I Street, Suite 1740, Sacramento, CA 95814" in two lines. Own choice, in the
 * order of USPS Publication 28, section 21.
 */
export function addressLines(address: string, name = ''): string[] {
  const whole = address.split('\n').map((line) => line.trim());
  const given = whole.filter(Boolean);
  const pieces = given.length > 1 ? given : cut(given[0] ?? '');
  const rest = pieces.filter((piece) => piece !== name);
  return rest.length > 0 ? rest : pieces;
}

function cut(line: string): string[] {
  const lines: string[] = [];
  for (const piece of line.split(/,\s+/)) {
    const isPart = place.test(piece) || unit.test(piece);
    const last = lines.pop();
    if (last === undefined) lines.push(piece);
    else if (isPart) lines.push(`${last}, ${piece}`);
    else lines.push(last, piece);
  }
  return lines.filter(Boolean);
}
