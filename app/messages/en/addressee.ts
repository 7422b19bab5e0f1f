/** Offices take an article inside a sentence, companies do not. */
const the = (name: string) => (/^(?:Office|Department|Division|Bureau|Federal) /.test(name) ? `the ${name}` : name);

interface About {
  /** The state as it stands inside a sentence. */
  state: string;
  /** The law, the docket or the event that is named. */
  name: string;
  since: string;
  /** The day or month of the fact. */
  when: string;
}

/** Words of the area "addressee": choosing who hears from the writer, and the page of all addressees. */
export const addressee = {
  choose: {
    metaTitle: 'Your letters',
    title: 'Write to those who can answer',
    lede: 'Choose who hears from you. Each letter is filled in for you, and nothing leaves before you have read and sent it.',
    legend: 'Your letters go to',
    template: (name: string) => `Which letter to ${the(name)}`,
    button: 'Write these letters',
    demonstration: 'This is a demonstration: letters to addresses at reserved names reach nobody.',
    noneChosen: 'Choose at least one addressee.',
    nothingOpen: 'There is no addressee that we can reach for you yet. Below stands why, for each.',
    begunTitle: 'Letters that you have begun or sent',
    begun: 'You have begun this letter.',
    sent: 'You have sent this letter.',
    continue: (name: string) => `Continue the letter to ${the(name)}`,
    see: (name: string) => `See what became of the letter to ${the(name)}`,
    closedTitle: 'Not open to you, and why',
    noTemplate: 'This campaign has no letter for this addressee yet.',
    all: 'All addressees, with what is checked and what is not known',
  },
  kinds: {
    fcc_docket: 'the docket of the FCC, a public record',
    fcc_complaint: 'the FCC, as an informal complaint about your ISP',
    ftc: 'the FTC',
    attorney_general: 'the attorney general or consumer office of your state',
    utility_commission: 'the utility commission of your state',
    isp_customer_relations: 'your ISP, customer relations',
    isp_headquarters: 'your ISP, head office',
  },
  unavailable: {
    no_state: 'Your ZIP is in no state or district of the list, so there is no office of a state to write to.',
    no_office: 'We hold no office of your state or territory whose name has been checked.',
    isp_unknown: 'You named no ISP of our list when you signed, so this letter would be about none.',
    no_channel: 'We hold no address or form of this office that has been checked. None is guessed.',
    no_docket: 'This campaign is about no docket.',
    no_power: 'Not offered for your state and ISP.',
  },
  reasons: {
    own_law: ({ state, name, since }: About) =>
      `${state} has a law of its own for internet providers: ${name}, since ${since}. Its attorney general enforces it, so that office stands first.`,
    own_rules: ({ state, when }: About) =>
      `By ${when} ${state} had net neutrality rules of its own. We have not checked what they say today.`,
    state_contracts: ({ state, name, since }: About) =>
      `${state} has a rule for what the state itself buys: ${name}, since ${since}. It is about state contracts.`,
    no_federal_rule: ({ when }: About) =>
      `Since ${when} no federal rule forbids blocking, slowing or paid priority. The office of your state takes consumers’ complaints.`,
    campaign_docket: ({ name }: About) => `This campaign is about the proceeding ${name}.`,
    isp_can_promise: ({ when }: About) =>
      `No federal rule has bound the conduct of your ISP since ${when}. What it promises in public is its own to give.`,
    answered_in_writing: () =>
      'Your ISP must answer in writing, within 30 days, a complaint that the FCC passes on to it. Not every complaint is passed on. It is meant for what happened to you, not for a form letter.',
    disclosure_left: () =>
      'Since 2 January 2025 the FCC has no rules on conduct, only those on disclosure and the broadband labels.',
    public_promises: () =>
      'Since 2 January 2025 broadband is no common-carrier service, so that, as we read it, Section 5 of the FTC Act covers ISPs.',
    merger_review: ({ when }: About) =>
      `By our latest report, of ${when}, California had not yet approved the merger of Charter and Cox. Commissions matter in merger cases.`,
    little_power: () =>
      'Most utility commissions have little or no power over home internet: the attorney general or consumer office is the better addressee. A commission matters in merger cases and for telephone service.',
    says_so_itself: () => 'This commission says itself that it does not regulate broadband or DSL.',
  },
  ways: {
    goes: 'Goes',
    names: { email: 'by e-mail', docket: 'into the docket', web_form: 'by a web form', paper: 'on paper' },
    long: {
      email: 'E-mail, sent for you',
      docket: 'Docket, filed for you in a set',
      web_form: 'Web form, which you fill in with the prepared text',
      paper: 'On paper, which you print and post',
    },
    ofContact: {
      email: 'E-mail:',
      docket: 'Docket:',
      web_form: 'Web form:',
      postal: 'Post:',
      website: 'Website:',
      phone: 'Telephone:',
    },
    details: 'Addresses, sources and dates',
    reasons: 'Why',
    office: 'Name of the office',
    windows: 'Dates of the docket',
  },
  checks: {
    brief: { unverified: 'Not checked.', doubtful: 'Not checked, and in doubt.', demonstration: 'Demonstration.' },
    verified: (by: string, date: string) => `Checked by ${by} on ${date}.`,
    unverified: 'Not checked yet by an organizer. Check it before you use it.',
    doubtful: 'In doubt: check it before you use it.',
    bounced: (date: string) => `Came back as undeliverable on ${date}.`,
    demonstration: 'Demonstration address at a reserved name: it reaches nobody.',
  },
  source: 'Source:',
  readOn: (date: string) => `Read on ${date}.`,
  ofDate: (date: string) => `Of ${date}.`,
  docket: {
    closed: (comments: string, replies: string | null) =>
      `Comments closed on ${comments}${replies ? ` and replies on ${replies}` : ''}. A letter can still be filed; it comes late.`,
    open: (kind: 'comments' | 'replies', until: string) => `Takes ${kind} until ${until}.`,
    unknown: 'We hold no dates of its windows for comments.',
  },
  page: {
    metaTitle: 'Addressees of letters',
    description: 'Every office and contact that letters may go to, with its source, its date and who checked it.',
    title: 'Who letters can go to',
    lede: 'Every office and every address that this site holds, where it was read, and whether somebody checked it. What is not known is said too.',
    rules: [
      'By e-mail a letter goes only to an address that an organizer has checked.',
      'Forms and postal addresses are shown with their source, for you to use; check those that nobody has checked.',
      'What we know only from memory is neither shown nor used.',
    ],
    count: (verified: string, unverified: string, bounced: string) =>
      `${verified} addresses are checked, ${unverified} are not, ${bounced} came back.`,
    demonstrations: (count: string) =>
      `This is a demonstration: ${count} checked addresses are at reserved names and reach nobody.`,
    campaigns: 'By campaign',
    federal: 'Federal offices',
    attorneys: 'Attorneys general and consumer offices of the states',
    commissions: 'Utility commissions of the states',
    isps: 'Internet providers',
    laws: 'Laws and orders of the states',
    lawsLede:
      'Those that we have read of in a source; there are others. An order on state contracts binds who sells to the state.',
    columns: {
      office: 'Office',
      state: 'State',
      isp: 'ISP',
      ways: 'Ways for a letter',
      law: 'Law or order',
      since: 'Since',
      by: 'Enforced by',
      covers: 'Covers',
    },
    nothing: 'No way for a letter is known.',
    silentOffices: 'Named in a source, without any way for a letter that is known:',
    missingOffices: (states: string) => `Not known well enough to be named: the commissions of ${states}.`,
    missingIsps: (count: string) =>
      `For ${count} more internet providers no address or form is known that could be shown:`,
    unknownTitle: 'Not known',
    unknown: {
      docket:
        'Whether the FCC’s programme interface still takes filings from outside in 2026. Letters to a docket wait for a filing set that an organizer hands in.',
      ftc: 'An address or a form of the FTC that somebody has checked.',
      customerRelations: 'An e-mail address or a form of customer relations, of any internet provider.',
    },
  },
};
