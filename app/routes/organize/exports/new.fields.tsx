import { COUNT_DIMENSIONS, EXPORT_FORMATS, EXPORT_KINDS } from '#app/domain/export/export.ts';
import { SIGNATURE_STATUSES } from '#app/domain/export/query.ts';
import { Choice, Field, FieldRow, Fieldset, Select, TextArea } from '#app/ui/field.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import type { readNewExport } from './new.view.server.ts';

/** What the page of a new export shows. */
export type View = Awaited<ReturnType<typeof readNewExport>>;

/** A field of the form with what was filled in, or `fallback`, and its fault in words. */
export function useFields({ fields, faults }: View) {
  const { exports: words } = useOrganizeMessages();
  return (name: string, fallback = '') => ({
    id: `export-${name}`,
    name,
    defaultValue: fields[name]?.[0] ?? fallback,
    errors: faults.includes(name) ? [words.faults[name] ?? words.refusals.unreadable] : undefined,
  });
}

/** What to export, which rows, how written, and what for. */
export function What({ view }: { view: View }) {
  const { exports: words } = useOrganizeMessages();
  const field = useFields(view);
  const chosen = (name: string) => view.fields[name] ?? [];
  const kind = chosen('kind')[0] ?? 'counts';
  return (
    <>
      <Fieldset id="export-kind" label={words.kind}>
        {EXPORT_KINDS.map((one) => (
          <Choice
            key={one}
            type="radio"
            id={`kind-${one}`}
            name="kind"
            value={one}
            defaultChecked={one === kind}
            label={words.kinds[one]}
            hint={words.kindHints[one]}
          />
        ))}
      </Fieldset>
      <FieldRow>
        <Select
          {...field('campaign')}
          label={words.campaign}
          placeholder={words.allCampaigns}
          options={view.campaigns.map((slug) => ({ value: slug, label: slug }))}
        />
        <Select
          {...field('format', 'csv')}
          label={words.format}
          hint={words.formatHint}
          options={EXPORT_FORMATS.map((name) => ({ value: name, label: words.formats[name] }))}
        />
      </FieldRow>
      <Fieldset id="export-by" label={words.columns} hint={words.columnsHint}>
        {COUNT_DIMENSIONS.map((name) => (
          <Choice
            key={name}
            id={`by-${name}`}
            name="by"
            value={name}
            defaultChecked={chosen('by').includes(name)}
            label={words.dimensions[name]}
          />
        ))}
      </Fieldset>
      <Fieldset id="export-statuses" label={words.people} hint={words.statusesHint}>
        {SIGNATURE_STATUSES.map((name) => (
          <Choice
            key={name}
            id={`status-${name}`}
            name="statuses"
            value={name}
            defaultChecked={chosen('statuses').includes(name)}
            label={words.statuses[name]}
          />
        ))}
        <FieldRow>
          <Field {...field('state')} label={words.inState} maxLength={2} />
          <Field {...field('isp')} label={words.isp} hint={words.ispHint} maxLength={100} />
        </FieldRow>
        <FieldRow>
          <Field {...field('from')} type="date" label={words.from} />
          <Field {...field('to')} type="date" label={words.to} />
        </FieldRow>
      </Fieldset>
      <Choice
        id="export-withTexts"
        name="withTexts"
        value="yes"
        defaultChecked={chosen('withTexts').includes('yes')}
        label={words.texts}
        hint={words.textsHint}
      />
      {view.sets.length > 0 ? (
        <Select
          {...field('set')}
          label={words.set}
          placeholder={words.noSet}
          options={view.sets.map((set) => ({
            value: set.publicId,
            label: words.setOf(set.campaign, set.kind, set.members),
          }))}
        />
      ) : null}
      <TextArea {...field('purpose')} label={words.purpose} hint={words.purposeHint} rows={2} maxLength={500} />
    </>
  );
}
