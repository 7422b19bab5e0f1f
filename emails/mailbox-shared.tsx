import type { MailboxSharedProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph, Subject } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';

/** Tells the owners of a mailbox why one more signature from it was not taken: the rule for people who share a mailbox. */
export const mailboxShared = mailMessage({
  sample: (_now, locale): MailboxSharedProps => ({
    name: 'Ada Lovelace',
    zip: '94103',
    campaignTitle: SAMPLE_TITLE[locale],
    myPageUrl: 'https://untolled.example/me',
  }),
  view: (props: MailboxSharedProps, { mailboxShared: words }) => {
    const host = hostOf(props.myPageUrl);
    return {
      host,
      title: oneLine(props.campaignTitle),
      whatHappened: words.whatHappened(host),
      typed: words.typed(greetable(props.name), oneLine(props.zip)),
      myPageUrl: props.myPageUrl,
    };
  },
  subject: (view, words) => words.mailboxShared.subject(view.title),
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.mailboxShared.heading}
      preview={words.mailboxShared.rule}
      host={view.host}
    >
      <Paragraph>{words.greeting('')}</Paragraph>
      <Paragraph>{view.whatHappened}</Paragraph>
      <Subject>{view.title}</Subject>
      <Paragraph>{view.typed}</Paragraph>
      <Paragraph>{words.mailboxShared.rule}</Paragraph>
      <Paragraph>{words.mailboxShared.whatNow}</Paragraph>
      <Deed href={view.myPageUrl} label={words.mailboxShared.button} words={words} />
      <Paragraph quiet>{words.mailboxShared.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    words.greeting(''),
    view.whatHappened,
    `  ${view.title}`,
    view.typed,
    words.mailboxShared.rule,
    words.mailboxShared.whatNow,
    view.myPageUrl,
    words.mailboxShared.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
