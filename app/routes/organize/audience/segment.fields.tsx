import { stateName } from '#app/domain/letter/state-names.ts';
import { DEED_CHOICES } from '#app/domain/segment/fields.ts';
import { MEMBER_SOURCES, type SegmentQuery, UNKNOWN } from '#app/domain/segment/segment.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Choice, Field, Fieldset, Select } from '#app/ui/field.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';

/** What conditions may be made of: what there is among the members now. */
export type SegmentChoices = {
  isps: readonly { key: { slug: string; name: string } | null; members: number }[];
  states: readonly { key: string | null; members: number }[];
  campaigns: readonly string[];
  lists: readonly { id: number; name: string }[];
};

/** The conditions of a segment as a form that only asks: counting changes nothing. */
export function SegmentFields({ query, choices }: { query: SegmentQuery; choices: SegmentChoices }) {
  const { audience } = useOrganizeMessages();
  const words = audience.segments;
  const locale = useLocale();
  const isps = withChosen(
    choices.isps.map(({ key, members }) => ({
      value: key?.slug ?? UNKNOWN,
      label: key?.name ?? audience.unknown,
      members,
    })),
    query.isps,
  );
  const states = withChosen(
    choices.states.map(({ key, members }) => ({
      value: key ?? UNKNOWN,
      label: key === null ? audience.unknown : (stateName(key, locale) ?? key),
      members,
    })),
    query.states,
  );
  const languages = (['en', 'es'] as const).map((value) => ({ value, label: audience.list.languages[value] }));
  const deeds = DEED_CHOICES.map((value) => ({ value, label: words.deeds[value] }));
  const campaigns = choices.campaigns.map((value) => ({ value, label: value }));
  return (
    <Section title={words.conditions} id="conditions">
      <form method="get" className="segment-fields">
        <Boxes name="isp" label={audience.isp} options={isps} chosen={query.isps} />
        <Boxes name="state" label={audience.state} options={states} chosen={query.states} />
        <Fieldset id="deeds" label={words.deedTitle}>
          {['', '2'].map((row, at) => {
            const deed = query.deeds?.[at];
            return (
              <div className="segment-pair" key={row}>
                <Select
                  id={`deed${row}`}
                  name={`deed${row}`}
                  label={words.deed}
                  placeholder={words.any}
                  options={deeds}
                  defaultValue={deed ? (deed.did ? deed.deed : `not-${deed.deed}`) : ''}
                />
                <Select
                  id={`campaign${row}`}
                  name={`campaign${row}`}
                  label={words.campaign}
                  placeholder={words.noCampaign}
                  options={campaigns}
                  defaultValue={deed?.campaign ?? ''}
                />
              </div>
            );
          })}
        </Fieldset>
        <Fieldset id="dates" label={words.datesTitle} hint={words.dayHint}>
          <div className="segment-pair">
            <Field id="since" name="since" label={words.from} defaultValue={query.since} maxLength={10} />
            <Field id="until" name="until" label={words.to} defaultValue={query.until} maxLength={10} />
          </div>
        </Fieldset>
        <Boxes
          name="source"
          label={words.sourcesTitle}
          options={MEMBER_SOURCES.map((value) => ({ value, label: audience.sources[value], members: null }))}
          chosen={query.sources}
        />
        {choices.lists.length > 0 ? (
          <Boxes
            name="list"
            label={words.listsTitle}
            options={choices.lists.map(({ id, name }) => ({ value: String(id), label: name, members: null }))}
            chosen={query.lists?.map(String)}
          />
        ) : null}
        <Select
          id="locale"
          name="locale"
          label={words.language}
          placeholder={words.any}
          options={languages}
          defaultValue={query.locale ?? ''}
        />
        <Button weight="quiet">{words.show}</Button>
      </form>
    </Section>
  );
}

type Option = { value: string; label: string; members: number | null };
type BoxesProps = { name: string; label: string; options: readonly Option[]; chosen: readonly string[] | undefined };

/** What is chosen stays choosable when nobody fits it any more. */
function withChosen(options: readonly Option[], chosen: readonly string[] = []): Option[] {
  const missing = chosen.filter((value) => !options.some((option) => option.value === value));
  return [...options, ...missing.map((value) => ({ value, label: value, members: 0 }))];
}

function Boxes({ name, label, options, chosen = [] }: BoxesProps) {
  const locale = useLocale();
  return (
    <Fieldset id={`${name}s`} label={label}>
      <div className="segment-boxes">
        {options.map(({ value, label: text, members }) => (
          <Choice
            key={value}
            id={`${name}-${value}`}
            name={name}
            value={value}
            defaultChecked={chosen.includes(value)}
            label={members === null ? text : `${text} (${formatNumber(locale, members)})`}
          />
        ))}
      </div>
    </Fieldset>
  );
}
