const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** The English words of every mail; they define the keys and blanks of the other languages. Decision 0003. */
export const en = {
  greeting: (name: string) => (name ? `Hello ${name},` : 'Hello,'),
  day: (at: Date) => day.format(at),
  moment: (at: Date) => `${moment.format(at)} UTC`,
  orOpen: 'If the button does nothing, open this address:',
  footer: (host: string) => `Sent by the Untolled campaign site at ${host}, because this address was typed in there.`,
  noTracking: 'This mail has no pictures and nothing that tells us whether you read it.',
  confirmation: {
    subject: (title: string) => `Please confirm your signature: ${title}`,
    heading: 'Please confirm your signature',
    whatHappened: (host: string) => `Somebody, we hope you, signed this petition at ${host} with this address:`,
    whyConfirm: 'The signature counts once you confirm it. Open this page and press the button on it:',
    button: 'Confirm my signature',
    code: 'Or type this code into the page where you signed:',
    expiry: (until: string) => `The link and the code work until ${until}.`,
    notYou: 'If this was not you, do nothing. Nothing is counted without the confirmation, and you are on no list.',
  },
  alreadySigned: {
    subject: (title: string) => `You have already signed: ${title}`,
    heading: 'You have already signed',
    whatHappened: (host: string) => `Somebody, we hope you, signed this petition again at ${host} with this address:`,
    counted: (signedOn: string) =>
      `Your signature was confirmed on ${signedOn} and it is in the count. A person counts once, so nothing has changed.`,
    whatNow: 'You can still write to those who decide. This page takes you to the letters:',
    button: 'Go on to the letters',
    code: 'Or type this code into the page where you just signed:',
    expiry: (until: string) => `The link and the code work until ${until}.`,
    notYou: 'If this was not you, do nothing. Your earlier signature stays as it is.',
  },
  letterReceipt: {
    subject: {
      accepted: (letter: string) => `Your letter was sent: ${letter}`,
      failed: (letter: string) => `Your letter could not be delivered: ${letter}`,
      mixed: (letter: string) => `Part of your letter's post came back: ${letter}`,
    },
    heading: {
      accepted: 'Your letter was sent',
      failed: 'Your letter could not be delivered',
      mixed: 'One mailbox took your letter, another refused it',
    },
    intro: (title: string) => `This is about the letter that you wrote for the campaign “${title}”.`,
    delivery: {
      to: 'To',
      result: 'Result',
      at: 'When',
      answer: 'Answer of the mail server',
      accepted: 'Accepted by a mail server on its way',
      permanent_failure: 'Not delivered, and not tried again',
      noAnswer: 'none',
    },
    meaning:
      'Accepted means that the server of the recipient took the letter. It does not mean that anybody has read it yet.',
    replies: 'An answer from the office comes to you, at this address of yours, and not to us.',
    button: 'See the page of your letter',
    copy: 'Your letter, exactly as it was sent',
  },
};

/** The shape of a mail catalogue. */
export type MailWords = typeof en;
