import { may } from '#app/domain/organizer/permissions.ts';
import type { ImportRefusal } from '#app/domain/subscriber/import.server.ts';
import type { ImportState } from '#app/domain/subscriber/import.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { AudiencePlaces } from './places.tsx';

type ListsPageProps = {
  seat: FrameSeat;
  imports: readonly {
    id: number;
    name: string;
    state: ImportState;
    rows: number | null;
    figures: { added?: number; removed?: number };
    createdAt: Date | string;
  }[];
  answer: { refusal: ImportRefusal; name: string } | undefined;
};

/** The lists that were imported, and the form that hands one in. */
export function ListsPage({ seat, imports, answer }: ListsPageProps) {
  const { audience } = useOrganizeMessages();
  const words = audience.lists;
  const locale = useLocale();
  const home = `/organize/${seat.organization.slug}/audience/lists`;
  const refusal = answer && words.refusals[answer.refusal];
  const isName = answer?.refusal === 'name_taken' || answer?.refusal === 'name_missing';
  const count = (value: number | undefined | null) => (value == null ? '' : formatNumber(locale, value));
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <AudiencePlaces seat={seat} here="lists" />
      {imports.length === 0 ? <p>{words.none}</p> : null}
      {imports.length > 0 ? (
        <Table
          rows={imports}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              heading: words.name,
              cell: ({ id, name }) => <PageLink to={`${home}/${id}`}>{name}</PageLink>,
            },
            { key: 'state', heading: words.state, cell: ({ state }) => words.states[state] },
            { key: 'rows', heading: words.rows, numeric: true, cell: ({ rows }) => count(rows) },
            {
              key: 'added',
              heading: words.added,
              numeric: true,
              cell: ({ state, figures }) => (state === 'checking' || state === 'checked' ? '' : count(figures.added)),
            },
            {
              key: 'created',
              heading: words.created,
              cell: ({ createdAt }) => formatDate(locale, new Date(createdAt).toISOString().slice(0, 10)),
            },
          ]}
        />
      ) : null}
      {may(seat.role, 'audience.change', seat.organization.runsInstallation) ? (
        <Section title={words.upload.title} id="upload">
          <ErrorSummary faults={refusal ? [{ id: isName ? 'name' : 'file', message: refusal }] : []} />
          <form method="post" encType="multipart/form-data" className="max-w-2xl" noValidate>
            <Field
              id="name"
              name="name"
              label={words.upload.name}
              hint={words.upload.nameHint}
              defaultValue={answer?.name}
              maxLength={120}
              errors={isName && refusal ? [refusal] : []}
              required
            />
            <Field
              id="file"
              name="file"
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
              label={words.upload.file}
              hint={words.upload.fileHint}
              errors={!isName && refusal ? [refusal] : []}
              required
            />
            <Button>{words.upload.button}</Button>
          </form>
        </Section>
      ) : null}
    </OrganizerPage>
  );
}
