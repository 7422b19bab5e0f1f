import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Table } from '#app/ui/table.tsx';

export type Counts = {
  about: { asOf: string };
  size: number;
  counted: number;
  withdrawn: number;
  invalidated: number;
  byReason: Record<string, number>;
};

export type Waiting = { pending: number; suspicious: number; countedAt: Date };

/** How many signatures are in each state: exact from the ledger, rounded for those that are in none. */
export function ByState({ counts, waiting }: { counts: Counts; waiting: Waiting | null }) {
  const locale = useLocale();
  const { figures: words, states } = useMessages().counting;
  const exact = (value: number) => formatNumber(locale, value);
  const rounded = (value: number | undefined) => {
    if (value === undefined) return words.notYet;
    return value === 0 ? words.few : words.about(exact(value));
  };
  const rows = [
    { state: 'confirmed', amount: exact(counts.counted) },
    { state: 'pending', amount: rounded(waiting?.pending) },
    { state: 'suspicious', amount: rounded(waiting?.suspicious) },
    { state: 'withdrawn', amount: exact(counts.withdrawn) },
    { state: 'invalidated', amount: exact(counts.invalidated) },
  ] as const;
  return (
    <>
      <Table
        caption={words.statesCaption}
        rows={rows}
        rowKey={({ state }) => state}
        columns={[
          { key: 'state', heading: states.state, cell: ({ state }) => states.names[state] },
          { key: 'number', heading: words.number, numeric: true, cell: ({ amount }) => amount },
          { key: 'meaning', heading: states.meaning, cell: ({ state }) => states.meanings[state] },
        ]}
      />
      {waiting ? <p className="small">{words.waitingAsOf(minuteOf(locale, waiting.countedAt))}</p> : null}
    </>
  );
}

/** Why signatures were taken out, from the ledger. */
export function ByReason({ counts }: { counts: Counts }) {
  const locale = useLocale();
  const { figures: words, reasons } = useMessages().counting;
  const rows = Object.entries(counts.byReason).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const names = new Map<string, string>(Object.entries(reasons.names));
  if (rows.length === 0) return <p>{reasons.none}</p>;
  return (
    <Table
      caption={reasons.caption}
      rows={rows}
      rowKey={([name]) => name}
      stacks={false}
      columns={[
        { key: 'reason', heading: reasons.reason, cell: ([name]) => names.get(name) ?? `${reasons.older}: ${name}` },
        { key: 'number', heading: words.number, numeric: true, cell: ([, amount]) => formatNumber(locale, amount) },
      ]}
    />
  );
}
