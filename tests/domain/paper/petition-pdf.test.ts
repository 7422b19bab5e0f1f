import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { PetitionPaper, PetitionSigner } from '#app/domain/paper/paper.ts';
import { petitionPdf } from '#app/domain/paper/petition-pdf.server.ts';
import { readPdf, wordsOf } from '#tests/support/pdf.ts';

function* signers(count: number): Generator<PetitionSigner> {
  for (let number = 1; number <= count; number++)
    yield {
      number,
      name:
        number % 3 === 0
          ? null
          : number % 7 === 0
            ? `Name ${number} ${'de la Cruz '.repeat(9)}Nguyễn`.slice(0, 100)
            : `Name ${number} Łuk`,
      state: number % 5 === 0 ? null : 'CA',
      day: '2026-11-22',
    };
}

function petition(count: number, facts: Partial<PetitionPaper> = {}): PetitionPaper {
  return {
    id: 'set-1',
    locale: 'en',
    title: 'Treat all traffic alike',
    addressee: 'Federal Communications Commission, WC Docket No. 17-108',
    ask: 'We ask the Commission to keep the rules.',
    body: 'First.\n\nSecond.\n',
    rules: ['One signature per mailbox.'],
    count,
    asOf: new Date('2026-11-22T00:00:00Z'),
    signers: signers(count),
    ...facts,
  };
}

async function written(petition: PetitionPaper, paper: 'letter' | 'a4' = 'letter') {
  const sink = new PassThrough();
  const [bytes, outcome] = await Promise.all([buffer(sink), petitionPdf(petition, { paper }, sink)]);
  return { bytes, outcome };
}

test.each(['letter', 'a4'] as const)(
  'every signer stands once in the annex, under a head on every page, in order (%s)',
  async (paper) => {
    const { bytes, outcome } = await written(petition(400), paper);
    const { pages, info } = await readPdf(bytes);
    expect(info).toMatchObject({
      Title: 'Treat all traffic alike · Federal Communications Commission, WC Docket No. 17-108',
    });
    expect([outcome.pages, outcome.signers]).toEqual([pages.length, 400]);
    expect(wordsOf(pages[0]?.texts ?? [])).toContain('400 confirmed signatures up to November 22, 2026, UTC.');
    const annex = pages.slice(1);
    for (const [i, { texts, width }] of annex.entries()) {
      const words = wordsOf(texts);
      expect(words).toContain('No. Name State Confirmed (UTC)');
      expect(words).toContain(`Page ${i + 2} of ${pages.length}`);
      for (const { right, left } of texts) expect(left >= 20 && right <= width - 19.8).toBe(true);
    }
    const numbers = annex.flatMap(({ texts }) =>
      texts.filter(({ text, left }) => left < 30 && /^\d+$/.test(text)).map(({ text }) => Number(text)),
    );
    expect(numbers).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    const all = wordsOf(annex.flatMap(({ texts }) => texts));
    expect(all.match(/name withheld/g)?.length).toBe(133);
    expect(all.replaceAll(' ', '')).toContain(`Name7${'de la Cruz '.repeat(9)}`.replaceAll(' ', '').slice(0, 70));
  },
);

test('rows do not run into each other or out of their columns', async () => {
  const wide = {
    number: 1,
    name: 'W'.repeat(100),
    state: 'CA',
    day: '2026-11-22',
  };
  const rows = Array.from({ length: 43 }, (_, i) => ({ ...wide, number: i + 1 }));
  const { pages } = await readPdf((await written(petition(43, { signers: rows }))).bytes);
  const texts = (pages[1]?.texts ?? []).filter(({ top }) => top > 28);
  for (const [i, one] of texts.entries())
    for (const other of texts.slice(i + 1)) {
      const isApart =
        one.right <= other.left + 0.1 ||
        other.right <= one.left + 0.1 ||
        one.bottom <= other.top + 0.15 ||
        other.bottom <= one.top + 0.15;
      expect([isApart, one, other]).toEqual([true, one, other]);
    }
});

test('the same petition gives the same bytes, in Spanish too, and a wrong count is refused', async () => {
  const once = await written(petition(120, { locale: 'es' }));
  const again = await written(petition(120, { locale: 'es' }));
  expect(once.bytes.equals(again.bytes)).toBe(true);
  expect(wordsOf((await readPdf(once.bytes)).pages[1]?.texts ?? [])).toContain('nombre reservado');
  for (const count of [119, 121]) {
    const sink = new PassThrough().resume();
    await expect(petitionPdf(petition(count, { signers: signers(120) }), { paper: 'letter' }, sink)).rejects.toThrow(
      'counts',
    );
  }
});

test('a petition without signers is its text alone, and no name in any script is lost without a word', async () => {
  expect((await written(petition(0))).outcome.pages).toBe(1);
  const odd = [{ number: 1, name: '李\u202e=cmd', state: null, day: '2026-11-22' }];
  const { bytes, outcome } = await written(petition(1, { signers: odd }));
  expect(outcome.missing).toEqual(['李', '\u202e']);
  expect(wordsOf((await readPdf(bytes)).pages[1]?.texts ?? [])).toContain('[U+674E U+202E]=cmd – 2026-11-22');
});
