import type { AlreadySignedProps } from './catalogue.ts';
import { Code, Deed, Letterhead, Paragraph, Subject } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';

/** Tells the owner of a mailbox that this petition has their signature already, and opens the way to the letters. */
export const alreadySigned = mailMessage({
  sample: (now, locale): AlreadySignedProps => ({
    name: 'Ada Lovelace',
    campaignTitle: SAMPLE_TITLE[locale],
    confirmUrl: 'https://untolled.example/confirm/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    code: '402918',
    expiresAt: new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000),
    signedAt: new Date(now.getTime() - 10 * 24 * 60 * 60 * 1000),
  }),
  view: (props: AlreadySignedProps, words) => ({
    greeting: words.greeting(greetable(props.name)),
    title: oneLine(props.campaignTitle),
    host: hostOf(props.confirmUrl),
    confirmUrl: props.confirmUrl,
    code: props.code,
    counted: words.alreadySigned.counted(words.day(props.signedAt)),
    expiry: words.alreadySigned.expiry(words.moment(props.expiresAt)),
  }),
  subject: (view, words) => words.alreadySigned.subject(view.title),
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.alreadySigned.heading}
      preview={words.alreadySigned.whatNow}
      host={view.host}
    >
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{words.alreadySigned.whatHappened(view.host)}</Paragraph>
      <Subject>{view.title}</Subject>
      <Paragraph>{view.counted}</Paragraph>
      <Paragraph>{words.alreadySigned.whatNow}</Paragraph>
      <Deed href={view.confirmUrl} label={words.alreadySigned.button} words={words} />
      <Paragraph>{words.alreadySigned.code}</Paragraph>
      <Code>{view.code}</Code>
      <Paragraph quiet>{view.expiry}</Paragraph>
      <Paragraph quiet>{words.alreadySigned.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    words.alreadySigned.whatHappened(view.host),
    `  ${view.title}`,
    view.counted,
    words.alreadySigned.whatNow,
    view.confirmUrl,
    `${words.alreadySigned.code} ${view.code}`,
    view.expiry,
    words.alreadySigned.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
