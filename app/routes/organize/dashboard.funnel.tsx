import { FUNNEL, type FunnelStep } from '#app/domain/dashboard/dashboard.ts';
import type { Breakdown } from '#app/domain/dashboard/read.server.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { CellBar } from '#app/ui/organizer/charts/bars.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { shareWords } from './dashboard.words.ts';

type FunnelProps = { funnel: Record<FunnelStep, number>; since: Breakdown['since'] };

/** The steps from a visit to a letter that arrived, each with what it counts and since when. */
export function FunnelSection({ funnel, since }: FunnelProps) {
  const { funnel: words, groups } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const most = Math.max(1, ...FUNNEL.map((step) => funnel[step]));
  const rows = FUNNEL.map((step, place) => {
    const before = FUNNEL[place - 1];
    const share = before && funnel[before] > 0 ? funnel[step] / funnel[before] : null;
    return { step, amount: funnel[step], share };
  });
  return (
    <Section title={words.title} id="funnel">
      <Table
        caption={words.caption}
        rows={rows}
        rowKey={({ step }) => step}
        columns={[
          {
            key: 'step',
            heading: words.step,
            cell: ({ step }) => (
              <>
                {words.steps[step]} <span className="step-note">{words.notes[step]}</span>
              </>
            ),
          },
          {
            key: 'amount',
            heading: words.amount,
            numeric: true,
            cell: ({ amount }) => <strong>{formatNumber(locale, amount)}</strong>,
          },
          {
            key: 'share',
            heading: words.share,
            numeric: true,
            cell: ({ share }) => (share === null ? '–' : shareWords(locale, share)),
          },
          {
            key: 'since',
            heading: words.since,
            cell: ({ step }) => {
              const first = since[step];
              return first ? formatDate(locale, first.slice(0, 10)) : '–';
            },
          },
          { key: 'bar', heading: groups.bar, cell: ({ amount }) => <CellBar share={amount / most} /> },
        ]}
      />
    </Section>
  );
}
