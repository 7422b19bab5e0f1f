/** Offices take an article inside a sentence, companies do not. */
const the = (name: string) => (/^(?:Office|Department|Division|Bureau|Federal) /.test(name) ? `the ${name}` : name);

/** Words of the area "filing": what a person files themselves, complaints and what became of them. */
export const filing = {
  metaTitle: 'File it yourself',
  formTitle: (name: string) => `File your letter with ${the(name)}`,
  formLede: 'The form is theirs, so the last step is yours. Here is your letter field by field, to copy across.',
  docketTitle: (number: string) => `File your comment in docket ${number} yourself`,
  docketLede:
    'Your letter waits for the next filing set of the organizers. You need not do anything; but you may file it now.',
  docketPublic:
    'A comment in a docket is a public record for good, with your name and your full postal address, and possibly your e-mail address.',
  afterwards: 'What you noted of it',
  toDocket: 'File it yourself now',
  back: (name: string) => `What became of the letter to ${the(name)}`,
  openTitle: '1. Open the form',
  open: 'Open the form',
  demonstration: 'Demonstration address at a reserved domain: there is no form behind it.',
  source: 'Source of the address:',
  readOn: 'read on',
  noForm: 'We hold no published address of the form, and none is guessed.',
  whereDocket: (number: string) =>
    `Look for the FCC’s electronic comment filing system, and in it for docket ${number}. We hold no address of its form that was checked, so none is linked here.`,
  copyTitle: '2. Copy your letter across',
  copy: 'Copy',
  copied: 'Copied',
  noScript: 'Select a field to copy it.',
  leftToYou: 'Left to you: we do not know it.',
  fields: {
    proceeding: 'Proceeding',
    name: 'Your name',
    email: 'Your e-mail address',
    phone: 'Your telephone number',
    postal: 'Your postal address',
    line1: 'Street and number',
    line2: 'Second line of the address',
    city: 'City',
    state: 'State',
    zip: 'ZIP code',
    category: 'What the complaint is about',
    issue: 'The issue',
    company: 'Your provider',
    subject: 'Subject',
    text: 'Your letter',
  },
  categoryValue: 'Internet',
  issueHint: 'Choose the one in their list that comes closest to your letter.',
  textHint: (chars: string) =>
    `${chars} characters. We found no limit that the form states; if it takes less, shorten the text there.`,
  doneTitle: '3. Tell us that you filed it',
  doneWhy: {
    complaint:
      'We keep the day for you. Your provider has to answer in writing within 30 days of being served. We mail you once, 35 days after you filed, to ask whether it did.',
    form: 'We keep the day and the number for you, beside your letter.',
    docket: 'It then stays out of the filing sets, so that it is not filed twice. This cannot be taken back here.',
  },
  ticket: 'Number of your ticket',
  confirmation: 'Confirmation number',
  ticketHint: 'Leave it empty if you got none.',
  day: 'Day on which you filed it',
  noted: 'I filed it',
  takeBack: 'I have not filed it after all',
  filedTitle: 'You filed it',
  filedByUs: 'It is filed',
  filedOn: 'Filed on',
  number: 'Number',
  noNumber: 'none noted',
  inSet: 'An organizer is handing your letter in with others, so do not file it yourself: it would be there twice.',
  notOpen: 'There is nothing for you to file now.',
  clock: (due: string, days: number) =>
    days > 0
      ? `Your provider’s answer is due on ${due} at the earliest (in ${days} ${days === 1 ? 'day' : 'days'}).`
      : `The 30 days after the day on which you filed ended on ${due}.`,
  clockWhy:
    'The 30 days run from the day on which the FCC serves the complaint on your provider. We know only the day on which you filed. Not every complaint is served.',
  outcomeLink: 'Did they answer?',
  outcome: {
    metaTitle: 'Did they answer?',
    title: (isp: string) => `Did ${isp} answer your complaint?`,
    provider: 'your provider',
    lede: (day: string) => `You noted that you filed it with the FCC on ${day}.`,
    legend: 'What became of it',
    counted:
      'Answers are counted for each provider and shown on its page, only from 11 people upwards, never with a name.',
    save: 'Save my answer',
    said: (day: string) => `You said so on ${day}. You can change it at any time.`,
    saidTitle: 'Thank you, that is noted',
    missing: 'Choose one of the four.',
    strangerTitle: 'This link does not work',
    stranger:
      'It may have been cut in two by a mail program, or it is too old. The page of your letter asks the same question.',
    campaigns: 'All campaigns',
  },
  outcomes: {
    resolved: { label: 'It answered, and the trouble is mended', short: 'Answered and mended' },
    answered: { label: 'It answered in writing, but the trouble remains', short: 'Answered, trouble remains' },
    no_answer: { label: 'It did not answer', short: 'No answer' },
    not_served: { label: 'The FCC did not serve the complaint on it', short: 'Not served by the FCC' },
    open: { label: 'Nothing said yet', short: 'Nothing said yet' },
  },
  faults: {
    ticket_shape: 'Enter the number as letters, digits and dashes, at most 60 characters, or leave it empty.',
    day_missing: 'Enter the day as a date.',
    day_future: 'Enter a day that is not still to come.',
    day_early: 'Enter a day after you finished the letter here.',
  },
  refusals: {
    unknown: 'This letter does not exist or is not yours.',
    not_open: 'This letter is not yours to file now. Its page says where it stands.',
    in_set: 'An organizer is handing this letter in with others. It cannot be noted as filed by you.',
    too_late: 'You were asked about this complaint or have answered, so the day stays as it is.',
  },
  problem: 'This did not work',
  section: {
    title: 'Complaints to the FCC',
    lede: (isp: string, total: string) =>
      `${total} people noted here that they filed an informal complaint about ${isp} with the FCC. This is what they say became of it:`,
    outcome: 'What they say',
    people: 'People',
    hidden: 'few',
    rule: 'Counts of one to ten are hidden; where the others would give a hidden one away, all are.',
    sourceLink: 'Source',
    source: 'Source: what people told this site, not the FCC; up to',
    write: 'Write about your provider',
  },
};
