import type { OrganizerInvitationProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine } from './message.ts';

/** Invites somebody to an organization; leads to the page whose button accepts. */
export const organizerInvitation = mailMessage({
  sample: (now): OrganizerInvitationProps => ({
    organization: 'Neighbors for an Open Net',
    invitedBy: 'Ada Lovelace',
    role: 'editor',
    acceptUrl: 'https://untolled.example/organize/invitation/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    expiresAt: new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000),
  }),
  view: (props: OrganizerInvitationProps, { moment, organizer: { invitation, roles } }) => {
    const host = hostOf(props.acceptUrl);
    const organization = oneLine(props.organization);
    return {
      host,
      organization,
      invited: invitation.invited(greetable(props.invitedBy) || invitation.someone, organization, roles[props.role]),
      acceptUrl: props.acceptUrl,
      expiry: invitation.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view, { organizer: { invitation } }) => invitation.subject(view.organization, view.host),
  html: (view, words, locale) => {
    const { invitation } = words.organizer;
    return (
      <Letterhead locale={locale} words={words} heading={invitation.heading} preview={invitation.what} host={view.host}>
        <Paragraph>{view.invited}</Paragraph>
        <Paragraph>{invitation.what}</Paragraph>
        <Deed href={view.acceptUrl} label={invitation.button} words={words} />
        <Paragraph quiet>{view.expiry}</Paragraph>
        <Paragraph quiet>{invitation.notYou}</Paragraph>
      </Letterhead>
    );
  },
  text: (view, words) => [
    view.invited,
    words.organizer.invitation.what,
    view.acceptUrl,
    view.expiry,
    words.organizer.invitation.notYou,
    `${words.organizer.invitation.footer(view.host)} ${words.noTracking}`,
  ],
});
