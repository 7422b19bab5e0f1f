import type { OrganizerNoticeProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { hostOf, mailMessage, oneLine } from './message.ts';
import type { MailWords } from './messages/en.ts';

/** Tells the owner of an organizer's account what was done to it. */
export const organizerNotice = mailMessage({
  sample: (now): OrganizerNoticeProps => ({
    what: 'role_changed',
    organization: 'Neighbors for an Open Net',
    role: 'editor',
    at: now,
    accountUrl: 'https://untolled.example/organize/account',
  }),
  view: (props: OrganizerNoticeProps, words) => {
    const { notice } = words.organizer;
    return {
      host: hostOf(props.accountUrl),
      heading: notice.heads[props.what],
      meaning: meaningOf(props, words),
      at: notice.at(words.moment(props.at)),
      accountUrl: props.accountUrl,
    };
  },
  subject: (view, { organizer: { notice } }) => notice.subject(view.heading, view.host),
  html: (view, words, locale) => {
    const { notice } = words.organizer;
    return (
      <Letterhead locale={locale} words={words} heading={view.heading} preview={view.meaning} host={view.host}>
        <Paragraph>{view.meaning}</Paragraph>
        <Paragraph>{view.at}</Paragraph>
        <Paragraph quiet>{notice.notYou}</Paragraph>
        <Deed href={view.accountUrl} label={notice.button} words={words} />
      </Letterhead>
    );
  },
  text: (view, words) => [
    view.heading,
    view.meaning,
    view.at,
    words.organizer.notice.notYou,
    view.accountUrl,
    `${words.organizer.footer(view.host)} ${words.noTracking}`,
  ],
});

function meaningOf({ what, role, organization }: OrganizerNoticeProps, { organizer: { notice, roles } }: MailWords) {
  const { texts } = notice;
  if (what === 'role_changed') return role ? texts.role_changed(roles[role], oneLine(organization)) : '';
  return what === 'member_removed' ? texts.member_removed(oneLine(organization)) : texts[what];
}
