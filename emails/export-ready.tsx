import type { ExportReadyProps } from './catalogue.ts';
import { Deed, Facts, Letterhead, Paragraph } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine } from './message.ts';

/** Tells an organizer that an export is ready, was put where it was wanted, or failed. Holds no row of it. */
export const exportReady = mailMessage({
  sample: (now): ExportReadyProps => ({
    name: 'Ada Lovelace',
    organization: 'Open Lines Coalition',
    kind: 'counts',
    outcome: 'ready',
    rows: 9_412,
    expiresAt: new Date(now.getTime() + 7 * 86_400_000),
    exportUrl: 'https://untolled.example/organize/open-lines/exports/7d2c5a34-3f0e-4f5b-9d11-0a6a4f1f2b9c',
  }),
  view: (props: ExportReadyProps, words) => {
    const { exportReady: own } = words;
    const kind = own.kinds[props.kind];
    const facts: (readonly [string, string])[] = [
      [own.organization, oneLine(props.organization)],
      [own.what, kind],
      ...(props.outcome === 'failed' ? [] : [[own.rows, words.number(props.rows)] as const]),
      ...(props.outcome === 'ready' && props.expiresAt ? [[own.until, words.moment(props.expiresAt)] as const] : []),
    ];
    return {
      greeting: words.greeting(greetable(props.name)),
      host: hostOf(props.exportUrl),
      exportUrl: props.exportUrl,
      subject: own.subject[props.outcome](kind),
      heading: own.heading[props.outcome],
      meaning: own.meaning[props.outcome],
      facts: facts.map(([name, value]) => ({ name, value })),
    };
  },
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={view.heading}
      preview={view.meaning}
      host={view.host}
      footer={words.exportReady.footer(view.host)}
    >
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{view.meaning}</Paragraph>
      <Facts rows={view.facts.map(({ name, value }) => [name, value] as const)} />
      <Deed href={view.exportUrl} label={words.exportReady.open} words={words} />
      <Paragraph quiet>{words.exportReady.check}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    view.meaning,
    view.facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    `${words.exportReady.open}:\n${view.exportUrl}`,
    words.exportReady.check,
    '---',
    `${words.exportReady.footer(view.host)} ${words.noTracking}`,
  ],
});
