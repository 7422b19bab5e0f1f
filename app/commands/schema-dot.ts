import { createHash } from 'node:crypto';
import { instance } from '@viz-js/viz';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { listFiles } from './files.ts';

/** A table as the picture shows it: its columns, and which of them point to another table. */
interface PictureTable {
  name: string;
  columns: { name: string; type: string; isKey: boolean; isRequired: boolean }[];
  references: { column: string; table: string }[];
}

/**
 * The schema as a Graphviz text: one frame per file of `db/schema`, one box per table with every column (keys bold, optional
 * ones with a question mark), one arrow per foreign key. The same schema gives the same text.
 */
export async function schemaDot(root: string): Promise<string> {
  const files = (await listFiles(root, ['db/schema'])).filter((path) => !/(index|column-types)\.ts$/.test(path));
  const nouns = await Promise.all(
    files.map(async (path) => ({
      noun: path.replace(/^.*\/|\.ts$/g, ''),
      tables: tablesOf(await import(`${root}/${path}`)),
    })),
  );
  const all = nouns.flatMap(({ tables }) => tables);
  return [
    'digraph schema {',
    'graph [rankdir=LR, fontname="Courier", fontsize=16, ranksep=1.1, nodesep=0.25, bgcolor="white", pad=0.3];',
    'node [shape=plain, fontname="Courier", fontsize=10];',
    'edge [color="#5a6470", arrowsize=0.6];',
    ...nouns.map(({ noun, tables }) =>
      [
        `subgraph "cluster_${noun}" {`,
        `label=${quoted(noun)}; labeljust=l; style=rounded; color="#c4c9cf"; fontcolor="#3b4450";`,
        ...tables.map((table) => `${quoted(table.name)} [label=<${box(table)}>];`),
        '}',
      ].join('\n'),
    ),
    ...all.flatMap(({ name, references }) =>
      references.map(({ column, table }) => `${quoted(name)}:${quoted(column)}:e -> ${quoted(table)}:"head":w;`),
    ),
    '}',
  ].join('\n');
}

/** The picture of a Graphviz text, with the digest of that text in its first line, by which a rule test knows it again. */
export async function schemaSvg(dot: string): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(dot, { format: 'svg', engine: 'dot' });
  return `<!-- npm run schema; ${digestOf(dot)} -->\n${svg.slice(svg.indexOf('<svg'))}`;
}

/** The digest of a Graphviz text, as the picture carries it. */
export function digestOf(dot: string): string {
  return `sha256 ${createHash('sha256').update(dot).digest('hex')}`;
}

function tablesOf(module: Record<string, unknown>): PictureTable[] {
  const tables = Object.entries(module).sort(([one], [other]) => (one < other ? -1 : 1));
  return tables
    .map(([, value]) => value)
    .filter((value) => value instanceof PgTable)
    .map((table) => {
      const { name, columns, foreignKeys, primaryKeys } = getTableConfig(table);
      const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
      return {
        name,
        columns: columns.map((column) => ({
          name: column.name,
          type: column.getSQLType().replace('timestamp with time zone', 'timestamptz'),
          isKey: column.primary || keys.has(column.name),
          isRequired: column.notNull,
        })),
        references: foreignKeys.map((key) => {
          const { columns: from, foreignTable } = key.reference();
          return { column: from[0]?.name ?? '', table: getTableConfig(foreignTable).name };
        }),
      };
    });
}

function box({ name, columns }: PictureTable): string {
  const rows = columns.map((column) => {
    const label = column.isKey ? `<b>${column.name}</b>` : column.name;
    const type = `<font color="#5a6470">${column.type}${column.isRequired ? '' : ' ?'}</font>`;
    return `<tr><td align="left" port="${column.name}">${label} ${type}</td></tr>`;
  });
  const head = `<tr><td align="left" port="head" bgcolor="#e8ebee"><b>${name}</b></td></tr>`;
  return `<table border="0" cellborder="1" cellspacing="0" cellpadding="3" color="#8a939d">${head}${rows.join('')}</table>`;
}

function quoted(text: string): string {
  return `"${text}"`;
}
