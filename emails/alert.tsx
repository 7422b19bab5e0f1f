import type { AlertProps } from './catalogue.ts';
import { Facts, Letterhead, Paragraph, Verbatim } from './letterhead.tsx';
import { hostOf, mailMessage, oneLine } from './message.ts';

/** Tells whoever runs the site that what comes in is not plausible. Names no signer. */
export const alert = mailMessage({
  sample: (now): AlertProps => ({
    kind: 'state-surge',
    key: 'GU',
    campaignSlug: 'put-it-in-writing',
    forms: 39_000,
    withoutProof: 120,
    hourBefore: 2,
    raisedAt: now,
    siteUrl: 'https://untolled.example',
  }),
  view: (props: AlertProps, words) => {
    const rows: readonly (readonly [string, string])[] = [
      [words.alert.campaign, oneLine(props.campaignSlug) || words.alert.every],
      [words.alert.key, oneLine(props.key) || '-'],
      [words.alert.forms, words.number(props.forms)],
      [words.alert.withoutProof, words.number(props.withoutProof)],
      [words.alert.before, words.number(props.hourBefore)],
      [words.alert.raised, words.moment(props.raisedAt)],
    ];
    const host = hostOf(props.siteUrl);
    return {
      host,
      subject: words.alert.subject(words.alert.kinds[props.kind], host),
      heading: words.alert.kinds[props.kind],
      facts: rows.map(([name, value]) => ({ name, value })),
    };
  },
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={view.heading}
      preview={words.alert.meaning}
      host={view.host}
      footer={words.alert.footer(view.host)}
    >
      <Paragraph>{words.alert.meaning}</Paragraph>
      <Facts rows={view.facts.map(({ name, value }) => [name, value] as const)} />
      <Paragraph>{words.alert.whatNow}</Paragraph>
      <Verbatim>npm run signatures -- alerts</Verbatim>
      <Paragraph quiet>{words.alert.once}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.heading,
    words.alert.meaning,
    view.facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    words.alert.whatNow,
    '  npm run signatures -- alerts',
    words.alert.once,
    '---',
    `${words.alert.footer(view.host)} ${words.noTracking}`,
  ],
});
