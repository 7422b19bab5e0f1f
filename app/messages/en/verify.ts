/** Words of the area "verify": the receipt after signing, and the page where anybody checks a receipt or the whole count. */
export const verify = {
  title: 'Check the count yourself',
  description:
    'Check a receipt in your browser, without sending it anywhere, or recompute every public count of a campaign from its published files.',
  lede: 'Every counted signature stands in a public ledger that is signed and only ever grows. You need not take our word for it.',
  receipt: {
    title: 'Check a receipt',
    lede: 'Everything happens in this browser: the receipt is sent nowhere, not to us either. It holds an e-mail address, so give it only to people you trust.',
    file: 'Choose the receipt',
    fileHint: 'The file from the mail or the thank-you page. Its name ends in .tlog-proof.',
    text: 'Or paste it here',
    button: 'Check the receipt',
    empty: 'Choose the file or paste the receipt first.',
    large: 'This file is too large for a receipt. Choose the one whose name ends in .tlog-proof.',
    unreadable: 'This file cannot be read. Choose it again.',
    checking: 'Checking …',
    unloaded:
      'The checking program did not load. Reload this page, or check the receipt on your own computer as described below.',
    noScript:
      'Checking here needs scripting, because the receipt stays in your browser. Without it, check the receipt on your own computer as described below.',
    holds: 'The receipt holds',
    fails: 'The receipt does not hold',
    unchecked: 'The receipt could not be checked here',
    browser:
      'This browser cannot check Ed25519 signatures yet, so nothing was checked. Use a newer browser, or check the receipt on your own computer as described below.',
    result: { holds: 'Holds', fails: 'Does not hold', open: 'Not checked' },
    steps: {
      form: 'It is a receipt',
      signature: 'The checkpoint is signed',
      place: 'The entry is in the tree',
      opening: 'The entry is this person’s',
    },
    facts: {
      form: 'Every part of the file can be read.',
      signature: (log: string, key: string) => `By the key of ${log}, which this site publishes: ${key}`,
      otherKey: (log: string) =>
        `It is of the log ${log}, which is none of this site’s. Check it with the key of the site that it comes from.`,
      place: (leaf: string, size: string, day: string) =>
        `Entry ${leaf} of the ${size} (numbered from 0) that were signed, made on ${day} UTC.`,
      opening: 'Only whoever has this receipt can show to whom the entry belongs. It opens to:',
    },
    faults: {
      form: 'This is not a whole receipt. Choose the file again, or copy all of its text, from the first line to the last.',
      signature: 'The signature does not fit: the receipt was changed, or another key signed it.',
      place: 'The proof does not lead to the signed tree: the entry, its place or the proof was changed.',
      opening: 'The entry is in the ledger, but not under the address, ISP and state that the receipt names.',
    },
    address: 'Address',
    isp: 'ISP',
    state: 'State',
    other: 'another, or not known',
    none: 'none',
  },
  meaning: {
    title: 'What a receipt shows, and what it does not',
    shows: 'It shows',
    showsList: [
      'that an entry made from this address, this ISP and this state is in the ledger that the public count is made of;',
      'that the ledger was signed with it in it: taking it out later would break the signature for everybody who compares.',
    ],
    hides: 'It does not show',
    hidesList: [
      'that the signature still counts. A withdrawal is a later entry; the receipt stays true.',
      'that the other entries are real people. How we keep robots out is described on the page about counting.',
      'who you are to anybody who does not have the receipt: the ledger holds neither names nor addresses.',
    ],
  },
  own: {
    title: 'On your own computer',
    lede: 'One file of at most 300 lines, for Node 20 or newer, without anything else to install. Read it, keep it, run it without a network:',
    file: 'verify.mjs',
    receipt: 'A receipt',
    checkpoint: 'The newest signed state of a campaign’s ledger, and whether it continues one that you kept',
    key: 'The key that checkpoints of this campaign are signed under. Keep it: a receipt or a ledger under another key is not this one’s.',
  },
  count: {
    title: 'The whole count',
    lede: 'The same file fetches every entry of a ledger, recomputes the signed root and each public count (in all, by day, by reason, by ISP, by state), and names the first difference exactly. A million entries take about half a minute, and more over a slow line.',
    command: 'Recount',
    folder: 'A folder with the downloaded files works as well as the address.',
    none: 'No ledger has a signed entry yet.',
    announced: 'All ledgers and keys of this site, for programs:',
  },
  thanks: {
    title: 'Your receipt',
    waiting: 'Your signature is being counted. That takes a few seconds.',
    look: 'Look again',
    ready: (leaf: string, size: string) =>
      `Your signature is counted: it is entry ${leaf} of the ${size} (numbered from 0) in the public ledger. With the receipt you can check that without trusting us. It comes by mail too.`,
    download: 'Download the receipt',
    check: 'How to check it',
    secret: 'It names your address, your ISP and your state: do not publish it.',
  },
};
