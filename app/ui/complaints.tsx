import { COMPLAINT_CELLS, type ComplaintFigures } from '#app/domain/complaint/figures.ts';
import { ButtonLink } from './button.tsx';
import { FactDate } from './fact-date.tsx';
import { useMessages } from './locale.tsx';
import { useNumbers } from './measured.tsx';
import { Section } from './page-head.tsx';
import { Table } from './table.tsx';

/** What people say became of their complaints about an ISP, or why no number can be shown. For the ISP's page. */
export function ComplaintsSection({ name, figures }: { name: string; figures: ComplaintFigures }) {
  const { section, outcomes } = useMessages().filing;
  const { whole } = useNumbers();
  const { total, cells, asOf } = figures;
  const shown = (count: number | null) => (count === null ? section.hidden : whole(count));
  return (
    <Section title={section.title} id="complaints">
      {total === null ? (
        <p>{section.none(name)}</p>
      ) : (
        <>
          <p>{section.lede(name, whole(total))}</p>
          <div className="measured-table">
            <Table
              rows={COMPLAINT_CELLS}
              rowKey={(cell) => cell}
              stacks={false}
              columns={[
                { key: 'outcome', heading: section.outcome, cell: (cell) => outcomes[cell].short },
                { key: 'people', heading: section.people, numeric: true, cell: (cell) => shown(cells[cell]) },
              ]}
            />
          </div>
        </>
      )}
      <p className="small">
        {section.rule} {section.source} <FactDate date={asOf} />.
      </p>
      <p>
        <ButtonLink to="/campaigns">{section.write}</ButtonLink>
      </p>
    </Section>
  );
}
