/** Words of the audit log of an organization. */
export const audit = {
  title: 'Audit log',
  lede: 'Who did what, and who looked at personal data. Nothing here can be changed or taken out.',
  search: 'Search',
  q: 'Deed or subject',
  who: 'Who',
  from: 'From (UTC day)',
  to: 'To (UTC day)',
  find: 'Find',
  everything: 'Show everything',
  when: 'When',
  what: 'Deed',
  subject: 'Subject',
  facts: 'Facts',
  link: 'Link',
  unlinked: 'being chained',
  installation: 'installation',
  actors: { command: 'a command', system: 'the system', token: 'an API token' },
  someoneGone: 'someone who has left',
  none: 'Nothing was found.',
  older: 'Older events',
  newest: 'Newest events',
  download: 'Download as CSV',
  downloadNote: (most: string) =>
    `What the search finds, at most ${most} events. The download is an entry in this log itself, and asks you to show who you are.`,
  chain: 'How you can tell that nothing was changed',
  chainText: (links: string) =>
    `Each event is tied to the one before it by a hash: ${links} links so far. Whoever runs this installation checks them with the command below.`,
  anchored: (day: string, ledgers: number) =>
    `The newest hash is published in ${ledgers === 1 ? 'the ledger of one campaign' : `the ledgers of ${ledgers} campaigns`} once a day, last on ${day} (UTC). From then on even the operator cannot rewrite what came before without its being found.`,
  notAnchored: 'No ledger holds the newest hash yet. It is published once a day, when a campaign is open.',
};
