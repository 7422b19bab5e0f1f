import { TRIAL_LIFTS } from '#app/domain/trial/trial.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Select, TextArea } from '#app/ui/field.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { faultsOf, fieldOf } from '../campaigns/answer.ts';
import type { TrialAnswer } from './trial.deed.server.ts';
import type { TrialView } from './trial.view.server.ts';

/** The other words and the rule of a trial, with how many views the rule asks for before anything begins. */
export function TrialForm({ view, answer }: { view: TrialView; answer: TrialAnswer | null }) {
  const { trials: words, campaigns } = useOrganizeMessages();
  const faults = { ...campaigns.faults, ...words.faults };
  const typed = answer && Object.keys(answer.form.typed).length > 0 ? answer.form : null;
  const field = fieldOf(typed, faults);
  const { pace, stands } = view;
  const rate = pace.rate === null ? null : Math.min(90, Math.max(0.1, Math.round(pace.rate * 1000) / 10));
  return (
    <form method="post" className="organizer-form">
      <ErrorSummary faults={faultsOf(typed, faults)} />
      <Section title={words.words.title} id="words">
        <p>{words.words.hint}</p>
        {stands.map(({ locale, title, ask }) => (
          <div key={locale} className="trial-language">
            <Field
              {...field(`title-${locale}`, '')}
              lang={locale}
              label={words.words.titleIn(campaigns.languages[locale])}
              hint={words.words.now(title)}
            />
            <TextArea
              {...field(`ask-${locale}`, '')}
              lang={locale}
              rows={3}
              label={words.words.askIn(campaigns.languages[locale])}
              hint={words.words.now(ask)}
            />
          </div>
        ))}
      </Section>
      <Section title={words.rule.title} id="rule">
        <Field
          {...field('rate', String(rate ?? 5))}
          inputMode="decimal"
          label={words.rule.rate}
          hint={rate === null ? words.rule.rateUnknown : words.rule.rateHint(String(rate))}
        />
        <Select
          {...field('lift', '20')}
          label={words.rule.lift}
          options={TRIAL_LIFTS.map((lift) => ({ value: lift, label: words.rule.lifts(lift) }))}
        />
        {answer?.viewsEach ? <Planned views={answer.viewsEach} viewsADay={pace.viewsADay} /> : null}
        <p className="small">{words.rule.method}</p>
        <p className="organizer-deeds">
          <Button name="intent" value="start">
            {words.rule.start}
          </Button>{' '}
          <Button weight="quiet" name="intent" value="plan">
            {words.rule.plan}
          </Button>
        </p>
      </Section>
    </form>
  );
}

function Planned({ views, viewsADay }: { views: number; viewsADay: number }) {
  const { rule } = useOrganizeMessages().trials;
  const days = viewsADay > 0 ? Math.ceil((2 * views) / viewsADay) : null;
  return (
    <div role="status">
      <Notice title={rule.needed(views)}>
        {days === null ? null : <p>{days > 14 ? rule.daysOver : rule.days(days)}</p>}
      </Notice>
    </div>
  );
}
