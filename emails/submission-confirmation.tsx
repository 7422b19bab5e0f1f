import type { SubmissionConfirmationProps } from './catalogue.ts';
import { Code, Deed, Letterhead, Paragraph, Subject } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine } from './message.ts';

/** Asks whoever owns the mailbox whether what was handed in about an ISP is theirs: a page with a button, or six digits. */
export const submissionConfirmation = mailMessage({
  sample: (now): SubmissionConfirmationProps => ({
    kind: 'report',
    name: 'Ada Lovelace',
    about: 'Example Cable',
    confirmUrl: 'https://untolled.example/submissions/confirm/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    code: '402918',
    expiresAt: new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000),
  }),
  view: (props: SubmissionConfirmationProps, { greeting, moment, submissionConfirmation: words }) => {
    const kind = words[props.kind];
    const about = oneLine(props.about);
    const host = hostOf(props.confirmUrl);
    return {
      subjectLine: kind.subject(about),
      greeting: greeting(greetable(props.name)),
      heading: kind.heading,
      whatHappened: kind.whatHappened(host),
      about,
      whyConfirm: kind.whyConfirm,
      button: kind.button,
      host,
      confirmUrl: props.confirmUrl,
      code: props.code,
      expiry: words.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view) => view.subjectLine,
  html: (view, words, locale) => (
    <Letterhead locale={locale} words={words} heading={view.heading} preview={view.whyConfirm} host={view.host}>
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{view.whatHappened}</Paragraph>
      <Subject>{view.about}</Subject>
      <Paragraph>{view.whyConfirm}</Paragraph>
      <Deed href={view.confirmUrl} label={view.button} words={words} />
      <Paragraph>{words.submissionConfirmation.code}</Paragraph>
      <Code>{view.code}</Code>
      <Paragraph quiet>{view.expiry}</Paragraph>
      <Paragraph quiet>{words.submissionConfirmation.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    view.whatHappened,
    `  ${view.about}`,
    view.whyConfirm,
    view.confirmUrl,
    `${words.submissionConfirmation.code} ${view.code}`,
    view.expiry,
    words.submissionConfirmation.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
