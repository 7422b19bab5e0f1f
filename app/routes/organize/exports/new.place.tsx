import { EXPORT_RHYTHMS } from '#app/domain/export/schedule.ts';
import { Choice, Field, FieldRow, Fieldset, Select } from '#app/ui/field.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { useFields, type View } from './new.fields.tsx';

/** Where to and how often; nothing where the operator offers no place for schedules. */
export function Place({ view }: { view: View }) {
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
