/** Words of the list of campaigns, of the pages about the site, and of error pages. */
export const pages = {
  campaigns: {
    title: 'Campaigns',
    description: 'Open petitions for net neutrality, with counts of confirmed signatures.',
    lede: 'Each petition asks somebody who can decide. Sign one, confirm by mail, then write your own letter.',
    open: 'Read and sign',
    closed: 'Closed: it takes no more signatures.',
    won: 'Won: what it asked for came about. It takes no more signatures.',
    howWeCount: 'How we count',
    signed: (count: number): string => (count === 1 ? 'confirmed signature' : 'confirmed signatures'),
    goal: (goal: string) => `of ${goal} aimed at`,
    asOf: (when: string) => `as of ${when} UTC`,
    none: 'No campaign is open at the moment.',
  },
  about: {
    title: 'About this site',
    description:
      'What Untolled is, who runs it, how it recognises your ISP, how it counts, where its facts come from, and how the law stands.',
    lede: 'Untolled shows how an internet provider treats streaming traffic, and turns that into signatures and letters that can be checked.',
    what: 'What this is',
    whatText: [
      'In 2014 Netflix made deals with Comcast, Verizon, AT&T and Time Warner Cable for direct connections; those with Comcast and Verizon were reported as paid. The chief executive of Netflix asked for rules against such charges; Comcast answered that open-internet rules were never meant for interconnection. This site keeps both sides on record, with dates and sources, and lets subscribers ask for rules.',
      'You can see the record of your ISP, sign a petition, and send a letter to your state attorney general, to a regulator and to the ISP. You need no account.',
    ],
    who: 'Who runs it',
    whoText: 'Untolled is free software that anyone can host. The people who run this copy answer for it:',
    identify: 'How we recognise your ISP',
    identifyText: [
      'Your browser’s network address belongs to a range, the range to a network with an AS number, and the network to an ISP of our catalogue. The look-up happens in the memory of this server; nobody else is asked, and the address is not kept.',
      'It can be wrong: some networks carry homes and businesses, some carry phones and homes, AS209 carries both CenturyLink and Quantum Fiber, and a VPN shows its own network. So you can always correct it. The ISP that you state and the network that we saw are kept side by side with a signature.',
    ],
    counting: 'How we count',
    countingText: [
      'A signature counts when its mailbox has been confirmed by the button or the code in our mail. One mailbox counts once per campaign: spellings of the same address that a mail provider delivers to one mailbox are one.',
      'Confirmed signatures are taken into the count every few seconds, by campaign, day, ISP as stated, and state. A withdrawn or invalidated signature leaves the count and is shown as such. The figure on a page is at most ten seconds old.',
    ],
    countingLink: 'What counts, what does not, today’s figures, and how to check them',
    segments: 'Last mile and interconnection',
    law: 'How the law stands today',
    lawText: [
      'There are no federal rules of conduct against blocking, throttling or paid priority: a court set them aside on 2 January 2025, and the FCC struck their text in 2025. The transparency rule and the broadband labels remain. Rules live in state law, first of all California’s SB 822.',
    ],
    lawTitle: 'The events behind it, newest first',
    lawMore: 'Earlier events',
    statusNow: 'Today:',
    sources: 'Data and licences',
    sourcesText: 'What the pages are built from:',
    sourcesList: {
      index:
        'Netflix ISP Speed Index: figures quoted month by month with their source; no graphic is copied. Netflix states no licence. The index is the average bitrate of streams at prime time, not line speed.',
      ranges: 'Address ranges: RouteViews, DB-IP and NRO, by way of the packages @ip-location-db/asn, under CC BY 4.0.',
      incidents:
        'Incidents, law and addressees: public sources in our own words, each with its sources and with how sure it is. What is known only from memory is not published.',
      code: 'The program: GNU Affero General Public License, version 3 or later.',
    },
    measuring:
      'One speed test to one server shows your line. It does not show that somebody is treated worse than others.',
  },
  privacy: {
    title: 'Privacy',
    description: 'What this site keeps when you read, sign and write, for how long, and how to have it erased.',
    lede: 'Reading leaves nothing behind. Signing leaves what a signature needs.',
    reading: 'When you read',
    readingText: [
      'Your network address is used in memory to recognise the ISP and is neither stored nor written to our logs. Nothing on these pages comes from a third party: no trackers, no fonts, no scripts of others.',
    ],
    signing: 'When you sign',
    signingText: 'We keep:',
    signingList: [
      'your name, e-mail address, ZIP code and the state it lies in',
      'the ISP that you state, the ISP that we saw, and the AS number of that network, not the address',
      'the language, the times of signing and confirming, how you confirmed (button or code), and the wording you agreed to',
      'what an automatic check against machines goes by: a keyed digest of your network that changes each month, whether your browser showed a proof of work, how long the form lay open, and what each rule found',
      'a random value that stands for you in the public ledger: with your receipt it proves that you are counted, and erasing destroys it',
    ],
    signingAfter:
      'Nobody is told who signed, unless you tick the box that hands your name in with the petition; it then stands in a public record for good. The public ledger has one entry for each signature: a day and a digest that only your receipt opens. Counts by ISP and by state are published apart, and never for fewer than 11 people.',
    writing: 'When you write a letter',
    writingList: [
      'We keep the letter, its addressee, the exact text that you were shown, and what became of the delivery.',
      'The addressee gets your name, your e-mail address for the answer, and what you wrote. Letters to public bodies may become public record.',
      'A letter to a docket becomes public for good, with your name and your full postal address. For other letters a postal address is optional and stands on paper only.',
    ],
    handingIn: 'When you report, correct or reply',
    handingInList: [
      'We keep your name and e-mail address, the ISP and AS number that we saw, and a keyed digest of your network that changes each month, so that three confirmations are three networks.',
      'Of a report and of “I saw this too” neither name nor address is published. A correction is read by the editors only.',
      'A reply in the name of an ISP is published with your name, your role and the domain of your mailbox.',
      'What you do not confirm is deleted a day after its link expired. The digest of your network is deleted after 30 days; beside a report it gives way to random bytes.',
    ],
    cookies: 'Cookies',
    cookiesList: [
      'lang: the language that you chose, for one year',
      'isp: the ISP that you chose, for one year',
      'writer: set when you confirm, so that this browser can write your letters, for seven days',
      'measured: the addresses of the last three tests that you handed in, so that you can put one into a letter, for seven days',
    ],
    cookiesAfter: 'None of them is needed to read.',
    howLong: 'For how long',
    howLongText:
      'You can have everything erased at any time. Whatever you do, this is deleted once its time is over, by a clock that runs once a day:',
    howLongList: (months: number) => [
      'forms that nobody confirmed, with what the check found: seven days after their link expired',
      'digests of networks: 30 days; counts of forms by network: two days; those of measurements give way to random bytes at the end of the month',
      `your name, address, ZIP and random value, and your letters with their postal addresses: ${months} ${months === 1 ? 'month' : 'months'} after the campaign closed. Your signature goes on counting, without anything that leads to you, and can no longer be withdrawn`,
      `your place on a list: until you leave; your address in it ${months} ${months === 1 ? 'month' : 'months'} after that. A keyed digest stays, so that nobody who imports a list writes to you again`,
      'links to your page: a day after they expired',
      'reports, corrections and replies that you confirmed stand in the record; erasing takes your name and address off reports and corrections, and a reply in the name of an ISP keeps its author',
    ],
    howLongAfter:
      'What a public office or a company got from you stays with them. The public ledger stays for good; nothing in it names you.',
    rights: 'Your rights',
    rightsText:
      'See what you signed and sent, correct it, take a copy of everything that we hold, withdraw it, or have it all erased:',
    rightsName: 'Somebody else may have used your name:',
    rightsWrite: 'For anything else write from the same mailbox to',
  },
  signIn: {
    title: 'This page is for its organizers',
    lede: 'You are not signed in, your session has ended, or your role does not reach this far.',
    link: 'Sign in',
    own: 'Your organizations',
    missing: 'There is nothing here, or it belongs to an organization that you are not a member of.',
  },
  notFound: {
    title: 'There is no page here',
    lede: 'The address may be mistyped, or the page has moved.',
    search: 'Looking for an ISP?',
    home: 'To the front page',
  },
  failed: {
    title: 'Something broke on our side',
    lede: 'Nothing that you sent has been lost by you: go back and try again in a minute.',
    refused: 'This request could not be answered',
  },
};
