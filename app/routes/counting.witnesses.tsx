import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Table } from '#app/ui/table.tsx';

export type Vouched = { name: string; vkey: string; size: number; at: Date | null };

/** Who has signed a ledger besides the site, for how many entries and when; says so when nobody has. */
export function Witnesses({ witnesses }: { witnesses: readonly Vouched[] }) {
  const locale = useLocale();
  const words = useMessages().counting.witnesses;
  if (witnesses.length === 0) return <p>{words.none}</p>;
  return (
    <Table
      caption={words.caption}
      rows={witnesses}
      rowKey={({ vkey, size }) => `${vkey} ${size}`}
      columns={[
        { key: 'name', heading: words.witness, cell: ({ name }) => name },
        { key: 'size', heading: words.size, numeric: true, cell: ({ size }) => formatNumber(locale, size) },
        { key: 'at', heading: words.at, cell: ({ at }) => (at ? minuteOf(locale, at) : '') },
      ]}
    />
  );
}
