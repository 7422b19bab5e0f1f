import { formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { type PageLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

/** The figures of an entry as a table; its sources stand below on the same page. Figures of a kind without words keep the editor's name for them. */
export function EntryFigures({ figures }: { figures: Record<string, unknown> | null }) {
  const words = useMessages().incidents;
  const locale = useLocale();
  const rows = rowsOf(figures ?? {}, words.figureNames, locale);
  if (rows.length === 0) return null;
  return (
    <Section title={words.figures} id="figures">
      <p className="small">
        {words.figuresWhy} <a href="#sources">{words.sources}</a>
      </p>
      <div className="measure">
        <Table
          rows={rows}
          rowKey={({ key }) => key}
          stacks={false}
          columns={[
            { key: 'figure', heading: words.figure, cell: ({ name }) => name },
            { key: 'value', heading: words.value, numeric: true, cell: ({ value }) => value },
          ]}
        />
      </div>
    </Section>
  );
}

type Row = { key: string; name: string; value: string };

function rowsOf(figures: Record<string, unknown>, names: Readonly<Record<string, string>>, locale: PageLocale): Row[] {
  // The database keeps no order of keys; the catalogue of words gives one, and what it does not know comes last.
  const order = Object.keys(names);
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const sorted = Object.entries(figures).sort(([a], [b]) => place(a) - place(b));
  return sorted.flatMap(([key, value]): Row[] => {
    const name = names[key] ?? key;
    if (typeof value !== 'object' || value === null) return [{ key, name, value: shown(value, locale) }];
    return Object.entries(value).map(([month, figure]) => ({
      key: `${key} ${month}`,
      name: `${name}, ${shown(month, locale)}`,
      value: shown(figure, locale),
    }));
  });
}

function shown(value: unknown, locale: PageLocale): string {
  if (typeof value === 'number') return formatNumber(locale, value);
  const text = String(value);
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? formatDate(locale, `${text}-01`, 'month') : text;
}
