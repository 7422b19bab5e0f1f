import type { SubscriptionConfirmationProps } from './catalogue.ts';
import { Code, Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { hostOf, mailMessage } from './message.ts';

/** Asks whoever owns the mailbox whether they want to be on a list; the same mail whether they are on it. */
export const subscriptionConfirmation = mailMessage({
  sample: (now): SubscriptionConfirmationProps => ({
    organization: 'Sample Organization',
    ispName: 'Comcast',
    confirmUrl: 'https://untolled.example/alerts/confirm/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    code: '402918',
    expiresAt: new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000),
  }),
  view: (props: SubscriptionConfirmationProps, { moment, subscriptionConfirmation: words }) => {
    const host = hostOf(props.confirmUrl);
    return {
      host,
      organization: props.organization,
      whatHappened: words.whatHappened(host, props.organization),
      what: props.ispName === '' ? words.whatComes : words.whatComesAbout(props.ispName),
      confirmUrl: props.confirmUrl,
      code: props.code,
      expiry: words.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view, words) => words.subscriptionConfirmation.subject(view.organization),
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.subscriptionConfirmation.heading}
      preview={words.subscriptionConfirmation.preview}
      host={view.host}
    >
      <Paragraph>{view.whatHappened}</Paragraph>
      <Paragraph>{view.what}</Paragraph>
      <Deed href={view.confirmUrl} label={words.subscriptionConfirmation.button} words={words} />
      <Paragraph>{words.subscriptionConfirmation.code}</Paragraph>
      <Code>{view.code}</Code>
      <Paragraph quiet>{view.expiry}</Paragraph>
      <Paragraph quiet>{words.subscriptionConfirmation.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.whatHappened,
    view.what,
    view.confirmUrl,
    `${words.subscriptionConfirmation.code} ${view.code}`,
    view.expiry,
    words.subscriptionConfirmation.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
