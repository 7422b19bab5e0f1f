import ts from 'typescript';
import { expect, test } from 'vitest';
import { exportsOf, linesOf, parse, readSources, type SourceFile } from './source.ts';

const MAX_FILE_LINES = 300;
const MAX_ROUTE_LINES = 150;
const MAX_DEED_LINES = 15;
const ORDER = ['meta', 'loader', 'action', 'default', 'ErrorBoundary'];
const VAGUE = /(^|[-/.])(utils?|misc|helpers?|common|lib|services?|managers?)([-/.]|$)/;

test('files stay small, and routes smaller', async () => {
  const files = await readSources(['app', 'db', 'emails', 'templates', 'tests']);
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(tooLong)).toEqual([]);
});

test('a route translates: loader and action are short, and its parts stand in order', async () => {
  const files = await readSources(['app/routes', 'app/root.tsx']);
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap(faultsOfRoute)).toEqual([]);
});

test('names of files say what is in them', async () => {
  const files = await readSources(['app', 'db', 'emails', 'templates', 'tests'], /./);
  expect(files.map(({ path }) => path).filter((path) => VAGUE.test(path))).toEqual([]);
  expect(['app/utils/a.ts', 'app/http/form-helpers.ts', 'db/lib.ts'].every((path) => VAGUE.test(path))).toBe(true);
});

test('a long file, a long action and a wrong order are found', () => {
  expect(tooLong({ path: 'app/http/a.ts', text: '\n'.repeat(301) })).toEqual(['app/http/a.ts: 301 lines']);
  expect(tooLong({ path: 'app/routes/a.tsx', text: '\n'.repeat(151) })).toEqual(['app/routes/a.tsx: 151 lines']);
  expect(tooLong({ path: 'app/http/a.ts', text: '\n'.repeat(300) })).toEqual([]);
  const text = `
    export async function action() {${'\n'.repeat(15)}}
    export const loader = () => {${'\n'.repeat(14)}};
    export default function Page() {}
  `;
  expect(faultsOfRoute({ path: 'app/routes/a.tsx', text })).toEqual([
    'app/routes/a.tsx: action has 16 lines',
    'app/routes/a.tsx: order is action, loader, default',
  ]);
});

function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  return lines > (path.startsWith('app/routes/') ? MAX_ROUTE_LINES : MAX_FILE_LINES) ? [`${path}: ${lines} lines`] : [];
}

function faultsOfRoute(file: SourceFile): string[] {
  const tree = parse(file);
  const parts = exportsOf(tree).filter(({ name }) => ORDER.includes(name));
  const long = parts
    .filter(({ name, node }) => (name === 'loader' || name === 'action') && linesOf(tree, deed(node)) > MAX_DEED_LINES)
    .map(({ name, node }) => `${file.path}: ${name} has ${linesOf(tree, deed(node))} lines`);
  const names = [...parts].sort((a, b) => a.node.pos - b.node.pos).map(({ name }) => name);
  const ordered = ORDER.filter((name) => names.includes(name));
  return names.join() === ordered.join() ? long : [...long, `${file.path}: order is ${names.join(', ')}`];
}

function deed(node: ts.Statement): ts.Node {
  return ts.isVariableStatement(node) ? (node.declarationList.declarations[0]?.initializer ?? node) : node;
}
