import ts from 'typescript';
import { expect, test } from 'vitest';
import { exportsOf, parse, readSources, type SourceFile } from './source.ts';

test('a list of states that stands in db/schema and in a pure half is the same in both', async () => {
  const schema = listsOf(await readSources(['db/schema']));
  const domain = listsOf(await readSources(['app/domain'], /(?<!\.server)\.ts$/));
  expect(differences(schema, domain)).toEqual([]);
  const shared = [...schema.keys()].filter((name) => domain.has(name));
  expect(shared).toEqual(expect.arrayContaining(['SIGNATURE_STATES', 'DELIVERY_STATES']));
});

test('two lists of one name that differ are found', () => {
  const one = listsOf([{ path: 'a.ts', text: `export const S_STATES = ['on', 'off'] as const;` }]);
  const two = listsOf([{ path: 'b.ts', text: `export const S_STATES = ['on', 'of'] as const satisfies string[];` }]);
  expect(differences(one, two)).toEqual(['S_STATES: on,off in a.ts; on,of in b.ts']);
  expect(differences(one, one)).toEqual([]);
});

interface List {
  path: string;
  values: string;
}

function differences(one: ReadonlyMap<string, List>, two: ReadonlyMap<string, List>): string[] {
  return [...one].flatMap(([name, { path, values }]) => {
    const other = two.get(name);
    return other && other.values !== values ? [`${name}: ${values} in ${path}; ${other.values} in ${other.path}`] : [];
  });
}

/** Exported constants that hold a list of texts. */
function listsOf(files: readonly SourceFile[]): Map<string, List> {
  const found = new Map<string, List>();
  for (const file of files) {
    for (const { name, node } of exportsOf(parse(file))) {
      const values = ts.isVariableStatement(node) ? textsOf(node.declarationList.declarations[0]?.initializer) : null;
      if (values) found.set(name, { path: file.path, values: values.join() });
    }
  }
  return found;
}

function textsOf(node: ts.Expression | undefined): string[] | null {
  if (!node) return null;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return textsOf(node.expression);
  if (!ts.isArrayLiteralExpression(node) || node.elements.length === 0) return null;
  return node.elements.every(ts.isStringLiteral)
    ? node.elements.map((element) => (element as ts.StringLiteral).text)
    : null;
}
