import { diffWordsWithSpace } from 'diff';

/** A stretch of text that stands in both texts, only in the first (`removed`) or only in the second (`added`). */
export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Longest work on one comparison, in milliseconds; past it a text counts as written anew. Own choice. */
const PATIENCE_MS = 500;

/**
 * What changed from one text to another, word by word; words that changed beside each other are one change, so that it can be read. `added` joined with `same` is the second
 * text, `removed` joined with `same` the first.
 */
export function compareTexts(before: string, after: string): DiffPart[] {
  const parts = diffWordsWithSpace(before, after, { timeout: PATIENCE_MS });
  if (!parts) return changed(before, after);
  const joined: DiffPart[] = [];
  let [removed, added] = ['', ''];
  for (const [index, part] of parts.entries()) {
    const isBetween = (removed !== '' || added !== '') && part.value.trim() === '' && index < parts.length - 1;
    if (part.removed) removed += part.value;
    else if (part.added) added += part.value;
    else if (isBetween) {
      removed += part.value;
      added += part.value;
    } else {
      joined.push(...changed(removed, added), { kind: 'same', text: part.value });
      [removed, added] = ['', ''];
    }
  }
  return [...joined, ...changed(removed, added)];
}

function changed(removed: string, added: string): DiffPart[] {
  const parts: DiffPart[] = [
    { kind: 'removed', text: removed },
    { kind: 'added', text: added },
  ];
  return parts.filter(({ text }) => text !== '');
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
