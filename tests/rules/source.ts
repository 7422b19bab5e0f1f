import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles } from '#app/commands/files.ts';

/** One file of the repository: its path from the root and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** The files under some folders, with their text; only those whose path matches `only`. */
export async function readSources(folders: readonly string[], only = /\.tsx?$/): Promise<SourceFile[]> {
  const paths = (await listFiles(process.cwd(), folders)).filter((path) => only.test(path));
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(process.cwd(), path), 'utf8') })),
  );
}

/** The syntax tree of a file, with parents. */
export function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : undefined,
  );
}

/** Something that a file exports, by name (`default` for the default), with the statement that declares it. */
export interface Exported {
  name: string;
  node: ts.Statement;
}

/** What a file declares and exports; what it hands on from another file is left out. */
export function exportsOf(tree: ts.SourceFile): Exported[] {
  const declared = new Map<string, ts.Statement>();
  const found: Exported[] = [];
  for (const node of tree.statements) {
    const flags = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map((modifier) => modifier.kind) : [];
    const names = ts.isVariableStatement(node)
      ? node.declarationList.declarations.map(({ name }) => name.getText(tree))
      : [('name' in node && (node.name as ts.Node | undefined)?.getText(tree)) || 'default'];
    for (const name of names) {
      declared.set(name, node);
      if (flags.includes(ts.SyntaxKind.DefaultKeyword) || ts.isExportAssignment(node))
        found.push({ name: 'default', node });
      else if (flags.includes(ts.SyntaxKind.ExportKeyword)) found.push({ name, node });
    }
  }
  for (const node of tree.statements) {
    if (!ts.isExportDeclaration(node) || node.moduleSpecifier || !node.exportClause) continue;
    if (!ts.isNamedExports(node.exportClause)) continue;
    for (const { name, propertyName } of node.exportClause.elements) {
      const statement = declared.get((propertyName ?? name).text);
      if (statement) found.push({ name: name.text, node: statement });
    }
  }
  return found;
}

/** How many lines a node covers, without the comments before it. */
export function linesOf(tree: ts.SourceFile, node: ts.Node): number {
  const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  return line(node.getEnd()) - line(node.getStart(tree)) + 1;
}
