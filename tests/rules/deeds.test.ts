import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parse, readSources, type SourceFile } from './source.ts';

/** Forms of organizers that change nothing of anybody's, each with the reason. */
const UNRECORDED: Readonly<Record<string, string>> = {
  'app/routes/organize/again.tsx': 'it mails a link; following it is on record',
  'app/routes/organize/sign-in.tsx': 'nobody is signed in yet: it mails a link, or says that it did',
};

const RECORDERS = ['recordDeed', 'noteDeed'];

/** What a file declares at its top level: for each name the names that its text mentions; and where imported names come from. */
interface Unit {
  mentions: Map<string, Set<string>>;
  imports: Map<string, { path: string; name: string }>;
}

function unitOf(file: SourceFile): Unit {
  const unit: Unit = { mentions: new Map(), imports: new Map() };
  const tree = parse(file);
  for (const node of tree.statements) {
    if (ts.isImportDeclaration(node)) {
      const from = (node.moduleSpecifier as ts.StringLiteral).text;
      const path = from.startsWith('#') ? from.slice(1) : join(dirname(file.path), from);
      const named = node.importClause?.namedBindings;
      if (named && ts.isNamedImports(named))
        for (const { name, propertyName } of named.elements)
          unit.imports.set(name.text, { path, name: (propertyName ?? name).text });
      continue;
    }
    const names = ts.isVariableStatement(node)
      ? node.declarationList.declarations.map(({ name }) => name.getText(tree))
      : 'name' in node && node.name
        ? [(node.name as ts.Node).getText(tree)]
        : [];
    const mentioned = new Set(node.getText(tree).match(/[A-Za-z_$][\w$]*/g));
    for (const name of names) unit.mentions.set(name, mentioned);
  }
  return unit;
}

/** The forms that reach no recorder: from `action` on, by the names that each function mentions. */
function unrecorded(files: readonly SourceFile[]): string[] {
  const units = new Map(files.map((file) => [file.path, unitOf(file)]));
  const reaches = (path: string, name: string, seen: Set<string>): boolean => {
    if (RECORDERS.includes(name)) return true;
    const key = `${path} ${name}`;
    const unit = units.get(path);
    if (!unit || seen.has(key)) return false;
    seen.add(key);
    return [...(unit.mentions.get(name) ?? [])].some((mentioned) => {
      const imported = unit.imports.get(mentioned);
      if (imported) return reaches(imported.path, imported.name, seen);
      return mentioned !== name && unit.mentions.has(mentioned) && reaches(path, mentioned, seen);
    });
  };
  return files
    .filter(({ path }) => path.startsWith('app/routes/organize/') && units.get(path)?.mentions.has('action'))
    .filter(({ path }) => !reaches(path, 'action', new Set()))
    .map(({ path }) => path);
}

test('every form of organizers reaches a verb that writes its deed into the audit', async () => {
  const files = await readSources(['app/routes/organize', 'app/domain', 'app/http']);
  expect(unrecorded(files).toSorted()).toEqual(Object.keys(UNRECORDED).toSorted());
});

test('every kind of deed stands in docs/audit.md', async () => {
  const sources = await readSources(['app/domain', 'app/commands/editor']);
  const nouns = sources.flatMap(({ text }) =>
    text.includes('recordDeed') || text.includes('noteDeed')
      ? [...text.matchAll(/['`]([a-z-]+)\.[a-z$]/g)].flatMap(([whole, noun = '']) =>
          isDeed(text, whole) ? [noun] : [],
        )
      : [],
  );
  const page = await readFile('docs/audit.md', 'utf8');
  expect(nouns.length).toBeGreaterThan(10);
  expect([...new Set(nouns)].filter((noun) => !page.includes(`\`${noun}.\``))).toEqual([]);
});

/** Whether a text of a file stands behind `action:`, as a literal or through a name that ends so. */
const isDeed = (text: string, literal: string) =>
  text.includes(`action: ${literal}`) || text.includes(`action = ${literal}`);

test('the rule can fail', () => {
  const verb = (path: string, body: string) => ({ path, text: `export async function change() {\n${body}\n}` });
  const route = {
    path: 'app/routes/organize/x.tsx',
    text: `import { change as turn } from '#app/domain/x/x.server.ts';\nconst deeds = { go: turn };\nexport function action() { return deeds.go(); }`,
  };
  const silent = verb('app/domain/x/x.server.ts', 'await db.update();');
  const loud = {
    ...silent,
    text: `import { recordDeed } from '../audit/audit.server.ts';\n${silent.text.replace('db.update', 'recordDeed')}`,
  };
  expect(unrecorded([route, silent])).toEqual([route.path]);
  expect(unrecorded([route, loud])).toEqual([]);
});
