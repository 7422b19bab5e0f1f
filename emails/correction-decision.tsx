import type { CorrectionDecisionProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph, Rule, Subject, Verbatim } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine } from './message.ts';

/** Tells the sender of a correction what editors decided, and why. */
export const correctionDecision = mailMessage({
  sample: (_now, locale): CorrectionDecisionProps => ({
    name: 'Ada Lovelace',
    decision: 'accepted',
    incidentTitle: locale === 'es' ? 'Un ejemplo de suceso' : 'An example of an incident',
    incidentUrl: 'https://untolled.example/incidents/an-example',
    whatIsWrong:
      locale === 'es'
        ? 'La orden es del 12 de marzo.\nLa página dice 13.'
        : 'The order is of 12 March.\nThe page says 13.',
    note: locale === 'es' ? 'La orden dice 12. Lo corregimos.' : 'The order says 12. We have put it right.',
  }),
  view: (props: CorrectionDecisionProps, { greeting, correctionDecision: words }) => ({
    subjectLine: words.subject[props.decision](oneLine(props.incidentTitle)),
    greeting: greeting(greetable(props.name)),
    heading: words.heading[props.decision],
    title: oneLine(props.incidentTitle),
    meaning: words.meaning[props.decision],
    note: props.note,
    whatIsWrong: props.whatIsWrong,
    incidentUrl: props.incidentUrl,
    host: hostOf(props.incidentUrl),
  }),
  subject: (view) => view.subjectLine,
  html: (view, words, locale) => (
    <Letterhead locale={locale} words={words} heading={view.heading} preview={view.meaning} host={view.host}>
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{words.correctionDecision.about}</Paragraph>
      <Subject>{view.title}</Subject>
      <Paragraph>{view.meaning}</Paragraph>
      <Paragraph quiet>{words.correctionDecision.note}</Paragraph>
      <Verbatim>{view.note}</Verbatim>
      <Deed href={view.incidentUrl} label={words.correctionDecision.button} words={words} />
      <Rule />
      <Paragraph quiet>{words.correctionDecision.yours}</Paragraph>
      <Verbatim>{view.whatIsWrong}</Verbatim>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    words.correctionDecision.about,
    `  ${view.title}`,
    view.meaning,
    words.correctionDecision.note,
    { verbatim: view.note },
    view.incidentUrl,
    `${words.correctionDecision.yours}\n---`,
    { verbatim: view.whatIsWrong },
    `---\n${words.footer(view.host)} ${words.noTracking}`,
  ],
});
