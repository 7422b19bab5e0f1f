/** Questions that draw out the writer's own story, in order; wording in `messages.letter.prompts`. */
export const PROMPTS = ['tried', 'when', 'answer', 'cost'] as const;

/** One of the questions. */
export type Prompt = (typeof PROMPTS)[number];

/** Longest answer to one question, in characters. Own choice. */
export const maxAnswerChars = 1_000;

/** Longest beginning of a paragraph that names a place, in characters. */
const BEGINNING_CHARS = 48;

/** A place between two paragraphs of a letter. `after`: how many paragraphs stand before it; `beginning`: of the paragraph that it follows. */
export interface LetterPlace {
  after: number;
  beginning: string;
}

const NOTE = /^\[\d+\] /;

function paragraphsOf(body: string): string[] {
  return body
    .replace(/\n+$/, '')
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== '');
}

/** Places where a paragraph may be put in: after each one but the last before sign-off and notes; at least one. */
export function listPlaces(body: string): LetterPlace[] {
  const paragraphs = paragraphsOf(body);
  const notesAt = paragraphs.findIndex((paragraph) => NOTE.test(paragraph));
  const text = notesAt < 0 ? paragraphs : paragraphs.slice(0, notesAt);
  const places = text.slice(0, Math.max(1, text.length - 1)).map((paragraph, index) => {
    const line = paragraph.replace(/\s+/g, ' ');
    const beginning =
      line.length <= BEGINNING_CHARS ? line : `${line.slice(0, BEGINNING_CHARS).replace(/\s+\S*$/, '')} …`;
    return { after: index + 1, beginning };
  });
  return places.length > 0 ? places : [{ after: 0, beginning: '' }];
}

/** The marked place: after the first paragraph that is no salutation, so that the writer's story comes before the argument. Own choice. */
export function usualPlace(body: string): number {
  const [first = ''] = paragraphsOf(body);
  const isSalutation = first.length < 200 && !/[.!?…]$/.test(first.trim());
  const wanted = isSalutation ? 2 : 1;
  return Math.min(wanted, listPlaces(body).at(-1)?.after ?? 0);
}

/** `paragraph` put in after the first `after` paragraphs; a place that there is not counts as the usual one. Everything else stays as it is. */
export function insertParagraph(body: string, paragraph: string, after: number): string {
  const places = listPlaces(body);
  const place = places.some((one) => one.after === after) ? after : usualPlace(body);
  const paragraphs = paragraphsOf(body);
  return `${[...paragraphs.slice(0, place), paragraph.trim(), ...paragraphs.slice(place)].join('\n\n')}\n`;
}

/** Answers as one paragraph, in their own words: parted by a space after a full stop, otherwise by a line end. Empty answers leave nothing. */
export function answersParagraph(answers: readonly string[]): string {
  return answers
    .map((answer) => answer.replace(/\s+/g, ' ').trim())
    .filter((answer) => answer !== '')
    .reduce(
      (text, answer) => (text === '' ? answer : `${text}${/[.!?…]["'”’»)]*$/u.test(text) ? ' ' : '\n'}${answer}`),
      '',
    );
}

/**
 * A sentence put in with the next number of a note, and the note added below the others, or at the end. `sources`: the note's addresses. Null when the
 * letter holds the sentence already.
 */
export function insertCited(
  body: string,
  { sentence, sources, after }: { sentence: string; sources: readonly string[]; after: number },
): string | null {
  if (body.includes(sentence)) return null;
  const number = Math.max(0, ...[...body.matchAll(/^\[(\d{1,3})\] /gm)].map(([, digits]) => Number(digits))) + 1;
  const put = insertParagraph(body, `${sentence} [${number}]`, after).replace(/\n+$/, '');
  const note = `[${number}] ${sources.join(' ; ')}`;
  const hasNotes = NOTE.test(put.split('\n').at(-1) ?? '');
  return `${put}${hasNotes ? '\n' : '\n\n'}${note}\n`;
}
