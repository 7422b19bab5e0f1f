import { describe, expect, test } from 'vitest';
import { consentInstant, guessColumns, importMapping } from '#app/domain/subscriber/import.ts';
import { formatOf, readRows, utf8Judge } from '#app/domain/subscriber/import-file.server.ts';

async function* pieces(bytes: Uint8Array, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const utf16be = (text: string) => utf16(text).swap16();

const consentOfFile = { consentWhen: '2026-01-05', consentWhere: 'paper at a meeting', consentWording: 'Write to me.' };

describe('a file', () => {
  const text = 'Correo;Proveedor\r\n"añil@mail.example";"Compañía ""Azul"""\r\n';
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['Windows-1252', latin1(text)],
    ['UTF-16', utf16(text)],
    ['UTF-16 the other way round', utf16be(text)],
  ])('in %s is read the same', async (_, bytes) => {
    const judge = utf8Judge();
    for await (const piece of pieces(bytes, 1)) judge.push(piece);
    const { format, sample } = await formatOf(bytes, judge.isUtf8());
    expect(format).toMatchObject({ delimiter: ';', hasHeader: true, columns: ['Correo', 'Proveedor'] });
    expect(sample).toEqual([['añil@mail.example', 'Compañía "Azul"']]);
    const rows = [];
    for await (const row of readRows(pieces(bytes, 3), format)) rows.push(row);
    expect(rows[1]).toEqual({ row: 2, line: 2, cells: ['añil@mail.example', 'Compañía "Azul"'] });
  });

  test('names the line at which a row begins, also after cells of several lines, empty lines and bare returns', async () => {
    const bytes = Buffer.from('a\tb\n"x\ny"\t1\n\n\nz\t2\rw\t"un"closed"\n');
    const rows = [];
    for await (const { line, cells } of readRows(pieces(bytes), { encoding: 'utf-8', delimiter: '\t' }))
      rows.push([line, cells]);
    expect(rows.map(([line]) => line)).toEqual([1, 2, 6, 7]);
  });

  test('is guessed at by the names of its columns, and by an address where none is named so', () => {
    expect(guessColumns(['Name', 'E-Mail Address', 'ZIP Code', 'OPTIN_TIME', 'Idioma'], [])).toEqual({
      email: 1,
      zip: 2,
      consent_when: 3,
      language: 4,
    });
    expect(guessColumns(['1', '2'], [['x', 'a@mail.example']])).toEqual({ email: 1 });
  });

  test('is refused without proof of consent: when, where and by which wording, for the file or by row', () => {
    const faults = (value: unknown) =>
      (importMapping.safeParse(value).error?.issues ?? []).map(({ message }) => message).sort();
    expect(faults({ columns: { isp: 0 } })).toEqual([
      'email_column',
      'when_missing',
      'where_missing',
      'wording_missing',
    ]);
    expect(faults({ columns: { email: 0 }, ...consentOfFile, consentWhere: '  ' })).toEqual(['where_missing']);
    expect(faults({ columns: { email: 0, consent_when: 0 }, ...consentOfFile })).toEqual(['column_twice']);
    expect(faults({ columns: { email: 0, consent_when: 1, consent_where: 2, consent_wording: 3 } })).toEqual([]);
  });

  test('may write days in the ways of lists; a day that does not exist is none', () => {
    const read = (typed: string) => consentInstant(typed)?.toISOString() ?? null;
    expect(read('2024-03-01')).toBe('2024-03-01T00:00:00.000Z');
    expect(read('2024-03-01 14:05:06')).toBe('2024-03-01T14:05:06.000Z');
    expect(read('2024-03-01T14:05:06.123-05:00')).toBe('2024-03-01T19:05:06.000Z');
    expect(read('3/1/2024 2:05 PM')).toBe('2024-03-01T14:05:00.000Z');
    expect(['2024-02-30', '13/1/2024', 'yesterday', '2024-03-01 25:00', '1709251200'].map(read)).toEqual(
      Array(5).fill(null),
    );
  });
});
