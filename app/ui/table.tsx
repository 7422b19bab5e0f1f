import type { ReactNode } from 'react';

export type Column<Row> = {
  key: string;
  heading: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned figures. */
  numeric?: boolean;
};

type TableProps<Row> = {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  caption?: string;
  /** Below 760 px each row becomes a block (default). A table of two or three short columns may stay a table. */
  stacks?: boolean;
};

/** A table whose first column heads its row. Roles are written out because stacked rows lose them in some browsers. */
export function Table<Row>({ columns, rows, rowKey, caption, stacks = true }: TableProps<Row>) {
  const [first, ...others] = columns;
  if (!first) return null;
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: display changes on narrow screens drop the implied roles
    <table className={stacks ? 'table table-stack' : 'table'} role="table">
      {caption ? <caption>{caption}</caption> : null}
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} scope="col" role="columnheader" className={column.numeric ? 'num' : undefined}>
              {column.heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            <th scope="row" role="rowheader">
              {first.cell(row)}
            </th>
            {others.map((column) => (
              <td
                key={column.key}
                role="cell"
                data-label={column.heading}
                className={column.numeric ? 'num' : undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}
