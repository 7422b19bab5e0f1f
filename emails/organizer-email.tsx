import type { OrganizerEmailProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { hostOf, mailMessage } from './message.ts';

/** Leads the holder of a new mailbox to the page that gives it to their organizer's account. */
export const organizerEmail = mailMessage({
  sample: (now): OrganizerEmailProps => ({
    confirmUrl: 'https://untolled.example/organize/email/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    expiresAt: new Date(now.getTime() + 60 * 60 * 1000),
  }),
  view: (props: OrganizerEmailProps, { moment, organizer: { email } }) => {
    const host = hostOf(props.confirmUrl);
    return {
      host,
      whatHappened: email.whatHappened(host),
      confirmUrl: props.confirmUrl,
      expiry: email.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view, { organizer: { email } }) => email.subject(view.host),
  html: (view, words, locale) => {
    const { email } = words.organizer;
    return (
      <Letterhead locale={locale} words={words} heading={email.heading} preview={email.what} host={view.host}>
        <Paragraph>{view.whatHappened}</Paragraph>
        <Paragraph>{email.what}</Paragraph>
        <Deed href={view.confirmUrl} label={email.button} words={words} />
        <Paragraph quiet>{view.expiry}</Paragraph>
        <Paragraph quiet>{email.notYou}</Paragraph>
      </Letterhead>
    );
  },
  text: (view, words) => [
    view.whatHappened,
    words.organizer.email.what,
    view.confirmUrl,
    view.expiry,
    words.organizer.email.notYou,
    `${words.organizer.footer(view.host)} ${words.noTracking}`,
  ],
});
