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
      answers: answersOf(delivery, words),
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

/** What is the writer's or an organizer's to do, so that no mail server answered. */
const WAITING: readonly ReceiptDelivery['outcome'][] = ['queued', 'awaiting', 'form', 'paper'];

const byPost = (deliveries: readonly ReceiptDelivery[]) =>
  deliveries.filter(({ outcome }) => !WAITING.includes(outcome) && outcome !== 'filed');

/** The server's words for what was mailed, the addressee's number for what was filed; nothing where nobody has answered. */
function answersOf({ outcome, answer }: ReceiptDelivery, { letterReceipt: { delivery } }: MailWords): Fact[] {
  if (WAITING.includes(outcome)) return [];
  const value = oneLine(answer) || delivery.noAnswer;
  return [{ name: outcome === 'filed' ? delivery.confirmation : delivery.answer, value }];
}

type Fact = { name: string; value: string };

function factsOf(
  delivery: { to: string; result: string; at: string; answers: readonly Fact[] },
  { letterReceipt: { delivery: names } }: MailWords,
): (readonly [string, string])[] {
  return [
    [names.to, delivery.to],
    [names.result, delivery.result],
    [names.at, delivery.at],
    ...delivery.answers.map(({ name, value }) => [name, value] as const),
  ];
}

function meaningOf(deliveries: readonly ReceiptDelivery[], { letterReceipt: words }: MailWords): string {
  const posted = byPost(deliveries);
  if (posted.length === 0) return isFiled(deliveries) ? words.filed : words.waiting;
  if (posted.every((delivery) => delivery.outcome === 'returned')) return words.returned;
  return `${words.meaning} ${words.replies}`;
}

const isFiled = (deliveries: readonly ReceiptDelivery[]) => deliveries.some(({ outcome }) => outcome === 'filed');

function result(
  deliveries: readonly ReceiptDelivery[],
): 'accepted' | 'failed' | 'filed' | 'mixed' | 'returned' | 'waiting' {
  const posted = byPost(deliveries);
  if (posted.length === 0) return isFiled(deliveries) ? 'filed' : 'waiting';
  if (posted.every((delivery) => delivery.outcome === 'returned')) return 'returned';
  const accepted = posted.filter((delivery) => delivery.outcome === 'accepted').length;
  if (accepted === posted.length) return 'accepted';
  return accepted === 0 ? 'failed' : 'mixed';
}
