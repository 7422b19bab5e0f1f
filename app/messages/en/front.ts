/** Words of the front page. */
export const front = {
  metaTitle: 'Untolled: no throttling, no tolls',
  metaDescription:
    'See which ISP carries you and what is on record about it, sign a petition that anyone can check, and write to your attorney general and your ISP.',
  youSeem: 'You seem to be on',
  youSaid: 'You said you are on',
  or: 'or',
  lessSure: 'by older address data',
  notRight: 'Not right?',
  change: 'Change',
  cannotSee: 'We cannot see which ISP carries you.',
  chooseHere: 'Choose it here',
  storyPaid: (name: string, before: string, slow: string, after: string, fast: string) =>
    `In ${before} streams on ${name} ran at ${slow} Mbps. Netflix paid. By ${after} they ran at ${fast}.`,
  storyPaidFell: (
    name: string,
    before: string,
    slow: string,
    low: string,
    lowest: string,
    after: string,
    fast: string,
  ) =>
    `In ${before} streams on ${name} ran at ${slow} Mbps. Netflix agreed to pay. In ${low} they ran at ${lowest}, in ${after} at ${fast}.`,
  storyDeal: (name: string, before: string, slow: string, after: string, fast: string) =>
    `In ${before} streams on ${name} ran at ${slow} Mbps. A deal with Netflix took effect. By ${after} they ran at ${fast}.`,
  noStory: (name: string) =>
    `No federal rule keeps ${name} from slowing what you watch, or from charging a toll for it.`,
  nobody: 'No federal rule keeps your ISP from slowing what you watch, or from charging a toll for it.',
  lede: 'No federal rule forbids that toll today. Your state and your ISP can still put it in writing.',
  ledeDeal:
    'No federal rule forbids a charge for such a connection today. Your state and your ISP can still put a promise in writing.',
  ledeNoStory: 'Your state and your ISP can still put a promise in writing. Ask them to.',
  howLawStands: 'How the law stands',
  chooseTitle: 'Which ISP carries you?',
  chooseWhy: 'Then this page shows what is on record about it. The choice stays in this browser.',
  chooseLabel: 'Your ISP',
  chooseNone: 'Choose your ISP',
  chooseButton: 'Show its record',
  forget: 'Forget my choice',
  thisOne: (name: string) => `It is ${name}`,
  newestTitle: (name: string) => `Newest figure for ${name}`,
  newest: (name: string, month: string, mbps: string) =>
    `Netflix streams on ${name} averaged ${mbps} Mbps in ${month}.`,
  newestOld: 'Nothing newer is in the index as we hold it: this says nothing about today.',
  record: 'On the record',
  recordNone: (name: string) =>
    `No incident about ${name} is on record here. That is not a clean bill: it means that we hold no source.`,
  recordLatest: 'Latest events about any ISP',
  fullRecord: (name: string) => `The full record of ${name}`,
  whatYouCanDo: 'What you can do',
  steps: {
    sign: 'Sign the petition: a name, an e-mail, a ZIP code. No account.',
    confirm: 'Confirm by the mail we send you. Only confirmed signatures count.',
    write:
      'Write to your attorney general and your ISP: we prepare the letter, you change what you like and see it before it goes.',
  },
  signHere: 'Read and sign',
  signed: (count: number): string => (count === 1 ? 'person has signed.' : 'people have signed.'),
  checkCount: 'How we count',
};
