import type { ConfirmationProps } from './catalogue.ts';
import { Code, Deed, Letterhead, Paragraph, Subject } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';

/** Asks whoever owns the mailbox whether the signature is theirs: a page with a button, or six digits. */
export const confirmation = mailMessage({
  sample: (now, locale): ConfirmationProps => ({
    name: 'Ada Lovelace',
    campaignTitle: SAMPLE_TITLE[locale],
    confirmUrl: 'https://untolled.example/confirm/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    code: '402918',
    expiresAt: new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000),
  }),
  view: (props: ConfirmationProps, words) => ({
    greeting: words.greeting(greetable(props.name)),
    title: oneLine(props.campaignTitle),
    host: hostOf(props.confirmUrl),
    confirmUrl: props.confirmUrl,
    code: props.code,
    expiry: words.confirmation.expiry(words.moment(props.expiresAt)),
  }),
  subject: (view, words) => words.confirmation.subject(view.title),
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.confirmation.heading}
      preview={words.confirmation.whyConfirm}
      host={view.host}
    >
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{words.confirmation.whatHappened(view.host)}</Paragraph>
      <Subject>{view.title}</Subject>
      <Paragraph>{words.confirmation.whyConfirm}</Paragraph>
      <Deed href={view.confirmUrl} label={words.confirmation.button} words={words} />
      <Paragraph>{words.confirmation.code}</Paragraph>
      <Code>{view.code}</Code>
      <Paragraph quiet>{view.expiry}</Paragraph>
      <Paragraph quiet>{words.confirmation.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    words.confirmation.whatHappened(view.host),
    `  ${view.title}`,
    words.confirmation.whyConfirm,
    view.confirmUrl,
    `${words.confirmation.code} ${view.code}`,
    view.expiry,
    words.confirmation.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
