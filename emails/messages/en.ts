import { exportReadyEn } from './export.ts';
import { organizer } from './organizer-en.ts';

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** The English words of every mail; they define the keys and blanks of the other languages. Decision 0003. */
export const en = {
  greeting: (name: string) => (name ? `Hello ${name},` : 'Hello,'),
  day: (at: Date) => day.format(at),
  number: (whole: number) => whole.toLocaleString('en-US'),
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
  mailboxShared: {
    subject: (title: string) => `This mailbox has signed already: ${title}`,
    heading: 'One more signature from this mailbox was not taken',
    whatHappened: (host: string) => `Somebody signed this petition at ${host} with this address:`,
    typed: (name: string, zip: string) => (name ? `Name: ${name}. ZIP: ${zip}.` : `ZIP: ${zip}.`),
    rule: 'Somebody has confirmed a signature from this mailbox before. A mailbox has room for two people of one household: the second under another name and with the same ZIP as the first. This one fits neither place, so it does not count.',
    whatNow:
      'If a name or a ZIP was mistyped, sign again with the right ones. If you have a mailbox of your own, sign with that one. What this mailbox has signed, and what can be corrected or withdrawn, is on your page:',
    button: 'Open my page',
    notYou: 'If this was not you, do nothing. What this mailbox has confirmed stays as it is.',
  },
  letterReceipt: {
    subject: {
      accepted: (letter: string) => `Your letter was sent: ${letter}`,
      failed: (letter: string) => `Your letter could not be delivered: ${letter}`,
      filed: (letter: string) => `Your letter was filed: ${letter}`,
      mixed: (letter: string) => `Part of your letter's post came back: ${letter}`,
      returned: (letter: string) => `Your letter came back: ${letter}`,
      waiting: (letter: string) => `What happens with your letter now: ${letter}`,
    },
    heading: {
      accepted: 'Your letter was sent',
      failed: 'Your letter could not be delivered',
      filed: 'Your letter was filed',
      mixed: 'One mailbox took your letter, another refused it',
      returned: 'Your letter came back',
      waiting: 'What happens with your letter now',
    },
    intro: (title: string) => `This is about the letter that you wrote for the campaign “${title}”.`,
    delivery: {
      to: 'To',
      result: 'Result',
      at: 'When',
      answer: 'Answer of the mail server',
      accepted: 'Accepted by a mail server on its way',
      permanent_failure: 'Not delivered, and not tried again',
      returned: 'Came back: a mail server took it first, and then could not deliver it',
      confirmation: 'Number that the addressee gave',
      filed: 'Filed',
      queued: 'Waits to be handed in; you get a mail when that is done',
      awaiting: 'Waits for the next filing of the campaign; you get a mail when it is handed in',
      form: 'Ready for you: fill in the form with the text on its page',
      paper: 'Ready for you: print and post it from its page',
      noAnswer: 'none',
    },
    returned:
      'The office did not get your letter by this way. It is not sent again by itself. The page of your letter shows whether another way is open.',
    filed: 'Filed means that your letter was handed in. It does not mean that anybody has read it yet.',
    waiting: 'Nothing was mailed to the addressee. Until a letter has left, you can withdraw it on its page.',
    meaning:
      'Accepted means that the server of the recipient took the letter. It does not mean that anybody has read it yet.',
    replies: 'An answer from the office comes to you, at this address of yours, and not to us.',
    button: 'See the page of your letter',
    copy: 'Your letter, exactly as it was sent',
  },
  signatureReceipt: {
    subject: (title: string) => `Your receipt: ${title}`,
    heading: 'Your signature is counted: here is the receipt',
    counted: (title: string) => `Your signature on this petition is in the public count: ${title}`,
    corrected: (title: string) =>
      `Your ISP or your state was corrected in the public count of this petition: ${title}. This receipt replaces the earlier one.`,
    attached: (fileName: string, leaf: string, size: string) =>
      `The attached file ${fileName} proves it: entry ${leaf} of a ledger of ${size} entries is yours. Keep it.`,
    meaning:
      'With it, you or anybody you give it to can check, without trusting us, that your signature is in the ledger that the count is made of. It names your address, your ISP and your state, so do not publish it.',
    button: 'Check the receipt',
    check:
      'The page checks the file in your browser and sends it nowhere. It also says how to check it without this site.',
    withdraw: 'The receipt stays true for good. It does not show whether you withdrew the signature later.',
  },
  submissionConfirmation: {
    correction: {
      subject: (about: string) => `Please confirm your correction: ${about}`,
      heading: 'Please confirm your correction',
      whatHappened: (host: string) =>
        `Somebody, we hope you, told us at ${host} with this address that something is wrong in:`,
      whyConfirm: 'The editors read it once you confirm it. Open this page and press the button on it:',
      button: 'Confirm my correction',
    },
    reply: {
      subject: (about: string) => `Please confirm your reply: ${about}`,
      heading: 'Please confirm your reply',
      whatHappened: (host: string) =>
        `Somebody, we hope you, wrote a reply in the name of the ISP at ${host} with this address, to:`,
      whyConfirm:
        'It is published at once when you confirm it, word for word, with your name, your role and the domain of this mailbox, and cannot be changed afterwards. Open this page, read the reply, and press the button:',
      button: 'Read and confirm the reply',
    },
    report: {
      subject: (about: string) => `Please confirm your report about ${about}`,
      heading: 'Please confirm your report',
      whatHappened: (host: string) => `Somebody, we hope you, reported at ${host} with this address what they saw on:`,
      whyConfirm: 'The report counts once you confirm it. Open this page and press the button on it:',
      button: 'Confirm my report',
    },
    me_too: {
      subject: (about: string) => `Please confirm that you saw this too: ${about}`,
      heading: 'Please confirm that you saw this too',
      whatHappened: (host: string) =>
        `Somebody, we hope you, said at ${host} with this address that they saw the same as another person on:`,
      whyConfirm: 'It counts once you confirm it. Open this page and press the button on it:',
      button: 'Confirm that I saw it',
    },
    code: 'Or type this code into the page that followed the form:',
    expiry: (until: string) => `The link and the code work until ${until}.`,
    notYou: 'If this was not you, do nothing. Nothing comes of it without the confirmation, and you are on no list.',
  },
  alert: {
    kinds: {
      'state-surge': 'Many signatures from one place',
      'without-proof': 'Many forms without proof of work',
      'network-surge': 'Many forms from one network',
      'isp-surge': 'Many doubtful forms from one provider',
      'domain-surge': 'Many addresses at one mail domain',
      'same-name': 'One name again and again',
      'same-second': 'Many confirmations within one second',
    },
    subject: (what: string, host: string) => `${what} at ${host}`,
    meaning:
      'The plausibility watch found something in the last minute that a crowd does not explain. Nothing was refused or taken out because of it.',
    campaign: 'Campaign',
    every: 'all',
    key: 'Where',
    forms: 'Forms within a minute',
    withoutProof: 'Of these without proof of work',
    before: 'In the hour before',
    raised: 'Found at',
    whatNow: 'Look at it, and settle it when you have:',
    once: 'Alerts of one kind are mailed once an hour. The page of metrics counts those that are open.',
    footer: (host: string) =>
      `Sent by the Untolled campaign site at ${host} to the address that its operator set for alerts.`,
  },
  exportReady: exportReadyEn,
  broadcast: {
    why: (organization: string, host: string) =>
      `You get this mail because you are on the list of ${organization} at ${host}.`,
    unsubscribe: 'Unsubscribe',
    preferences: 'Choose what you get, or pause it',
  },
  stopped: {
    subject: (title: string) => `Stopped: ${title}`,
    heading: 'A broadcast stopped by itself',
    why: {
      complaints:
        'More than 0.1% of those who got it marked it as spam, so nothing more of it leaves. Mail services put whole sites aside above that share.',
      bounces:
        'More than 5% of the addresses that were tried do not exist, so nothing more of it leaves. A list like that harms every later mail of this site.',
    },
    organization: 'Organization',
    recipients: 'Members it was for',
    sent: 'Delivered so far',
    complained: 'Marked as spam',
    bounced: 'Addresses that do not exist',
    at: 'Stopped at',
    whatNow:
      'Find out why before you go on: whom the segment holds, where a list came from, whether the subject says what the mail is about.',
    button: 'See the broadcast',
    footer:
      'Sent to the owners and editors of the organization, to whoever approved the broadcast and to the operator of the site.',
  },
  complaintReminder: {
    provider: 'your provider',
    subject: (isp: string) => `Did ${isp} answer your complaint?`,
    whatHappened: (isp: string, day: string) =>
      `You noted that you filed a complaint about ${isp} with the FCC on ${day}. We said then that we would ask you once what became of it.`,
    ticket: 'Your ticket number',
    rule: 'A provider has to answer in writing within 30 days of the day on which the FCC serves the complaint on it. We know only the day on which you filed, so the provider may have a little longer. Not every complaint is served.',
    ask: (isp: string) => `Did ${isp} answer? Open this page and choose one of four answers:`,
    button: 'Say what became of it',
    counted: 'Answers are counted for each provider and shown only from 11 people upwards, never with a name.',
    once: 'We ask only this once. The link works for about five months.',
  },
  correctionDecision: {
    subject: {
      accepted: (title: string) => `We took up your correction: ${title}`,
      declined: (title: string) => `We did not take up your correction: ${title}`,
    },
    heading: { accepted: 'We took up your correction', declined: 'We did not take up your correction' },
    about: 'You told us that something is wrong in this entry:',
    meaning: {
      accepted: 'The editors checked it and agree. Thank you.',
      declined: 'The editors checked it and leave the entry as it is.',
    },
    note: 'Their note to you:',
    button: 'See the entry',
    yours: 'What you wrote:',
  },
  subscriptionConfirmation: {
    subject: (organization: string) => `Do you want mail from ${organization}?`,
    heading: 'Do you want to be on the list?',
    preview: 'Nothing comes before you say so.',
    whatHappened: (host: string, organization: string) =>
      `Somebody, we hope you, asked at ${host} to put this mailbox on the list of ${organization}.`,
    whatComes:
      'What comes: a mail when your ISP gets worse or there is something you can do about it. Every one has a link that ends it with one click.',
    whatComesAbout: (isp: string) =>
      `What comes: a mail when ${isp} gets worse or there is something you can do about it. Every one has a link that ends it with one click.`,
    button: 'Put me on the list',
    code: 'Or enter this code on the page that followed the form:',
    expiry: (until: string) => `The link and the code work until ${until}.`,
    notYou: 'If you did not ask, do nothing: you are on no list, and no more mail comes.',
  },
  nameInquiry: {
    subject: (host: string) => `What was sent in your name at ${host}`,
    heading: 'What was sent in your name',
    whatHappened: (host: string) =>
      `Somebody, we hope you, asked at ${host} what was signed and sent in the name of this mailbox.`,
    what: 'The page behind this link shows it, whether there is something or nothing. There you can withdraw it and have it erased.',
    button: 'See what was sent in my name',
    code: 'Or enter this code on the page that followed the form:',
    expiry: (until: string) =>
      `The link and the code work until ${until}. Whoever has them can see and erase, so keep them to yourself.`,
    notYou: 'If you did not ask, do nothing: nobody but the holder of this mailbox sees the page.',
  },
  myPage: {
    subject: (host: string) => `Your page at ${host}`,
    heading: 'Your page',
    whatHappened: (host: string) => `Somebody, we hope you, asked at ${host} for the page of this mailbox.`,
    what: 'It shows what you signed and wrote, with receipts. There you can correct and withdraw it, take a copy of all your data, and have everything erased. The mail is the same whether there is something or nothing.',
    button: 'Open my page',
    code: 'Or enter this code on the page that followed the form:',
    expiry: (until: string) =>
      `The link and the code work until ${until}. Whoever has them can see and erase, so keep them to yourself.`,
    notYou: 'If you did not ask, do nothing: nobody but the holder of this mailbox sees the page.',
  },
  organizer,
};

/** The shape of a mail catalogue. */
export type MailWords = typeof en;
