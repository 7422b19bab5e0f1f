/** Words of the pages of the Netflix ISP Speed Index: league tables, comparison, before and after deals. */
export const speed = {
  title: 'How Netflix streams ran, month by month',
  description:
    'The Netflix ISP Speed Index of the United States as far as it can be found: every month, every ISP, with rank, movement and source.',
  lede: (months: string, from: string, to: string) =>
    `${months} months of the Netflix ISP Speed Index, from ${from} to ${to}. It is the average bitrate of Netflix streams at prime time: what streams used, not what lines can carry. Compare ISPs within a month, and one ISP across a few months.`,
  newest: (month: string) => `Newest month held: ${month}`,
  newestWhole: (month: string) => `Newest month with a ranking: ${month}`,
  fewNames: (count: number) =>
    count === 1
      ? 'We hold the figure of one ISP for this month, so there is no ranking.'
      : `We hold the figures of ${count} ISPs for this month, and no ranking.`,
  monthTitle: (month: string) => `Netflix ISP Speed Index, ${month}`,
  monthDescription: (month: string) =>
    `Average prime-time bitrate of Netflix streams by ISP in ${month}, with rank, movement since the month before and the source of each figure.`,
  gapTitle: (month: string) => `We hold no figures for ${month}`,
  gapLede:
    'Netflix may have published this month, but we have found no copy that we can name. No figure is guessed, and no line is drawn through the gap.',
  outsideTitle: (month: string) => `${month} is outside of what we hold`,
  outsideLede: 'The index as we hold it neither begins before its first month nor goes on after its newest one.',
  notMonthTitle: 'That is no month',
  notMonthLede: 'Months are written as year and month, for example 2014-03.',
  timeline: 'Choose a month',
  slide: 'Slide to a month',
  slideTo: (month: string) => `Show ${month}`,
  years: 'Years',
  monthsOf: (year: string) => `Months of ${year}`,
  previous: (month: string) => `← ${month}`,
  next: (month: string) => `${month} →`,
  noFigures: (month: string) => `${month}: no figures held`,
  lists: {
    major: 'Major ISPs',
    expanded: 'Smaller ISPs (the expanded list)',
    country: 'The whole country',
    mobile: 'Mobile networks',
  },
  rank: 'Rank',
  isp: 'ISP',
  movement: 'Since the month before',
  mbps: 'Mbps',
  source: 'Source',
  ranksCount: (counts: string) => `The ranks of this list count: ${counts}.`,
  today: (name: string) => `today ${name}`,
  up: (from: string, to: string) => `▲ up, ${from} to ${to}`,
  down: (from: string, to: string) => `▼ down, ${from} to ${to}`,
  same: (rank: string) => `= still ${rank}`,
  none: {
    unranked: 'no rank published',
    month_before_missing: 'the month before is not held',
    absent_before: 'not on the list before',
    unranked_before: 'no rank known for the month before',
    counts_unknown: 'not known what the ranks count',
    counts_differ: 'not comparable: the list changed',
  },
  countsBefore: (counts: string) =>
    `Those of the month before counted: ${counts}. Ranks that count different names are not compared.`,
  noRank: '–',
  onlyRank: 'not published',
  partly: 'One element of this is derived or secondary.',
  monthChart: (list: string, month: string) => `${list}, ${month}: average prime-time bitrate in Mbps`,
  chartSource: 'Source: Netflix ISP Speed Index; the source of each figure stands in the table.',
  warning: 'A bitrate of the stream, not line speed; compare within a month or a few.',
  steps:
    'Since 2023 the index comes in steps of 0.2 Mbps and falls with better encoding: do not compare it with the years before.',
  more: 'More of the index',
  linkIndex: 'League table by month',
  linkCompare: 'ISPs side by side',
  linkDeals: 'Before and after each deal',
  linkMethod: 'Where the figures come from and their limits',
  compareTitle: 'ISPs side by side on one scale',
  compareDescription:
    'Small charts of the Netflix ISP Speed Index for every ISP on the same scale, with gaps left open and a table behind each chart.',
  compareLede:
    'Each chart has the same scale and the same months as its neighbours in the same stretch. Gaps are gaps: no line runs through a missing month. Stretches parted by more than a year have scales of their own and must not be compared with each other.',
  compareChoose: 'Which ISPs to show',
  compareButton: 'Show these',
  compareAll: 'Show all',
  compareUnknown: 'None of the ISPs asked for is in the index, so all are shown.',
  compareScale: (low: string, high: string) => `Scale of every chart here: ${low} to ${high} Mbps.`,
  compareNone: 'No ISP has figures here.',
  figuresOf: (name: string) => `Figures of ${name} as a table`,
  figuresOfChart: 'The figures of this chart as a table',
  month: 'Month',
  rankOf: (name: string) => `Rank of ${name}`,
  sourcesTitle: 'Sources of these figures',
  sourceMark: (number: number) => `Source ${number}`,
  notesTitle: 'What the numbers mark.',
  noteKinds: { deal: 'deal', order: 'order or rule', other: 'on record' },
  notesLegend:
    'Filled circles are deals between Netflix and the ISP, squares are orders, conditions, rules and judgments, rings are anything else on record. A mark says when something happened, not that it moved the line.',
  dealsTitle: 'Before and after each deal with Netflix',
  dealsDescription:
    'What the Netflix ISP Speed Index shows for the three months before and after each interconnection deal of 2014, set against the ISPs without a deal in those months.',
  dealsLede:
    'For each deal on record: the mean of the three months before and after it, and the same change of the ISPs without a deal in those months. This describes what the index shows. It does not prove what caused it.',
  dealsRuleTitle: 'How this is reckoned',
  dealsRules: [
    'The month of a deal is the month in which the connection is on record as begun; where that is not on record, the month in which the deal became public; where that is not either, the month in which it was agreed. The deals below say which one it is.',
    'Before are the three months that precede it, after the three that follow. The month of the deal itself is on neither side, because it holds days of both.',
    'Of these months we use those that we hold, at least one on each side, and print which. A mean of fewer than three months is marked.',
    'The comparison are all ISPs on the list of major ISPs with figures on both sides and no deal on record from six months before to three months after. The names of one company (AT&T U-verse and AT&T DSL) count once.',
    'The difference in differences is the ISP’s own change less the mean change of the comparison.',
    'The range holds 95 of 100 such differences if the ISP had been one more of the comparison, with changes spread like a bell curve: it is a prediction interval for one more ISP (Student’s t, n − 1 degrees of freedom), because a single ISP scatters more than a mean. With n this small it is rough.',
    'As a check that needs no bell curve we take each comparison ISP for the one with the deal and count how many stand as far off from the rest.',
    'Of many ISPs we hold only some of these months. So we also set the ISP against each of the others over those months alone that both hold, and average those differences. Where this and the first difference disagree, neither is firm.',
    'The other ISPs may have been touched by other things, and the months were not drawn by lot. Read it as a description.',
  ],
  dealAgreed: (month: string) => `agreed ${month}`,
  dealPublic: (month: string) => `public ${month}`,
  dealConnected: (month: string) => `connected ${month}`,
  dealDates: (dates: string) => `On record: ${dates}.`,
  dealBasis: {
    connected: (month: string) => `Counted from ${month}, when the connection is on record as begun.`,
    public: (month: string) =>
      `Counted from ${month}, when the deal became public: the month in which the connection began is not on record.`,
    agreed: (month: string) =>
      `Counted from ${month}, when it was agreed: the month in which the connection began is not on record.`,
  },
  dealWindow: (before: string, after: string) => `Months before: ${before}. Months after: ${after}.`,
  dealLeftOut: (names: string) => `Left out of the comparison, because a deal of theirs is too near: ${names}.`,
  dealNoMonth: (when: string) => `Dated ${when}: the month is not on record, so nothing can be set before and after.`,
  dealNoFigures: 'We hold no figures on both sides of this deal.',
  interconnection: 'What interconnection is, and why it is not the last mile',
  effectSentence: (name: string, before: string, after: string, change: string) =>
    `${name} went from a mean of ${before} to ${after} Mbps, a change of ${change}.`,
  effectCompared: (n: number, mean: string) =>
    n === 1
      ? `The one ISP without a deal in those months changed by ${mean}.`
      : `The ${n} ISPs without a deal in those months changed by ${mean} on average.`,
  effectDifference: (difference: string) => `Difference in differences: ${difference} Mbps`,
  effectInterval: (low: string, high: string) => `95% range ${low} to ${high}.`,
  effectNoInterval: 'too few ISPs to compare with for a range.',
  effectOutside: 'More than the scatter of the others would explain.',
  effectInside: 'Within the scatter of the others: no difference can be told.',
  effectAsFar: (asFar: number, n: number) =>
    `Of the ${n} comparison ISPs, ${asFar === 0 ? 'none stands' : asFar === 1 ? 'one stands' : `${asFar} stand`} as far off from the rest.`,
  effectComplete: (n: number, difference: string) =>
    n === 1
      ? `With the one ISP alone that has all six months: ${difference}.`
      : `With the ${n} ISPs alone that have all six months: ${difference}.`,
  effectShared: (n: number, difference: string) =>
    n === 1
      ? `Over the months alone that it and the one other both hold: ${difference}.`
      : `Over the months alone that it and each of ${n} others both hold, pair by pair: ${difference}.`,
  effectThin: (months: number) => `Only ${months} of the six months are held.`,
  effectChart: (name: string) => `Change of ${name} and of each ISP without a deal, in Mbps`,
  effectBand: 'Shaded: where 95 of 100 changes of one more ISP without a deal would lie.',
  effectTable: (name: string) => `${name} and each ISP it is compared with: months, means and change in Mbps`,
  before: 'Before',
  after: 'After',
  change: 'Change',
  meanOf: (count: number) => `Mean of ${count}`,
  usedMonths: (mbps: string, months: string) => `${mbps} (${months})`,
  describes: 'This describes what the index shows and does not prove what caused it.',
  effectsTitle: 'Before and after the deal with Netflix',
  effectsMore: 'How this is reckoned, and the other deals',
};
