import type { MyPageProps } from './catalogue.ts';
import { Code, Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { hostOf, mailMessage } from './message.ts';

/** Leads whoever owns the mailbox to their own page; the same mail whether anything stands on it. */
export const myPage = mailMessage({
  sample: (now): MyPageProps => ({
    openUrl: 'https://untolled.example/me/J0xWkq1vZ7cB2yTnR5sLpA8dHfM3uGe9iKoQwXbYc4E',
    code: '402918',
    expiresAt: new Date(now.getTime() + 24 * 60 * 60 * 1000),
  }),
  view: (props: MyPageProps, { moment, myPage: words }) => {
    const host = hostOf(props.openUrl);
    return {
      host,
      whatHappened: words.whatHappened(host),
      openUrl: props.openUrl,
      code: props.code,
      expiry: words.expiry(moment(props.expiresAt)),
    };
  },
  subject: (view, words) => words.myPage.subject(view.host),
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.myPage.heading}
      preview={words.myPage.what}
      host={view.host}
    >
      <Paragraph>{view.whatHappened}</Paragraph>
      <Paragraph>{words.myPage.what}</Paragraph>
      <Deed href={view.openUrl} label={words.myPage.button} words={words} />
      <Paragraph>{words.myPage.code}</Paragraph>
      <Code>{view.code}</Code>
      <Paragraph quiet>{view.expiry}</Paragraph>
      <Paragraph quiet>{words.myPage.notYou}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.whatHappened,
    words.myPage.what,
    view.openUrl,
    `${words.myPage.code} ${view.code}`,
    view.expiry,
    words.myPage.notYou,
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
