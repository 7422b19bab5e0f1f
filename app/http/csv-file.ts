import { stringify } from 'csv-stringify/sync';

/**
 * Rows as CSV (RFC 4180): a header, every cell in quotes, lines end in CR LF. A text that a spreadsheet would take for a formula begins with
 * an apostrophe; numbers are written as they are. Source: OWASP ASVS 5.0, 1.2.10.
 */
export function csvFile(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? disarmed(cell) : cell))),
    { header: true, columns: [...columns], quoted: true, record_delimiter: 'windows' },
  );
}

function disarmed(cell: string): string {
  return /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? `'${cell}` : cell;
}
