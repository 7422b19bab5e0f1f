import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addressLines } from '#app/domain/paper/address-lines.ts';
import { alwaysVisible, ENVELOPES, SHEETS, WINDOW_CLEARANCE_MM, type Zone } from '#app/domain/paper/envelope.ts';
import { letterPdfBytes, lettersPdf, listPaperFaults } from '#app/domain/paper/letter-pdf.server.ts';
import { PAPERS, type Paper, type PaperLetter } from '#app/domain/paper/paper.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { regulators } from '#db/schema/regulator.ts';
import { testDatabase } from '#tests/support/database.ts';
import { oneLine, type PdfText, readPdf, wordsOf } from '#tests/support/pdf.ts';
import { sampleLetter } from './letter.ts';

const { db } = await testDatabase('template_seeded');

/** Every place of the address window on the sheet, as the folded sheet slides in each of its envelopes. */
function windowsOn(paper: Paper): Zone[] {
  const sheet = SHEETS[paper];
  return sheet.envelopes.flatMap((name) => {
    const { width, height, address } = ENVELOPES[name];
    const slides = [0, 1].flatMap((x) => [0, 1].map((y) => [x, y] as const));
    return slides.map(([x, y]) => {
      const [dx, dy] = [x * (width - sheet.width), y * (height - (sheet.folds[0] ?? 0))];
      return {
        left: address.left - dx,
        right: address.right - dx,
        top: address.top - dy,
        bottom: address.bottom - dy,
      };
    });
  });
}

const inside = (text: PdfText, zone: Zone, clear: number) =>
  text.left >= zone.left + clear - 0.05 &&
  text.right <= zone.right - clear + 0.05 &&
  text.top >= zone.top + clear - 0.05 &&
  text.bottom <= zone.bottom - clear + 0.05;
const touches = (text: PdfText, zone: Zone) =>
  text.right > zone.left && text.left < zone.right && text.bottom > zone.top && text.top < zone.bottom;

async function everyOffice(): Promise<PaperLetter[]> {
  const rows = await db
    .select({ value: contacts.value, isp: isps.name, office: regulators.name })
    .from(contacts)
    .leftJoin(isps, eq(isps.id, contacts.ispId))
    .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
    .where(eq(contacts.channel, 'postal'));
  return rows.map(({ value, isp, office }, i) => {
    const addresseeName = isp ?? office ?? '';
    return sampleLetter({
      publicId: String(i),
      addresseeName,
      addresseeLines: addressLines(value, addresseeName),
      senderName: i % 2 ? 'Ana Ruiz' : 'María del Carmen Nguyễn-Łukaszewicz de la Ñora',
      senderLines: i % 3 ? ['1234 North Martin Luther King Jr. Boulevard', 'Apt. 12B', 'San José, CA 94103-1234'] : [],
    });
  });
}

async function merged(letters: readonly PaperLetter[], paper: Paper, locale: 'en' | 'es' = 'en') {
  const sink = new PassThrough();
  const [bytes, outcome] = await Promise.all([buffer(sink), lettersPdf(() => letters, { paper, locale }, sink)]);
  return { bytes, outcome, pdf: await readPdf(bytes) };
}

test.each(PAPERS)(
  'every office in the seed shows in the window wherever the sheet slides, and nothing else does (%s)',
  async (paper) => {
    const letters = await everyOffice();
    expect(letters.length).toBeGreaterThan(100);
    const { pdf, outcome } = await merged(letters, paper);
    expect([outcome.withoutWindow, outcome.missing]).toEqual([0, []]);
    const cover = outcome.pages - letters.length;
    const windows = windowsOn(paper);
    for (const [i, letter] of letters.entries()) {
      const { texts, width, height } = pdf.pages[cover + i] ?? { texts: [], width: 0, height: 0 };
      const shown = texts.filter((text) => windows.some((window) => touches(text, window)));
      const isReturnLine = (text: PdfText) => text.bottom <= SHEETS[paper].address.top;
      const address = shown.filter((text) => !isReturnLine(text));
      const outside = address.filter((text) => !windows.every((window) => inside(text, window, WINDOW_CLEARANCE_MM)));
      expect({ letter: letter.addresseeName, outside }).toEqual({ letter: letter.addresseeName, outside: [] });
      expect(wordsOf(address).replaceAll(',', '')).toBe(
        oneLine([letter.addresseeName, ...letter.addresseeLines].join(' ')).replaceAll(',', ''),
      );
      expect(shown.filter(isReturnLine).length).toBeLessThanOrEqual(paper === 'a4' ? 3 : 0);
      for (const text of texts) {
        expect(text.left).toBeGreaterThanOrEqual(19);
        expect(text.right).toBeLessThanOrEqual(width - SHEETS[paper].right + 0.2);
        expect(text.bottom).toBeLessThanOrEqual(height - 13);
      }
    }
  },
);

test('the zone of an address is the window less clearance and less all the way that the sheet can slide', () => {
  const window = { left: 20, top: 50, right: 110, bottom: 95 };
  const zone = alwaysVisible(window, { width: 220, height: 110 }, { width: 210, height: 105 }, 3);
  expect(zone).toEqual({ left: 23, top: 53, right: 97, bottom: 87 });
});

test('an address too long for the window stands at the head of the text, whole, and is said to be so', async () => {
  const letter = sampleLetter({ addresseeName: 'Bureau of Everything '.repeat(14).trim() });
  expect((await listPaperFaults(letter)).withoutWindow).toEqual(['letter', 'letter-single', 'a4']);
  const { pages } = await readPdf(await letterPdfBytes(letter, { paper: 'letter' }));
  expect(pages.map(({ texts }) => wordsOf(texts)).join(' ')).toContain(letter.addresseeName);
  expect((pages[0]?.texts ?? []).filter((text) => windowsOn('letter').some((window) => touches(text, window)))).toEqual(
    [],
  );
});

test('the printed words are those of the letter, over pages, with notes, names and their marks', async () => {
  const body = `To the Commission:\n\n${'Señor Nguyễn and Łukasz wait “each evening” — until the ﬁlm, their ﬁrst, starts at ten. '.repeat(40)}\n\n  indented\nBrief an die Behörde; Пётр і Οδυσσέας.\n\n${'A paragraph of some length that says what I saw. '.repeat(60)}\n\nSincerely,\n\nAna Ruiz\n\n[1] Order of 2015, https://example.org/${'a-very-long-path/'.repeat(12)}\n[2] The record.\n`;
  const letter = sampleLetter({ body });
  const bytes = await letterPdfBytes(letter, { paper: 'letter' });
  const { pages, info, language, isTagged } = await readPdf(bytes);
  const all = pages.flatMap(({ texts }, i) =>
    texts.filter(({ top, bottom }) => bottom < 255 && (i === 0 ? top > 90 : top > 25)),
  );
  const bare = (text: string) => text.replace(/\s+/g, '').normalize('NFKC');
  expect(bare(wordsOf(all))).toBe(bare(`${letter.subject}${body}`));
  expect(pages.length).toBe(3);
  expect(wordsOf(pages[0]?.texts ?? [])).toContain('1 / 3');
  expect(wordsOf(pages[1]?.texts ?? [])).toMatch(/Ana Ruiz, November 22, 2026/);
  expect(wordsOf(pages[2]?.texts ?? [])).toContain('3 / 3');
  expect(info).toMatchObject({ Title: letter.subject, Author: 'Ana Ruiz', CreationDate: 'D:20261122233000Z' });
  expect([language, isTagged]).toEqual(['en-US', true]);
  const raw = bytes.toString('latin1');
  expect(raw).toMatch(/\/FontName \/[A-Z]{6}\+SourceSerif4/);
  expect(raw).toMatch(/\/FontName \/[A-Z]{6}\+PublicSans/);
  expect(raw.match(/\/FontFile2/g)?.length).toBe(raw.match(/\/Type \/FontDescriptor/g)?.length);
  expect(raw).not.toMatch(/Helvetica/);
});

test('no page begins or ends with one line of a paragraph', async () => {
  const paragraph = (i: number) => `P${i} ${'word '.repeat(30 + ((i * 37) % 120))}E${i}`;
  const body = `${Array.from({ length: 40 }, (_, i) => paragraph(i)).join('\n\n')}\n`;
  const { pages } = await readPdf(await letterPdfBytes(sampleLetter({ body }), { paper: 'a4' }));
  expect(pages.length).toBeGreaterThan(4);
  for (const [i, { texts }] of pages.entries()) {
    const lines = texts
      .filter(({ top, bottom }) => bottom < 273 && (i === 0 ? top > 112 : top > 25))
      .map(({ text }) => text);
    const isCut = (line: string | undefined, mark: RegExp) => line !== undefined && !mark.test(line);
    if (i > 0 && isCut(lines[0], /^P\d/)) expect(lines[0]).not.toMatch(/E\d+$/);
    if (i < pages.length - 1 && isCut(lines.at(-1), /E\d+$/)) expect(lines.at(-1)).not.toMatch(/^P\d/);
  }
});

test('the same letter gives the same bytes, another day or text others', async () => {
  const [once, again, other] = await Promise.all([
    letterPdfBytes(sampleLetter(), { paper: 'letter' }),
    letterPdfBytes(sampleLetter(), { paper: 'letter' }),
    letterPdfBytes(sampleLetter({ digest: 'cd'.repeat(32) }), { paper: 'letter' }),
  ]);
  expect(once.equals(again)).toBe(true);
  expect(once.equals(other)).toBe(false);
  const letters = [sampleLetter(), sampleLetter({ publicId: 'b', senderName: 'Bo' })];
  expect((await merged(letters, 'a4')).bytes.equals((await merged(letters, 'a4')).bytes)).toBe(true);
});

test('what no font holds stands as its number, with a note, and nothing is left out in silence', async () => {
  const letter = sampleLetter({
    senderName: '王小明',
    subject: 'Hi \u202edleif\u0000 😀',
    body: `${'a'.repeat(400)} مرحبا \ud800 zero\u200bwidth\ufe0f ${'W'.repeat(300)}\n\n<b>&amp; (paren) \\ [x] %PDF endobj</b>\n`,
    locale: 'es',
  });
  const faults = await listPaperFaults(letter);
  expect(faults.missing).toEqual(expect.arrayContaining(['王', '😀', '\u202e', '\u0000', '\ud800', 'م']));
  const { pages, language } = await readPdf(await letterPdfBytes(letter, { paper: 'letter' }));
  const words = wordsOf(pages.flatMap(({ texts }) => texts));
  expect(words).toContain('[U+738B U+5C0F U+660E]');
  expect(words).toContain('Hi [U+202E]dleif[U+0000] [U+1F600]');
  expect(words).toContain('[U+D800] zerowidth');
  expect(words).toContain('<b>&amp; (paren) \\ [x] %PDF endobj</b>');
  expect(words).toContain('Nota: los caracteres');
  expect(words).toContain('22 de noviembre de 2026');
  expect(language).toBe('es-US');
  for (const { right } of pages[0]?.texts ?? []) expect(right).toBeLessThanOrEqual(SHEETS.letter.width - 25);
});

test('the list in front says on which pages each letter stands', async () => {
  const letters = Array.from({ length: 70 }, (_, i) =>
    sampleLetter({
      publicId: `${i}`,
      addresseeName: `Office ${i}`,
      body: `Letter ${i}.\n\n${'More words here. '.repeat(i % 2 ? 300 : 5)}\n`,
    }),
  );
  const { pdf, outcome } = await merged(letters, 'letter', 'es');
  expect(outcome.pages).toBe(pdf.pages.length);
  const listed = pdf.pages.flatMap(({ texts }) => texts);
  expect(wordsOf(listed)).toContain(`70 cartas en ${outcome.pages} páginas.`);
  for (const i of [0, 1, 69]) {
    const row = listed.findIndex(({ text }) => text === `Office ${i}`);
    const first = Number(listed[row + 2]?.text.split('–')[0]);
    expect(wordsOf(pdf.pages[first - 1]?.texts ?? [])).toContain(`Letter ${i}. More`);
  }
  await expect(merged([], 'letter')).rejects.toThrow('no letter');
});

test('a thousand letters wait for a slow reader instead of filling the memory, and a reader that fails is told', async () => {
  const body = 'All the same words, as form letters are.\n';
  let [bytes, supplied] = [0, 0];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      void gate.then(() => setImmediate(done));
    },
  });
  const letters = function* () {
    for (supplied = 0; supplied < 1_000; supplied++) yield sampleLetter({ publicId: `${supplied}`, body });
  };
  const writing = lettersPdf(letters, { paper: 'letter', locale: 'en' }, slow);
  while (bytes === 0) await setTimeout(20);
  let last = -1;
  while (last !== supplied) {
    last = supplied;
    await setTimeout(150);
  }
  expect(supplied).toBeLessThan(400);
  open();
  expect(await writing).toMatchObject({ letters: 1_000, missing: [] });
  expect(bytes).toBeGreaterThan(700_000);
  const failing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the disk is full')) });
  await expect(lettersPdf(letters, { paper: 'letter', locale: 'en' }, failing)).rejects.toThrow('the disk is full');
  expect(failing.destroyed).toBe(true);
});
