import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { type Column, Table } from '#app/ui/table.tsx';
import type { TrialView } from './trial.view.server.ts';

type Shown = NonNullable<TrialView['running']>;

/** Both variants with their words and counts. */
export function Counts({ trial }: { trial: Shown }) {
  const { trials: words } = useOrganizeMessages();
  const rows = [
    { variant: 'a' as const, texts: trial.wordsA, ...trial.a },
    { variant: 'b' as const, texts: trial.wordsB, ...trial.b },
  ];
  const said = (texts: Shown['wordsA']) =>
    (['en', 'es'] as const).map((lang) =>
      texts[lang] ? (
        <span key={lang} lang={lang} className="trial-words">
          {texts[lang]?.title}. {texts[lang]?.ask}
        </span>
      ) : null,
    );
  const rate: Column<(typeof rows)[number]> = {
    key: 'rate',
    heading: words.table.rate,
    numeric: true,
    cell: ({ signed, seen }) => words.rateOf(signed, seen),
  };
  return (
    <Table
      columns={[
        {
          key: 'variant',
          heading: words.table.variant,
          cell: ({ variant, texts }) => (
            <>
              {words.variants[variant]}
              {said(texts)}
            </>
          ),
        },
        { key: 'seen', heading: words.table.seen, numeric: true, cell: ({ seen }) => seen.toLocaleString('en-US') },
        {
          key: 'signed',
          heading: words.table.signed,
          numeric: true,
          cell: ({ signed }) => signed.toLocaleString('en-US'),
        },
        // A rate beside a rate would be read as a verdict.
        ...(trial.endedAt === null ? [] : [rate]),
      ]}
      rows={rows}
      rowKey={({ variant }) => variant}
    />
  );
}
