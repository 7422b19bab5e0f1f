import type { BroadcastStoppedProps } from './catalogue.ts';
import { Deed, Facts, Letterhead, Paragraph, Subject } from './letterhead.tsx';
import { hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';

/** Tells organizers that a broadcast stopped by itself, and why. Names no member. */
export const broadcastStopped = mailMessage({
  sample: (now, locale): BroadcastStoppedProps => ({
    reason: 'complaints',
    subject: SAMPLE_TITLE[locale],
    organizationName: locale === 'es' ? 'Organización de muestra' : 'Sample organization',
    recipients: 40_000,
    sent: 2_400,
    complained: 4,
    bounced: 11,
    stoppedAt: now,
    pageUrl: 'https://untolled.example/organize/sample/broadcasts/sample',
  }),
  view: (props: BroadcastStoppedProps, words) => {
    const { stopped } = words;
    const rows: readonly (readonly [string, string])[] = [
      [stopped.organization, oneLine(props.organizationName)],
      [stopped.recipients, words.number(props.recipients)],
      [stopped.sent, words.number(props.sent)],
      [stopped.complained, words.number(props.complained)],
      [stopped.bounced, words.number(props.bounced)],
      [stopped.at, words.moment(props.stoppedAt)],
    ];
    return {
      host: hostOf(props.pageUrl),
      subject: stopped.subject(oneLine(props.subject)),
      title: oneLine(props.subject),
      why: stopped.why[props.reason],
      pageUrl: props.pageUrl,
      facts: rows.map(([name, value]) => ({ name, value })),
    };
  },
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.stopped.heading}
      preview={view.why}
      host={view.host}
      footer={words.stopped.footer}
    >
      <Paragraph>{view.why}</Paragraph>
      <Subject>{view.title}</Subject>
      <Facts rows={view.facts.map(({ name, value }) => [name, value] as const)} />
      <Paragraph>{words.stopped.whatNow}</Paragraph>
      <Deed href={view.pageUrl} label={words.stopped.button} words={words} />
    </Letterhead>
  ),
  text: (view, words) => [
    words.stopped.heading,
    view.why,
    view.title,
    view.facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    words.stopped.whatNow,
    view.pageUrl,
    '---',
    `${words.stopped.footer} ${words.noTracking}`,
  ],
});
