import { ADDRESSEE_KINDS, type CampaignDocket } from '#app/domain/campaign/campaign.ts';
import type { CampaignSetup } from '#app/domain/campaign/content.ts';
import { Button } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { Choice, Field, Fieldset, Select } from '#app/ui/field.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { type Answered, faultsOf, fieldOf } from './answer.ts';

type SetupFormProps = {
  home: string;
  setup: CampaignSetup;
  base: number;
  dockets: readonly CampaignDocket[];
  answer?: Answered | null;
};

/** Addressees in their order, the docket, and the goal. */
export function SetupForm({ home, setup, base, dockets, answer = null }: SetupFormProps) {
  const { campaigns: words } = useOrganizeMessages();
  const locale = useLocale();
  const field = fieldOf(answer, words.faults);
  const stepsUp = answer ? answer.typed.goalStepsUp === 'on' : setup.goalStepsUp;
  const places = [
    { value: '', label: words.setupForm.none },
    ...ADDRESSEE_KINDS.map((_, index) => ({ value: String(index + 1), label: String(index + 1) })),
  ];
  return (
    <form method="post" action={pathInLocale(locale, `${home}/setup`)} className="organizer-form">
      <ErrorSummary faults={faultsOf(answer, words.faults)} />
      <input type="hidden" name="base" value={base} />
      <Fieldset id="targets" label={words.setupForm.targets} hint={words.setupForm.targetsHint}>
        <div className="places">
          {ADDRESSEE_KINDS.map((kind) => {
            const place = setup.targets.indexOf(kind) + 1;
            const stands = place === 0 ? '' : String(place);
            return (
              <Select
                key={kind}
                {...field(`place-${kind}`, stands)}
                label={words.setupForm.kinds[kind]}
                options={places}
              />
            );
          })}
        </div>
      </Fieldset>
      <Select
        {...field('docket', setup.docketId === null ? '' : String(setup.docketId))}
        label={words.setupForm.docket}
        hint={words.setupForm.docketHint}
        placeholder={words.setupForm.noDocket}
        options={dockets.map(({ id, number, title }) => ({
          value: String(id),
          label: `${number}: ${title.slice(0, 70)}`,
        }))}
      />
      <Windows dockets={dockets} />
      <Field
        {...field('goal', String(setup.goal))}
        label={words.setupForm.goal}
        hint={words.setupForm.goalHint}
        inputMode="numeric"
      />
      <Choice id="goalStepsUp" name="goalStepsUp" value="on" defaultChecked={stepsUp} label={words.setupForm.stepsUp} />
      <p className="organizer-deeds">
        <Button>{words.setupForm.save}</Button>
      </p>
    </form>
  );
}

function Windows({ dockets }: { dockets: readonly CampaignDocket[] }) {
  const { setupForm } = useOrganizeMessages().campaigns;
  const { docket: words, zones } = useMessages().campaign;
  const locale = useLocale();
  const zone: Record<string, string> = zones;
  return (
    <details>
      <summary>{setupForm.windows}</summary>
      <ul>
        {dockets.map(({ id, number, windows }) => (
          <li key={id}>
            {number}:{' '}
            {windows.length === 0
              ? setupForm.noWindow
              : windows
                  .map(({ kind, opensOn, closesOn, timeZone }) => {
                    const from = opensOn ? `${words.from} ${formatDate(locale, opensOn)} ` : '';
                    return `${words[kind]} ${from}${words.until} ${formatDate(locale, closesOn)} (${zone[timeZone] ?? timeZone})`;
                  })
                  .join('; ')}
          </li>
        ))}
      </ul>
    </details>
  );
}
