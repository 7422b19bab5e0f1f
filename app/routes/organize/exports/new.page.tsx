import type { ExportRefusal } from '#app/domain/export/ask.server.ts';
import { COUNT_DIMENSIONS, EXPORT_FORMATS, EXPORT_KINDS } from '#app/domain/export/export.ts';
import { SIGNATURE_STATUSES } from '#app/domain/export/query.ts';
import { EXPORT_RHYTHMS } from '#app/domain/export/schedule.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Choice, Field, FieldRow, Fieldset, Select, TextArea } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { ExportColumns } from './columns.tsx';
import type { readNewExport } from './new.view.server.ts';

type View = Awaited<ReturnType<typeof readNewExport>>;
type NewExportProps = { seat: FrameSeat; view: View; refusal: ExportRefusal | 'unreadable' | null };

/** The form of an export, whose answers stand in the address; below it what the export would hold, and the button that makes it. */
export function NewExportPage({ seat, view, refusal }: NewExportProps) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/exports`;
  const no = refusal ?? (view.preview?.ok === false ? view.preview.reason : null);
  return (
    <OrganizerPage seat={seat} kick={<PageLink to={path}>{words.back}</PageLink>} title={words.ask}>
      <ErrorSummary
        faults={view.faults.map((name) => ({
          id: `export-${name}`,
          message: words.faults[name] ?? words.refusals.unreadable,
        }))}
      />
      {no ? <Notice tone="down" title={words.refusals[no]} /> : null}
      {view.isAllowed ? null : <Notice tone="down" title={words.notAllowed} />}
      {view.preview?.ok ? <Preview view={view} path={`${path}/new`} /> : null}
      <form className="export-form" method="get" action={pathInLocale(locale, `${path}/new`)} aria-label={words.form}>
        <What view={view} />
        <Place view={view} />
        <Button weight={view.preview?.ok ? 'quiet' : 'deed'}>{words.show}</Button>
      </form>
    </OrganizerPage>
  );
}

function Preview({ view: { preview, fields, isPersonal, schedule }, path }: { view: View; path: string }) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  if (!preview?.ok) return null;
  const search = new URLSearchParams(
    Object.entries(fields).flatMap(([name, values]) => values.filter(Boolean).map((value) => [name, value])),
  );
  return (
    <Section title={words.preview} id="preview">
      <p>
        {words.from1} {preview.campaigns.join(', ')}.{' '}
        {preview.estimate === null ? words.aboutUnknown : words.about(formatNumber(locale, preview.estimate))}
      </p>
      <form method="post" action={pathInLocale(locale, `${path}?${search}`)}>
        <Button>{schedule ? words.makeSchedule : words.make}</Button>
        {isPersonal ? <p className="field-hint">{words.again}</p> : null}
      </form>
      <ExportColumns columns={preview.columns} />
    </Section>
  );
}

function useFields({ fields, faults }: View) {
  const { exports: words } = useOrganizeMessages();
  return (name: string, fallback = '') => ({
    id: `export-${name}`,
    name,
    defaultValue: fields[name]?.[0] ?? fallback,
    errors: faults.includes(name) ? [words.faults[name] ?? words.refusals.unreadable] : undefined,
  });
}

function What({ view }: { view: View }) {
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

function Place({ view }: { view: View }) {
  const { exports: words } = useOrganizeMessages();
  const field = useFields(view);
  const { destinations, fields } = view;
  const offered = (['page', 'folder', 'bucket'] as const).filter((name) => name === 'page' || destinations[name]);
  if (offered.length === 1) return null;
  const chosen = fields.destination?.[0] ?? 'page';
  return (
    <Fieldset id="export-destination" label={words.place} hint={words.placeHint}>
      {offered.map((name) => (
        <Choice
          key={name}
          type="radio"
          id={`destination-${name}`}
          name="destination"
          value={name}
          defaultChecked={name === chosen}
          label={words.destinations[name]}
        />
      ))}
      <FieldRow>
        <Select
          {...field('rhythm', 'day')}
          label={words.rhythm}
          options={EXPORT_RHYTHMS.map((name) => ({ value: name, label: words.rhythms[name] }))}
        />
        <Select
          {...field('weekday')}
          label={words.weekday}
          placeholder="–"
          options={words.weekdays.map((label, at) => ({ value: String(at + 1), label }))}
        />
      </FieldRow>
      <FieldRow>
        <Field {...field('hour', '6')} label={words.hour} inputMode="numeric" maxLength={2} />
        <Field
          {...field('timeZone', 'America/New_York')}
          label={words.timeZone}
          hint={words.timeZoneHint}
          maxLength={60}
        />
      </FieldRow>
    </Fieldset>
  );
}
