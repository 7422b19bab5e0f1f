import type { Cell } from './export.ts';

/**
 * What a spreadsheet may take for a formula: =, +, - and @, also in full width, behind any blanks and characters that are not seen; and what begins with a tab or a line end.
 * Source: OWASP ASVS 5.0, 1.2.10; OWASP, "CSV Injection".
 */
const FORMULA = /^(?:[\s\p{Z}\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n\0])/u;

/** Whether a spreadsheet might read a text as a formula, blanks in front of it included. Source: OWASP, "CSV Injection". */
export function startsFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** A text that no spreadsheet reads as a formula: an apostrophe stands before what might be one. Source: OWASP ASVS 5.0, 1.2.10. */
export function disarmed(text: string): string {
  return startsFormula(text) ? `'${text}` : text;
}

/** Text that must stand in quotes: RFC 4180, and what begins or ends with a blank, which some readers cut off. */
const QUOTED = /[",\r\n;\t]|^\s|\s$/;

/** One cell of RFC 4180. `forSheets`: texts are disarmed; numbers, days and instants cannot be formulas. Null is empty. */
export function csvCell(cell: Cell, forSheets: boolean): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = forSheets ? disarmed(cell) : cell;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record of RFC 4180 with its CR LF. Line ends inside of a cell stay as they are. */
export function csvLine(cells: readonly Cell[], forSheets: boolean): string {
  return `${cells.map((cell) => csvCell(cell, forSheets)).join(',')}\r\n`;
}
