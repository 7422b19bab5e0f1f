import { COMPLAINT_CELLS, type ComplaintFigures } from '#app/domain/complaint/figures.ts';
import { ButtonLink } from './button.tsx';
import { FactDate } from './fact-date.tsx';
import { useMessages } from './locale.tsx';
import { useNumbers } from './measured.tsx';
import { Section } from './page-head.tsx';
import { Table } from './table.tsx';

/** The part of the section that says where its counts come from and what is hidden. */
const RULE_ID = 'complaints-rule';

/** What people say became of their complaints about an ISP, for the ISP's page; nothing where too few have said so. */
export function ComplaintsSection({ name, figures }: { name: string; figures: ComplaintFigures }) {
  const { section, outcomes } = useMessages().filing;
  const { whole } = useNumbers();
  const { total, cells, asOf } = figures;
  if (total === null) return null;
  const shown = (count: number | null) => (count === null ? section.hidden : whole(count));
  return (
    <Section title={section.title} id="complaints">
      <p>
        {section.lede(name, whole(total))} <a href={`#${RULE_ID}`}>{section.sourceLink}</a>, <FactDate date={asOf} />.
      </p>
      <div className="measured-table">
        <Table
          rows={COMPLAINT_CELLS}
          rowKey={(cell) => cell}
          stacks={false}
          columns={[
            { key: 'outcome', heading: section.outcome, cell: (cell) => outcomes[cell].short },
            { key: 'people', heading: section.people, numeric: true, cell: (cell) => shown(cells[cell]) },
            {
              key: 'source',
              heading: section.sourceLink,
              cell: () => (
                <a href={`#${RULE_ID}`}>
                  <FactDate date={asOf} />
                </a>
              ),
            },
          ]}
        />
      </div>
      <p className="small" id={RULE_ID}>
        {section.source} <FactDate date={asOf} />. {section.rule}
      </p>
      <p>
        <ButtonLink to="/campaigns">{section.write}</ButtonLink>
      </p>
    </Section>
  );
}
