import type { BlankValues, LetterBlank } from './blanks.ts';
import { type Citable, type Citables, type Footnote, NOTHING_CITABLE, sourceText, valueText } from './citing.ts';
import { renderPieces } from './engine.ts';
import { type LetterTemplate, TemplateError } from './template.ts';

/** Most addresses in one footnote: two are enough to check it, more fill the page. Own choice. */
const MAX_SOURCES = 2;

/**
 * A filled letter in plain text. `subject` is one line, empty for an exclusion; `body` has LF line ends and ends in one LF, its footnotes included.
 * `values`: what stands in each blank; `cited`: what it cites, in the order of the footnotes, with the sentence as it stands in the letter.
 */
export interface FilledLetter {
  subject: string;
  body: string;
  values: Readonly<Partial<Record<LetterBlank, string>>>;
  cited: readonly Citable[];
}

/**
 * Paragraphs that came out empty disappear, and so does the space around a sentence that did; a letter has no more than one empty line in a
 * row, one space between words and no space at line ends.
 */
function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/(?<=\S) {2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** One cited entry gives up to two sources; several share the note with one source each, so that each can be checked. */
function noteText({ number, cites }: Footnote): string {
  const sources = cites.flatMap((cite) => {
    const given = cite.sources.map(sourceText).filter(Boolean);
    return given.slice(0, cites.length === 1 ? MAX_SOURCES : 1);
  });
  return `[${number}] ${sources.join(' ; ')}`;
}

/**
 * Fills a template: pure, the same blanks and facts give the same letter. A blank that is not known takes its declared fallback. A sentence bound to
 * evidence, law or the record stands only with its source, which becomes a footnote under the letter, numbered in order of appearance; each evidence
 * block takes the best fact that is left. Values are text: nothing inside one is Liquid, a line, a header or a footnote. Throws `TemplateError`
 * when a required blank is not known.
 */
export function fill(
  template: LetterTemplate,
  values: BlankValues,
  citables: Citables = NOTHING_CITABLE,
): FilledLetter {
  const scope: Partial<Record<LetterBlank, string>> = {};
  for (const [key, rule] of Object.entries(template.blanks)) {
    const name = key as LetterBlank;
    const value = valueText(values[name] ?? '');
    if (value === '' && 'required' in rule) {
      const remedy = 'Give it a value or declare a fallback';
      throw new TemplateError(template.file, 1, `the blank "${name}" is required and was not given`, remedy);
    }
    scope[name] = value === '' && 'fallback' in rule ? valueText(rule.fallback) : value;
  }
  const rendered = renderPieces([template.subject, template.body], template.locale, scope, citables);
  const [subject = '', body = ''] = rendered.texts;
  const notes = rendered.footnotes.map(noteText);
  return {
    subject: tidy(subject).replace(/\s+/g, ' ').normalize('NFC'),
    body: `${[tidy(body), notes.join('\n')].filter(Boolean).join('\n\n')}\n`.normalize('NFC'),
    values: scope,
    cited: rendered.footnotes.flatMap(({ cites, said }) =>
      cites.map((cite) => (said === null ? cite : { ...cite, text: said.normalize('NFC'), caveat: null })),
    ),
  };
}
