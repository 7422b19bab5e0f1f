import { createHash } from 'node:crypto';
import { parse as parseSync } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import {
  BULK_COLUMNS,
  type BulkComment,
  bulkCells,
  bulkDay,
  csvRecord,
  type FilePart,
  filingDay,
  isFormulaLike,
  MAX_PART_BYTES,
  partsOf,
} from '#app/domain/filing/bulk.ts';

const header = csvRecord(BULK_COLUMNS);
const texts = [
  'Mi línea se corta cada noche, "dice" el técnico; ¿por qué?\n\nAtentamente,\nÑoño',
  '回線が毎晩止まります。\r\n1行目, 2行目, "引用"',
  'Поток останавливается, 😀 и никто не отвечает.\n',
  'My stream stalls at 8 pm, every evening.\n\n\tIndented, "quoted", and a trailing space \n',
];

/** A comment that differs from every other, of a few hundred bytes in scripts of one to four bytes a character. */
function comment(number: number): BulkComment {
  return {
    docket: 'CG 22-2',
    docketTitle: 'Empowering Broadband Consumers Through Transparency (labels)',
    docketId: '',
    name: ['Ana Ruíz', '山田太郎', "D'Arcy, Jr.", 'Łukasz "Luk" Nowak'][number % 4] ?? '',
    email: `person${number}@mail.example`,
    line1: `${number} Main Street, Apt "B"`,
    line2: '',
    city: 'Cañon City',
    state: 'CO',
    zip: '01234',
    zipExtension: '0001',
    receivedOn: '2026-11-02',
    comments: `${texts[number % 4]}${number}`.repeat(1 + (number % 5)),
  };
}

function* records(count: number) {
  for (let number = 0; number < count; number += 1) yield csvRecord(bulkCells(comment(number)));
}

async function collected(source: AsyncIterable<FilePart>): Promise<FilePart[]> {
  const parts: FilePart[] = [];
  for await (const part of source) parts.push(part);
  return parts;
}

describe('the bulk file', () => {
  test('has the thirteen columns of the FCC in its order, its date, and quotes as RFC 4180 has them', () => {
    expect(BULK_COLUMNS).toHaveLength(13);
    expect(csvRecord(bulkCells({ ...comment(3), comments: 'Say "no".\nTwice, please.' }))).toBe(
      '"CG 22-2","Empowering Broadband Consumers Through Transparency (labels)","","Łukasz ""Luk"" Nowak","person3@mail.example","3 Main Street, Apt ""B""","","Cañon City","CO","01234","0001","11/02/2026","Say ""no"".\nTwice, please."\r\n',
    );
    expect(bulkDay('2026-01-09')).toBe('01/09/2026');
    expect(filingDay(new Date('2026-11-22T03:00:00Z'))).toBe('2026-11-21');
  });

  test('comes back whole from two parsers that are not ours: 100,000 letters, none lost, none twice, none changed', async () => {
    const count = 100_000;
    const parts = await collected(partsOf(header, records(count)));
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.map(({ number }) => number)).toEqual(parts.map((_, at) => at + 1));
    let at = 0;
    for (const { bytes, rows } of parts) {
      expect(bytes.length).toBeLessThanOrEqual(MAX_PART_BYTES);
      const text = bytes.toString('utf8');
      expect(text.endsWith('\r\n')).toBe(true);
      const papa = Papa.parse<string[]>(text.slice(0, -2), { newline: '\r\n' });
      expect(papa.errors).toEqual([]);
      const other = parseSync(bytes, { record_delimiter: '\r\n' }) as string[][];
      expect([papa.data[0], other[0]]).toEqual([[...BULK_COLUMNS], [...BULK_COLUMNS]]);
      expect([papa.data.length, other.length]).toEqual([rows + 1, rows + 1]);
      for (let row = 1; row <= rows; row += 1, at += 1) {
        const expected = bulkCells(comment(at)).join('\u0001');
        if (papa.data[row]?.join('\u0001') !== expected || other[row]?.join('\u0001') !== expected)
          throw new Error(`record ${at} came back changed`);
      }
    }
    expect(at).toBe(count);
  }, 60_000);

  test('is cut at records only, gives the same parts again, and is never over the limit by a byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 40 }),
        fc.integer({ min: 250, max: 900 }),
        async (cells, maxBytes) => {
          const lines = cells.map((cell) => csvRecord([cell, 'x']));
          const parts = await collected(partsOf('"a","b"\r\n', lines, maxBytes));
          const again = await collected(partsOf('"a","b"\r\n', lines, maxBytes));
          const digest = (list: FilePart[]) =>
            list.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
          expect(digest(again)).toEqual(digest(parts));
          expect(Math.max(...parts.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(maxBytes);
          const back = parts.flatMap(({ bytes }) =>
            (parseSync(bytes, { record_delimiter: '\r\n' }) as string[][]).slice(1),
          );
          expect(back.map(([cell]) => cell)).toEqual(cells);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('refuses a record that no part could hold, instead of cutting it', async () => {
    await expect(collected(partsOf(header, [csvRecord(['x'.repeat(400)])], 300))).rejects.toThrow('does not fit');
  });

  test('knows what a spreadsheet would take for a formula', () => {
    for (const cell of ['=1+1', '+1', '-1', '@x', '\tx', '\0', '＝1']) expect(isFormulaLike(cell)).toBe(true);
    for (const cell of ['1=1', 'Ana', '', "'=1"]) expect(isFormulaLike(cell)).toBe(false);
  });
});
