import type { Cell, Column, ColumnType } from './export.ts';

/** Rows of a group, which is what memory holds at once. Own choice. */
const GROUP_ROWS = 20_000;

/** The types of columns. Source: Apache Parquet format, "Logical types". */
const TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const satisfies Record<ColumnType, object>;

function typed(cell: Cell, type: ColumnType): unknown {
  if (cell === null) return null;
  if (type === 'integer') return BigInt(cell);
  if (type === 'day' || type === 'instant') return new Date(String(cell));
  return cell;
}

/**
 * Rows as Apache Parquet with typed columns, all of them optional, in groups of 20,000 rows, compressed by Snappy: memory holds one group. Days are DATE, instants
 * TIMESTAMP_MILLIS in UTC, whole numbers INT64. Source: Apache Parquet format.
 */
export async function* parquetBytes(
  columns: readonly Column[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<Buffer> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    createdBy: 'untolled',
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({ name, ...TYPES[type], repetition_type: 'OPTIONAL' as const })),
    ],
  });
  const taken = () => {
    const piece = Buffer.from(new Uint8Array(bytes.buffer, 0, bytes.index));
    bytes.index = 0;
    return piece;
  };
  let held: (readonly Cell[])[] = [];
  const group = async () => {
    const rows = held;
    held = [];
    const columnData = columns.map(({ name, type }, at) => ({
      name,
      data: rows.map((row) => typed(row[at] ?? null, type)),
    }));
    await writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    return taken();
  };
  for await (const batch of batches) {
    for (const row of batch) held.push(row);
    if (held.length >= GROUP_ROWS) yield await group();
  }
  if (held.length > 0) yield await group();
  await writer.finish();
  yield taken();
}
