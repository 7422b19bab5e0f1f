import type { NameInquiryProps } from './catalogue.ts';
import { Code, Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { hostOf, mailMessage } from './message.ts';

/** Leads whoever owns the mailbox to what was sent in its name; the same mail whether anything was. */
export const nameInquiry = mailMessage({
  sample: (now): NameInquiryProps => ({
    openUrl: 'https://untolled.example/my-name/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    code: '402918',
    expiresAt: new Date(now.getTime() + 24 * 60 * 60 * 1000),
  }),
  view: (props: NameInquiryProps, { moment, nameInquiry: words }) => {
    const host = hostOf(props.openUrl);
    return {
      host,
      whatHappened: words.whatHappened(host),
      openUrl: props.openUrl,
      code: props.code,
      expiry: words.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view, words) => words.nameInquiry.subject(view.host),
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.nameInquiry.heading}
      preview={words.nameInquiry.what}
      host={view.host}
    >
      <Paragraph>{view.whatHappened}</Paragraph>
      <Paragraph>{words.nameInquiry.what}</Paragraph>
      <Deed href={view.openUrl} label={words.nameInquiry.button} words={words} />
      <Paragraph>{words.nameInquiry.code}</Paragraph>
      <Code>{view.code}</Code>
      <Paragraph quiet>{view.expiry}</Paragraph>
      <Paragraph quiet>{words.nameInquiry.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.whatHappened,
    words.nameInquiry.what,
    view.openUrl,
    `${words.nameInquiry.code} ${view.code}`,
    view.expiry,
    words.nameInquiry.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
