import type { SignatureReceiptProps } from './catalogue.ts';
import { Deed, Letterhead, Paragraph } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';

/** Brings a signer the receipt of their leaf as a file, and says in a sentence what it is good for. */
export const signatureReceipt = mailMessage({
  sample: (_now, locale): SignatureReceiptProps => ({
    name: 'Ada Lovelace',
    campaignTitle: SAMPLE_TITLE[locale],
    isCorrection: false,
    sequence: 17,
    size: 42,
    fileName: 'untolled-receipt-put-it-in-writing.tlog-proof',
    verifyUrl: `https://untolled.example${locale === 'es' ? '/es' : ''}/verify`,
  }),
  view: (props: SignatureReceiptProps, words) => {
    const { counted, corrected, attached, subject } = words.signatureReceipt;
    const title = oneLine(props.campaignTitle);
    return {
      greeting: words.greeting(greetable(props.name)),
      subject: subject(title),
      whatHappened: props.isCorrection ? corrected(title) : counted(title),
      attached: attached(oneLine(props.fileName), words.number(props.sequence), words.number(props.size)),
      host: hostOf(props.verifyUrl),
      verifyUrl: props.verifyUrl,
    };
  },
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead
      locale={locale}
      words={words}
      heading={words.signatureReceipt.heading}
      preview={view.whatHappened}
      host={view.host}
    >
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{view.whatHappened}</Paragraph>
      <Paragraph>{view.attached}</Paragraph>
      <Paragraph>{words.signatureReceipt.meaning}</Paragraph>
      <Deed href={view.verifyUrl} label={words.signatureReceipt.button} words={words} />
      <Paragraph quiet>{words.signatureReceipt.check}</Paragraph>
      <Paragraph quiet>{words.signatureReceipt.withdraw}</Paragraph>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    view.whatHappened,
    view.attached,
    words.signatureReceipt.meaning,
    `${words.signatureReceipt.button}:\n${view.verifyUrl}`,
    words.signatureReceipt.check,
    words.signatureReceipt.withdraw,
    '---',
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});
