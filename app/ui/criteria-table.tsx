import type { Criterion, CriterionAnswer, CriterionPart } from '#app/domain/incident/criteria.ts';
import type { IspReply } from '#app/domain/reply/reply.ts';
import { Answer } from './answer.tsx';
import { EvidenceLine, EvidenceWhole, HistoryOf } from './criteria-evidence.tsx';
import { useMessages } from './locale.tsx';
import { Table } from './table.tsx';

/** Which answer would be as it should be. */
const good: Record<Criterion, 'yes' | 'no'> = {
  lawful_traffic_limited: 'no',
  paid_interconnection: 'no',
  video_by_plan: 'no',
  data_caps: 'no',
  binding_promise: 'yes',
  disclosure_found: 'yes',
};

/** Replies of the ISP by the incident that they answer. */
export type RepliesBySlug = Readonly<Record<string, readonly IspReply[]>>;

type CriteriaTableProps = {
  answers: readonly CriterionAnswer[];
  ispName: string;
  /** With it each answer shows its whole evidence: sources, the ISP's position and its replies, and what came before. Without: one line. */
  replies?: RepliesBySlug;
};

/** What an ISP does, and has promised: question, answer for each line, evidence. */
export function CriteriaTable({ answers, ispName, replies }: CriteriaTableProps) {
  const { criteria: words } = useMessages();
  return (
    <Table
      rows={answers}
      rowKey={({ criterion }) => criterion}
      columns={[
        { key: 'question', heading: words.question, cell: ({ criterion }) => words.questions[criterion] },
        { key: 'answer', heading: words.answer, cell: (row) => <Answers answer={row} /> },
        {
          key: 'evidence',
          heading: words.evidence,
          cell: ({ parts, history }) => (
            <>
              {parts.length === 0 ? <p className="evidence">{words.noEvidence}</p> : null}
              {parts.map(({ line, basis }) =>
                replies ? (
                  <EvidenceWhole key={line} basis={basis} ispName={ispName} replies={replies[basis.slug ?? ''] ?? []} />
                ) : (
                  <EvidenceLine key={line} basis={basis} ispName={ispName} />
                ),
              )}
              {replies ? <HistoryOf entries={history} ispName={ispName} /> : null}
            </>
          ),
        },
      ]}
    />
  );
}

/** The answers of one question, each with the line that it is about. */
export function Answers({ answer: { criterion, parts } }: { answer: CriterionAnswer }) {
  if (parts.length === 0) return <Answer answer="unknown" good={good[criterion]} />;
  return parts.map((part) => <OneAnswer key={part.line} part={part} good={good[criterion]} />);
}

function OneAnswer({ part: { line, answer, basis }, good: asItShouldBe }: { part: CriterionPart; good: 'yes' | 'no' }) {
  const { criteria: words } = useMessages();
  return (
    <span className="answer-line">
      <Answer answer={answer} good={asItShouldBe} year={basis.isOld ? basis.occurredOn.slice(0, 4) : null} />
      {line ? <span className="answer-of">{words.lines[line]}</span> : null}
    </span>
  );
}
