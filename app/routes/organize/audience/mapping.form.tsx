import { guessColumns, IMPORT_FIELDS, maxWhereChars, maxWordingChars } from '#app/domain/subscriber/import.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Fieldset, Select, TextArea } from '#app/ui/field.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import type { ListAnswer, ListSeen } from './list.answer.ts';

type MappingFormProps = { list: ListSeen; sample: readonly string[][]; answer: ListAnswer };

/** Which column says what, guessed and to be corrected, and the proof of consent for rows that do not carry their own. */
export function MappingForm({ list, sample, answer }: MappingFormProps) {
  const { audience } = useOrganizeMessages();
  const words = audience.list;
  const { columns } = list.format;
  const typed = answer?.typed ?? list.mapping;
  const chosen = typed?.columns ?? guessColumns(columns, sample);
  const said = (name: string) => {
    const value = (typed as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const faultWords: Record<string, string> = words.mappingFaults;
  const idOf = (field: string) => (field === 'email' || field === 'columns' ? 'column-email' : field);
  const faults = (answer?.faults ?? []).map(({ code, field }) => ({
    id: idOf(field),
    message: faultWords[code] ?? words.mappingFaults.other,
  }));
  const errors = (id: string) => faults.filter((fault) => fault.id === id).map(({ message }) => message);
  const options = columns.map((name, at) => ({ value: String(at), label: name }));
  return (
    <Section title={words.columnsTitle} id="columns">
      <ErrorSummary faults={faults} />
      {sample.length > 0 ? (
        <div className="audience-sample">
          <Table
            stacks={false}
            caption={`${words.sample}. ${words.sampleNote}`}
            rows={sample.map((cells, at) => ({ cells, at }))}
            rowKey={({ at }) => at}
            columns={columns.slice(0, 12).map((heading, column) => ({
              key: String(column),
              heading,
              cell: ({ cells }: { cells: string[] }) => cells[column] ?? '',
            }))}
          />
        </div>
      ) : null}
      <form method="post" action="#columns" className="max-w-2xl" noValidate>
        {IMPORT_FIELDS.map((field) => (
          <Select
            key={field}
            id={`column-${field}`}
            name={`column-${field}`}
            label={words.field[field]}
            placeholder={words.noColumn}
            options={options}
            defaultValue={chosen[field] === undefined ? '' : String(chosen[field])}
            errors={errors(`column-${field}`)}
          />
        ))}
        <Fieldset id="proof" label={words.proofTitle} hint={words.proofText}>
          <Field
            id="consentWhen"
            name="consentWhen"
            label={words.when}
            hint={words.whenHint}
            defaultValue={said('consentWhen')}
            maxLength={10}
            errors={errors('consentWhen')}
          />
          <Field
            id="consentWhere"
            name="consentWhere"
            label={words.where}
            hint={words.whereHint}
            defaultValue={said('consentWhere')}
            maxLength={maxWhereChars}
            errors={errors('consentWhere')}
          />
          <TextArea
            id="consentWording"
            name="consentWording"
            label={words.wording}
            rows={4}
            defaultValue={said('consentWording')}
            maxLength={maxWordingChars}
            errors={errors('consentWording')}
          />
        </Fieldset>
        <Select
          id="language"
          name="language"
          label={words.language}
          options={[
            { value: 'en', label: words.languages.en },
            { value: 'es', label: words.languages.es },
          ]}
          defaultValue={said('language') ?? 'en'}
        />
        <Button weight={list.state === 'checked' ? 'quiet' : 'deed'} name="intent" value="check">
          {list.state === 'checked' ? words.checkAgain : words.check}
        </Button>
        <p className="small">{words.checkHint}</p>
      </form>
    </Section>
  );
}
