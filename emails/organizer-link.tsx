import type { OrganizerLinkProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { hostOf, mailMessage } from './message.ts';

/** Leads an organizer to the page whose button signs them in. */
export const organizerLink = mailMessage({
  sample: (now): OrganizerLinkProps => ({
    signInUrl: 'https://untolled.example/organize/link/tWbQmZrKdLxHcVnPyGfJsTqRwXzBvNmK',
    expiresAt: new Date(now.getTime() + 10 * 60 * 1000),
  }),
  view: (props: OrganizerLinkProps, { moment, organizer: { link } }) => {
    const host = hostOf(props.signInUrl);
    return {
      host,
      whatHappened: link.whatHappened(host),
      signInUrl: props.signInUrl,
      expiry: link.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view, { organizer: { link } }) => link.subject(view.host),
  html: (view, words, locale) => {
    const { link } = words.organizer;
    return (
      <Letterhead locale={locale} words={words} heading={link.heading} preview={link.what} host={view.host}>
        <Paragraph>{view.whatHappened}</Paragraph>
        <Paragraph>{link.what}</Paragraph>
        <Deed href={view.signInUrl} label={link.button} words={words} />
        <Paragraph quiet>{view.expiry}</Paragraph>
        <Paragraph quiet>{link.notYou}</Paragraph>
      </Letterhead>
    );
  },
  text: (view, words) => [
    view.whatHappened,
    words.organizer.link.what,
    view.signInUrl,
    view.expiry,
    words.organizer.link.notYou,
    `${words.organizer.footer(view.host)} ${words.noTracking}`,
  ],
});
