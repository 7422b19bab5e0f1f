import { type Entry, zipped } from './archive.server.ts';
import type { Cell, Column } from './export.ts';

/** Rows of a sheet, its header included. Source: Microsoft, "Excel specifications and limits". */
export const SHEET_ROWS = 1_048_576;

/** Characters of a cell. Source: Microsoft, "Excel specifications and limits". */
export const CELL_CHARS = 32_767;

/** A text that no cell of a workbook holds; whoever asked has to take another format. Own choice. */
export class CellTooLong extends Error {}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_HEAD = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
const SHEET_END = '</sheetData></worksheet>';

/** Styles by number: 0 plain, 1 a day, 2 an instant, 3 the header. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

/** The letters of a column, from 0: A, B, … Z, AA. */
function letters(column: number): string {
  return (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));
}

/** Text of XML 1.0; what it cannot hold, and what would be read as such an escape, is written as `_xHHHH_`. Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring). */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold, and a carriage return, which it would lose.
      /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g,
      (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

const serial = (instant: string) => Date.parse(instant) / 86_400_000 + 25_569;

/** A cell as what its column holds. Texts are strings, never formulas: no cell of a sheet has an `<f>`. */
function cellOf(place: string, cell: Cell, type: Column['type'], style = 0): string {
  if (cell === null) return '';
  if (type === 'day' && typeof cell === 'string')
    return `<c r="${place}" s="1"><v>${serial(`${cell}T00:00:00Z`)}</v></c>`;
  if (type === 'instant' && typeof cell === 'string') return `<c r="${place}" s="2"><v>${serial(cell)}</v></c>`;
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (cell.length > CELL_CHARS) throw new CellTooLong(`a cell has ${cell.length} characters`);
  const marked = style === 0 ? '' : ` s="${style}"`;
  return `<c r="${place}"${marked} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

function namedSheets(count: number): { number: number; name: string }[] {
  return Array.from({ length: count }, (_, at) => ({ number: at + 1, name: count === 1 ? 'Rows' : `Rows ${at + 1}` }));
}

function partsOf(count: number): [string, string][] {
  const sheets = namedSheets(count);
  const each = (write: (sheet: { number: number; name: string }) => string) => sheets.map(write).join('');
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${each(({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${type}.worksheet+xml"/>`)}</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${each(({ number, name }) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each(({ number }) => `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', STYLES],
  ];
}

/**
 * Rows as a workbook, written while they come: memory holds one batch, whatever their number. A sheet has the header and at most 1,048,575 rows, then the next begins. Texts are
 * strings, days and instants (UTC) are dates. Throws `CellTooLong`. `sheetRows` is for tests. Source: ECMA-376; decision 0033.
 */
export function xlsxBytes(
  columns: readonly Column[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
  sheetRows: number = SHEET_ROWS,
): AsyncGenerator<Buffer> {
  const places = columns.map((_, at) => letters(at));
  const line = (row: number, cells: readonly Cell[]) =>
    `<row r="${row}">${cells.map((cell, at) => cellOf(`${places[at]}${row}`, cell, columns[at]?.type ?? 'text')).join('')}</row>`;
  const header = `<row r="1">${columns.map(({ name }, at) => cellOf(`${places[at]}1`, name, 'text', 3)).join('')}</row>`;
  return zipped(async (open) => {
    let sheets = 0;
    let row = 1;
    const next = async () => {
      sheets += 1;
      row = 1;
      const entry = open(`xl/worksheets/sheet${sheets}.xml`);
      await entry.write(SHEET_HEAD + header);
      return entry;
    };
    const finish = async (entry: Entry, text: string) => {
      await entry.write(text + SHEET_END);
      await entry.end();
    };
    let entry = await next();
    for await (const batch of batches) {
      let text = '';
      for (const cells of batch) {
        if (row === sheetRows) {
          await finish(entry, text);
          text = '';
          entry = await next();
        }
        row += 1;
        text += line(row, cells);
      }
      await entry.write(text);
    }
    await finish(entry, '');
    for (const [name, text] of partsOf(sheets)) {
      const part = open(name);
      await part.write(text);
      await part.end();
    }
  });
}
