import type { Column } from '#app/domain/export/export.ts';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

/** The columns of an export in their order, with what each holds; nothing for what has files of its own. */
export function ExportColumns({ columns }: { columns: readonly Column[] }) {
  const { exports: words } = useOrganizeMessages();
  if (columns.length === 0) return null;
  return (
    <Section title={words.columnsTitle} id="columns">
      <div className="export-columns">
        <Table
          stacks={false}
          rows={columns}
          rowKey={({ name }) => name}
          columns={[
            { key: 'name', heading: words.column, cell: ({ name }) => <code>{name}</code> },
            {
              key: 'type',
              heading: words.type,
              cell: ({ type, isPersonal }) =>
                isPersonal ? `${words.types[type]}, ${words.personal}` : words.types[type],
            },
          ]}
        />
      </div>
    </Section>
  );
}
