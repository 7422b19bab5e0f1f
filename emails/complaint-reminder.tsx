import type { ComplaintReminderProps } from './catalogue.ts';
import { Deed, Facts, Letterhead, Paragraph } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine } from './message.ts';

const DAY_MS = 86_400_000;

/** Asks once whether the provider answered a complaint that the person filed, with a link to a page of four answers. */
export const complaintReminder = mailMessage({
  sample: (now): ComplaintReminderProps => ({
    name: 'Ada Lovelace',
    ispName: 'Comcast',
    filedOn: new Date(now.getTime() - 35 * DAY_MS),
    ticket: '7654321',
    answerUrl:
      'https://untolled.example/complaints/7d2c5a34-3f0e-4f5b-9d11-0a6a4f1f2b9c/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
  }),
  view: (props: ComplaintReminderProps, words) => {
    const isp = oneLine(props.ispName) || words.complaintReminder.provider;
    return {
      greeting: words.greeting(greetable(props.name)),
      host: hostOf(props.answerUrl),
      answerUrl: props.answerUrl,
      subject: words.complaintReminder.subject(isp),
      whatHappened: words.complaintReminder.whatHappened(isp, words.day(props.filedOn)),
      ask: words.complaintReminder.ask(isp),
      tickets: props.ticket ? [{ number: oneLine(props.ticket) }] : [],
    };
  },
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead locale={locale} words={words} heading={view.subject} preview={view.whatHappened} host={view.host}>
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{view.whatHappened}</Paragraph>
      {view.tickets.map(({ number }) => (
        <Facts key={number} rows={[[words.complaintReminder.ticket, number]]} />
      ))}
      <Paragraph>{words.complaintReminder.rule}</Paragraph>
      <Paragraph>{view.ask}</Paragraph>
      <Deed href={view.answerUrl} label={words.complaintReminder.button} words={words} />
      <Paragraph quiet>{words.complaintReminder.counted}</Paragraph>
      <Paragraph quiet>{words.complaintReminder.once}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    view.whatHappened,
    ...view.tickets.map(({ number }) => `${words.complaintReminder.ticket}: ${number}`),
    words.complaintReminder.rule,
    view.ask,
    `${words.complaintReminder.button}:\n${view.answerUrl}`,
    words.complaintReminder.counted,
    words.complaintReminder.once,
    '---',
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
