import type { Criterion, CriterionAnswer } from '#app/domain/incident/criteria.ts';
import { Answer } from './answer.tsx';
import { FactDate } from './fact-date.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { Table } from './table.tsx';

/** Which answer would be as it should be. */
const good: Record<Criterion, 'yes' | 'no'> = {
  paid_interconnection: 'no',
  data_caps: 'no',
  mobile_video_limited: 'no',
  binding_promise: 'yes',
};

/** What an ISP does, and says it does: question, answer, evidence. `recordPath` is the page that holds the incidents. */
export function CriteriaTable({ answers, recordPath }: { answers: readonly CriterionAnswer[]; recordPath: string }) {
  const { isp } = useMessages();
  return (
    <Table
      rows={answers}
      rowKey={({ criterion }) => criterion}
      columns={[
        { key: 'question', heading: isp.question, cell: ({ criterion }) => isp.criteria[criterion] },
        {
          key: 'answer',
          heading: isp.answer,
          cell: ({ criterion, answer, basis }) => (
            <Answer answer={answer} good={good[criterion]} year={basis?.isOld ? basis.occurredOn.slice(0, 4) : null} />
          ),
        },
        { key: 'evidence', heading: isp.evidence, cell: (row) => <Evidence row={row} recordPath={recordPath} /> },
      ]}
    />
  );
}

function Evidence({ row: { basis }, recordPath }: { row: CriterionAnswer; recordPath: string }) {
  const { isp } = useMessages();
  if (!basis) return isp.noEvidence;
  return (
    <>
      <span lang="en">{basis.title}</span>, <FactDate date={basis.occurredOn} precision={basis.datePrecision} />.{' '}
      {basis.isOld ? `${isp.oldEvidence} ` : null}
      <PageLink to={`${recordPath}#${basis.slug}`} aria-label={isp.seeEvidence(basis.title)}>
        {isp.see}
      </PageLink>
    </>
  );
}
