import { diffWordsWithSpace } from 'diff';

/** A stretch of text that stands in both texts, only in the first (`removed`) or only in the second (`added`). */
export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Longest work on one comparison, in milliseconds; past it a text counts as written anew. Own choice. */
const PATIENCE_MS = 500;

/** What changed from one text to another, word by word; `added` joined with `same` is the second text, `removed` joined with `same` the first. */
export function compareTexts(before: string, after: string): DiffPart[] {
  const parts = diffWordsWithSpace(before, after, { timeout: PATIENCE_MS });
  if (!parts)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return parts.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** The fields in which two parts of a content differ, each compared. */
export function compareFields(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): { field: string; parts: DiffPart[] }[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field) => {
    const [one = '', other = ''] = [before[field], after[field]];
    return one === other ? [] : [{ field, parts: compareTexts(one, other) }];
  });
}
