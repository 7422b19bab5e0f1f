import type { LetterReceiptProps, ReceiptDelivery } from './catalogue.ts';
import { Deed, Facts, Letterhead, Paragraph, Rule, Subject, Verbatim } from './letterhead.tsx';
import { greetable, hostOf, mailMessage, oneLine, SAMPLE_TITLE } from './message.ts';
import type { MailWords } from './messages/en.ts';

const maxDeliveries = 10;

const SAMPLE_LETTER = {
  en: {
    letterSubject: 'A promise in writing: no throttling, no tolls',
    letterBody: [
      'Dear Attorney General,',
      'I pay for a home line. Please ask my provider for a promise in writing that it will not slow down what I ask for.',
      'Sincerely,\nAda Lovelace',
    ].join('\n\n'),
  },
  es: {
    letterSubject: 'Una promesa por escrito: sin frenos ni peajes',
    letterBody: [
      'Estimado fiscal general:',
      'Pago por una línea en mi casa. Le pido que exija a mi proveedor una promesa escrita de que no frenará lo que pido ver.',
      'Atentamente,\nAda Lovelace',
    ].join('\n\n'),
  },
};

/** Tells a writer which mail server took the letter and which refused it, with the letter as it was sent. */
export const letterReceipt = mailMessage({
  sample: (now, locale): LetterReceiptProps => ({
    name: 'Ada Lovelace',
    campaignTitle: SAMPLE_TITLE[locale],
    ...SAMPLE_LETTER[locale],
    statusUrl: 'https://untolled.example/letters/7d2c5a34-3f0e-4f5b-9d11-0a6a4f1f2b9c',
    deliveries: [
      {
        addressee: 'Attorney General of California',
        address: 'attorney-general.ca@agencies.example',
        outcome: 'accepted',
        answer: '250 2.0.0 Ok: queued as 4FqXyZ1k2Lz',
        finishedAt: now,
      },
    ],
  }),
  view: (props: LetterReceiptProps, words) => ({
    greeting: words.greeting(greetable(props.name)),
    intro: words.letterReceipt.intro(oneLine(props.campaignTitle)),
    letterSubject: oneLine(props.letterSubject),
    letterBody: props.letterBody,
    host: hostOf(props.statusUrl),
    statusUrl: props.statusUrl,
    heading: words.letterReceipt.heading[result(props.deliveries)],
    subject: words.letterReceipt.subject[result(props.deliveries)](oneLine(props.letterSubject)),
    meaning: meaningOf(props.deliveries, words),
    deliveries: props.deliveries.slice(0, maxDeliveries).map((delivery) => ({
      to: `${oneLine(delivery.addressee)}, ${delivery.address}`,
      result: words.letterReceipt.delivery[delivery.outcome],
      at: words.moment(delivery.finishedAt),
      answer: oneLine(delivery.answer) || words.letterReceipt.delivery.noAnswer,
    })),
  }),
  subject: (view) => view.subject,
  html: (view, words, locale) => (
    <Letterhead locale={locale} words={words} heading={view.heading} preview={view.letterSubject} host={view.host}>
      <Paragraph>{view.greeting}</Paragraph>
      <Paragraph>{view.intro}</Paragraph>
      {view.deliveries.map((delivery) => (
        <Facts key={delivery.to} rows={factsOf(delivery, words)} />
      ))}
      <Paragraph quiet>{view.meaning}</Paragraph>
      <Deed href={view.statusUrl} label={words.letterReceipt.button} words={words} />
      <Rule />
      <Paragraph quiet>{words.letterReceipt.copy}</Paragraph>
      <Subject>{view.letterSubject}</Subject>
      <Verbatim>{view.letterBody}</Verbatim>
    </Letterhead>
  ),
  text: (view, words) => [
    view.greeting,
    view.heading,
    view.intro,
    ...view.deliveries.map((delivery) =>
      factsOf(delivery, words)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    ),
    view.meaning,
    `${words.letterReceipt.button}:\n${view.statusUrl}`,
    `${words.letterReceipt.copy}:`,
    view.letterSubject,
    { verbatim: view.letterBody },
    '---',
    `${words.footer(view.host)} ${words.noTracking}`,
  ],
});

function factsOf(delivery: { to: string; result: string; at: string; answer: string }, words: MailWords) {
  const names = words.letterReceipt.delivery;
  return [
    [names.to, delivery.to],
    [names.result, delivery.result],
    [names.at, delivery.at],
    [names.answer, delivery.answer],
  ] as const;
}

function meaningOf(deliveries: readonly ReceiptDelivery[], { letterReceipt: words }: MailWords): string {
  if (deliveries.every((delivery) => delivery.outcome === 'returned')) return words.returned;
  return `${words.meaning} ${words.replies}`;
}

function result(deliveries: readonly ReceiptDelivery[]): 'accepted' | 'failed' | 'mixed' | 'returned' {
  if (deliveries.length > 0 && deliveries.every((delivery) => delivery.outcome === 'returned')) return 'returned';
  const accepted = deliveries.filter((delivery) => delivery.outcome === 'accepted').length;
  if (accepted === deliveries.length) return 'accepted';
  return accepted === 0 ? 'failed' : 'mixed';
}
