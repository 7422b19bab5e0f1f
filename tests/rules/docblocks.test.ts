import ts from 'typescript';
import { expect, test } from 'vitest';
import { exportsOf, parse, readSources, type SourceFile } from './source.ts';

const ROOMS = ['db', 'app/domain', 'app/http', 'app/jobs', 'emails', 'templates'];
const MIN_CHARS = 12;

test('every export of the rooms with a promise says what it promises', async () => {
  const files = await readSources(ROOMS);
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap(undocumented)).toEqual([]);
});

test('an export without words, or with too few, is found; one that is handed on is not', () => {
  const text = `
    /** Says what it promises to its callers. */
    export const told = 1;
    export function untold() {}
    /** Short. */
    export type Brief = string;
    // A line comment is no docblock, however long it may be.
    export interface Commented {}
    const late = 1;
    export { late };
    export { other } from './other.ts';
    export default class {}
  `;
  expect(undocumented({ path: 'db/a.ts', text })).toEqual([
    'db/a.ts: untold',
    'db/a.ts: Brief',
    'db/a.ts: Commented',
    'db/a.ts: default',
    'db/a.ts: late',
  ]);
});

function undocumented(file: SourceFile): string[] {
  return exportsOf(parse(file))
    .filter(({ node }) => words(node).length < MIN_CHARS)
    .map(({ name }) => `${file.path}: ${name}`);
}

/** The text of the docblock that stands directly before a statement. */
function words(node: ts.Statement): string {
  const block = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  return block
    ? block
        .getText()
        .replace(/^\/\*\*|\*\/$|^\s*\*/gm, '')
        .trim()
    : '';
}
