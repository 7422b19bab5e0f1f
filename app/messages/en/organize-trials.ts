const count = (value: number) => value.toLocaleString('en-US');
const percent = (share: number) =>
  new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 }).format(share);

/** Words of the page on which organizers try a campaign's title and ask against others. */
export const trials = {
  title: 'Trial of title and ask',
  lede: 'Half of the visitors are shown other words, and at the end a fixed rule says whether more of them sign. Nothing is stored in anybody’s browser.',
  link: 'Try other words',
  words: {
    title: 'The other words',
    hint: 'Leave empty what shall be as it is now.',
    now: (text: string) => `Now: ${text}`,
    titleIn: (language: string) => `Title, ${language}`,
    askIn: (language: string) => `What is asked, ${language}`,
  },
  rule: {
    title: 'The rule, fixed before it begins',
    rate: 'Of 100 views, how many end in a confirmed signature now',
    rateHint: (rate: string) => `In the last 14 days: ${rate} of 100, as the dashboard counts.`,
    rateUnknown: 'From 0.1 to 90. The dashboard has nothing to go by yet.',
    lift: 'The smallest change worth knowing',
    lifts: (lift: string) => `${lift}% more or fewer`,
    plan: 'Work it out',
    start: 'Begin the trial',
    needed: (views: number) =>
      `Each of the two must be seen ${count(views)} times. The trial ends then, or after 14 days, whichever comes first.`,
    days: (days: number) =>
      `At the pace of the last 14 days that takes about ${days === 1 ? 'a day' : `${days} days`}.`,
    daysOver:
      'At the pace of the last 14 days that takes longer than 14 days: only greater differences than this one are likely to be found.',
    method:
      'One two-sided test of two proportions (Fleiss, Levin and Paik, 2003), made once at the end: 5% error, 80% power for the change chosen. Nobody is told who leads before, because whoever looks and stops early finds differences that are not there.',
  },
  faults: { rate: 'Write a number from 0.1 to 90.' },
  running: {
    title: 'It runs',
    since: (moment: string, latest: string) => `Since ${moment}, until ${latest} at the latest.`,
    progress: (seen: number, views: number) =>
      `${count(Math.min(seen, views))} of ${count(views)} views of the variant that is seen less.`,
    noVerdict: 'These are counts. There is no verdict before the end.',
    keep: 'While it runs, title and ask stay as they are: changing them ends the trial without a verdict.',
    stop: 'Stop it without a verdict',
  },
  variants: { a: 'A, as it stood', b: 'B, the other words' },
  table: { variant: 'Variant', seen: 'Views', signed: 'Confirmed signatures', rate: 'Per view' },
  rateOf: (signed: number, seen: number) => (seen === 0 ? '–' : percent(signed / seen)),
  past: {
    title: 'Trials that ended',
    ended: (moment: string) => `Ended ${moment}`,
    endings: {
      views: 'Both variants had been seen as often as was fixed.',
      days: 'Its 14 days were over.',
      stopped: 'It was stopped early, so it gives no verdict.',
      campaign: 'The campaign took no more signatures, so it gives no verdict.',
      words: 'Title or ask were changed meanwhile, so it gives no verdict.',
    },
    verdicts: {
      a: 'The words as they stood are signed more often.',
      b: 'The other words are signed more often.',
      none: 'No difference that could not be chance.',
    },
    rule: (rate: number, lift: number, views: number) =>
      `The rule was: ${percent(rate)} expected, a change of ${percent(lift)} of it worth knowing, ${count(views)} views of each.`,
    take: 'Take the other words over',
    taken: (version: number) => `Taken over as version ${version}.`,
  },
  done: {
    started: 'The trial has begun. Within seconds half of the visitors see the other words.',
    stopped: 'Stopped. Everybody sees the words as they stand.',
    taken: 'Taken over as a new version of the campaign.',
  },
  refused: {
    not_open: 'A trial needs an open campaign.',
    running: 'A trial runs already.',
    same_words: 'The other words are the same as those that stand. Change a title or an ask.',
    nothing_running: 'No trial runs.',
    not_better: 'There is nothing to take over.',
  },
};
