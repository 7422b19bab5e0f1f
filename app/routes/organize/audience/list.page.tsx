import { may } from '#app/domain/organizer/permissions.ts';
import { IMPORT_FIGURES, maxKeptFaults, WORKING_STATES } from '#app/domain/subscriber/import.ts';
import type { ImportFault } from '#app/domain/subscriber/import-list.server.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import type { ListAnswer, ListSeen } from './list.answer.ts';
import { MappingForm } from './mapping.form.tsx';

type ListPageProps = {
  seat: FrameSeat;
  list: ListSeen;
  sample: readonly string[][];
  faults: readonly ImportFault[];
  answer: ListAnswer;
};

/** One imported list: its columns, what a look at it found, what became of it, and what may be done now. */
export function ListPage({ seat, list, sample, faults, answer }: ListPageProps) {
  const { audience } = useOrganizeMessages();
  const words = audience.list;
  const locale = useLocale();
  const { state, figures, rows, rowsDone, failure } = list;
  const number = (value: number) => formatNumber(locale, value);
  const isWorking = WORKING_STATES.includes(state);
  const mayChange = may(seat.role, 'audience.change', seat.organization.runsInstallation);
  const isSmall = list.fileBytes < 1_000_000;
  const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const size = isSmall
    ? `${figure.format(list.fileBytes / 1000)} kB`
    : `${figure.format(list.fileBytes / 1_000_000)} MB`;
  const [first = '', ...others] = audience.lists.states[state];
  const isLook = state === 'checking' || state === 'checked';
  const [kind = '', line = ''] = failure?.split(':') ?? [];
  return (
    <OrganizerPage
      seat={seat}
      title={list.name}
      lede={`${first.toUpperCase()}${others.join('')}. ${words.file(list.fileName, size)}`}
      kick={<PageLink to={`/organize/${seat.organization.slug}/audience/lists`}>{words.back}</PageLink>}
    >
      {answer?.refusal ? <Notice tone="down" title={audience.lists.refusals[answer.refusal]} /> : null}
      {failure ? (
        <Notice tone="down" title={kind === 'broken' ? words.failures.broken(line) : words.failures.too_many_rows} />
      ) : null}
      {isWorking ? (
        <Notice>
          <p>
            {rows ? words.progress(number(rowsDone), number(rows)) : words.progressOpen(number(rowsDone))}.{' '}
            {words.reload}
          </p>
          {rows ? (
            <progress max={rows} value={rowsDone} aria-label={words.progress(number(rowsDone), number(rows))} />
          ) : null}
        </Notice>
      ) : null}
      {Object.keys(figures).length > 0 ? (
        <Section title={isLook ? words.wouldTitle : words.becameTitle} id="figures">
          <dl className="audience-facts">
            {IMPORT_FIGURES.filter((figure) => figures[figure] !== undefined).map((figure) => (
              <div key={figure}>
                <dt>{words.figures[figure]}</dt>
                <dd>{number(figures[figure] ?? 0)}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
      {mayChange ? <Deeds list={list} /> : null}
      {faults.length > 0 ? (
        <Section title={words.faultsTitle} id="faults">
          <p className="small">{words.faultsNote(Math.min(maxKeptFaults, 200))}</p>
          <Table
            stacks={false}
            rows={faults}
            rowKey={({ line: at, column }) => `${at} ${column}`}
            columns={[
              { key: 'line', heading: words.line, numeric: true, cell: ({ line: at }) => number(at) },
              { key: 'column', heading: words.column, cell: ({ column }) => words.field[column] },
              {
                key: 'fault',
                heading: words.fault,
                cell: ({ reason, otherLine }) =>
                  otherLine === null ? words.faults[reason] : words.duplicateOf(otherLine),
              },
            ]}
          />
        </Section>
      ) : null}
      {mayChange && (state === 'uploaded' || state === 'checked') ? (
        <MappingForm list={list} sample={sample} answer={answer} />
      ) : null}
    </OrganizerPage>
  );
}

function Deeds({ list: { state, figures } }: { list: ListSeen }) {
  const { audience } = useOrganizeMessages();
  const words = audience.list;
  const locale = useLocale();
  const deed = (intent: string, label: string, hint: string | null) => (
    <form method="post">
      <Button weight={intent === 'start' ? 'deed' : 'quiet'} name="intent" value={intent}>
        {label}
      </Button>
      {hint ? <p className="small">{hint}</p> : null}
    </form>
  );
  const mayCancel = ['uploaded', 'checking', 'checked', 'importing'].includes(state);
  return (
    <div className="audience-deeds">
      {state === 'checked' && figures.added
        ? deed('start', words.start(formatNumber(locale, figures.added)), null)
        : null}
      {mayCancel ? deed('cancel', words.cancel, words.cancelHint) : null}
      {state === 'done' || (state === 'cancelled' && figures.added) ? deed('undo', words.undo, words.undoHint) : null}
    </div>
  );
}
