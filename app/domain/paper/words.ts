import type { PaperLocale } from './paper.ts';

const numbers = { en: new Intl.NumberFormat('en-US'), es: new Intl.NumberFormat('es-US') } as const;
const days = {
  en: new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }),
  es: new Intl.DateTimeFormat('es-US', { dateStyle: 'long', timeZone: 'UTC' }),
} as const;

/** An instant as a day of UTC in a language, e.g. "November 22, 2026". */
export function paperDay(at: Date, locale: PaperLocale): string {
  return days[locale].format(at);
}

const en = {
  unprintable:
    'Note: characters that the fonts of this file do not hold stand as their Unicode numbers in brackets. The letter itself holds the characters.',
  list: {
    title: 'Letters in this file',
    counted: (letters: number, pages: number) =>
      `${numbers.en.format(letters)} ${letters === 1 ? 'letter' : 'letters'} on ${numbers.en.format(pages)} ${pages === 1 ? 'page' : 'pages'}.`,
    columns: ['No.', 'Addressee', 'Sender', 'Pages'],
    noWindow: 'The address is too long for a window: write it on the envelope.',
    unprintable: (characters: string) => `Not in the fonts of this file: ${characters}`,
  },
  petition: {
    to: (addressee: string) => `To: ${addressee}`,
    ask: 'What it asks',
    count: (count: string, day: string) => `${count} confirmed signatures up to ${day}, UTC.`,
    rules: 'How it was counted',
    annex: 'Annex: the signers',
    columns: ['No.', 'Name', 'State', 'Confirmed (UTC)'],
    withheld: 'name withheld',
    page: (page: string, pages: string) => `Page ${page} of ${pages}`,
  },
};

const es: typeof en = {
  unprintable:
    'Nota: los caracteres que las fuentes de este archivo no contienen aparecen con su número Unicode entre corchetes. La carta en sí contiene los caracteres.',
  list: {
    title: 'Cartas de este archivo',
    counted: (letters, pages) =>
      `${numbers.es.format(letters)} ${letters === 1 ? 'carta' : 'cartas'} en ${numbers.es.format(pages)} ${pages === 1 ? 'página' : 'páginas'}.`,
    columns: ['N.º', 'Destinatario', 'Remitente', 'Páginas'],
    noWindow: 'La dirección es demasiado larga para una ventana: escríbala en el sobre.',
    unprintable: (characters) => `No están en las fuentes de este archivo: ${characters}`,
  },
  petition: {
    to: (addressee) => `A: ${addressee}`,
    ask: 'Lo que pide',
    count: (count, day) => `${count} firmas confirmadas hasta el ${day}, UTC.`,
    rules: 'Cómo se contaron',
    annex: 'Anexo: las personas firmantes',
    columns: ['N.º', 'Nombre', 'Estado', 'Confirmada (UTC)'],
    withheld: 'nombre reservado',
    page: (page, pages) => `Página ${page} de ${pages}`,
  },
};

/** Words that stand on paper beside what people wrote, in the language of the document. */
export const PAPER_WORDS: Readonly<Record<PaperLocale, typeof en>> = { en, es };

/** A whole number as it is written in a language, e.g. 12,345. */
export function paperNumber(value: number, locale: PaperLocale): string {
  return numbers[locale].format(value);
}
