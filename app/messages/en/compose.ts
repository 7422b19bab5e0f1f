/** Offices take an article inside a sentence, companies do not. */
const the = (name: string) => (/^(?:Office|Department|Division|Bureau|Federal) /.test(name) ? `the ${name}` : name);

const count = (value: number) => value.toLocaleString('en-US');

/** Words of the area "compose": the stages of a letter, the writer's own words, limits, postal address, what arrives by which channel. */
export const compose = {
  steps: {
    label: 'Steps of your letter',
    names: {
      addressees: 'Addressees',
      draft: 'Draft',
      words: 'Your own words',
      preview: 'Preview',
      sent: 'Sent',
    },
    current: 'You are here.',
  },
  next: 'Next: your own words',
  straight: 'Straight to the preview',
  own: {
    title: 'How much of it is yours',
    template: (words: number) => `${count(words)} ${words === 1 ? 'word is' : 'words are'} the campaign’s or cited.`,
    sentences: 'Your sentences',
    noSentences: 'No sentence is yours yet. One on what you saw is enough to set it apart.',
  },
  limits: {
    title: 'Room by channel',
    line: (channel: string, chars: number, maxChars: number, bytes: number, maxBytes: number) =>
      `${channel}: ${count(chars)} of ${count(maxChars)} characters, ${count(bytes)} of ${count(maxBytes)} bytes`,
    pages: (pages: number, maxPages: number) => `, about ${pages} of ${maxPages} pages`,
    asSaved: 'As last saved.',
    tooLong: {
      chars: (channel: string, is: number, most: number) =>
        `${channel}: the letter has ${count(is)} characters, at most ${count(most)} fit. Shorten it by ${count(is - most)}.`,
      bytes: (channel: string, is: number, most: number) =>
        `${channel}: the letter has ${count(is)} bytes, at most ${count(most)} fit. Letters with accents and signs take several bytes.`,
      pages: (channel: string, is: number, most: number) =>
        `${channel}: the letter fills about ${is} pages, at most ${most} are printed. Shorten it or take out empty lines.`,
    },
  },
  postal: {
    required: 'Your postal address',
    requiredHint:
      'The FCC takes comments with a full postal address only. Name, address and letter become public for good.',
    optional: 'Add your postal address (optional)',
    optionalHint: 'It stands at the head of the printed letter. Leave it empty, or fill it in whole.',
    line1: 'Street and number, or PO box',
    line2: 'Apartment or unit (optional)',
    city: 'City',
    state: 'State',
    choose: 'Choose',
    zip: 'ZIP or ZIP+4',
    otherState: (zip: string, served: string, state: string) =>
      `Mail to ZIP ${zip} goes to ${served}, and you chose ${state}. Check both; if they are right, leave them.`,
    faults: {
      line1_missing: 'Enter your street and number.',
      city_missing: 'Enter your city.',
      state_missing: 'Choose your state.',
      zip_missing: 'Enter your ZIP.',
      zip_shape: 'Enter a ZIP of five digits, or ZIP+4, for example 94103-1234.',
      part_long: 'Shorten this line.',
      part_characters: 'Begin this line with a letter or a digit, and leave out invisible characters.',
    },
  },
  words: {
    metaTitle: 'Your own words',
    title: 'Say what you saw',
    lede: (name: string) =>
      `${the(name).replace(/^t/, 'T')} can read the campaign’s words in many letters. Yours only here. All of it is your choice: the letter can go as it is.`,
    promptsTitle: 'A few honest questions',
    promptsHint: 'Answer any of them in whole sentences: they go into the letter as you write them.',
    prompts: {
      tried: 'What did you try to watch or do?',
      when: 'When does it happen?',
      answer: 'What did your ISP answer?',
      cost: 'What did it cost you: money, time, work, school?',
    },
    place: 'Where it goes',
    placeAfter: (beginning: string) => `After “${beginning}”`,
    placeUsual: (beginning: string) => `After “${beginning}” (marked)`,
    placeStart: 'At the beginning',
    marker: 'Your words go in here',
    insertAnswers: 'Put my answers into the letter',
    factsTitle: (isp: string) => `What the record says of ${isp}`,
    factsOfNobody: 'What the record says of your ISP',
    factsHint: 'One click puts the sentence into the letter, with its source as a note.',
    noFacts: 'The record holds no current, sourced fact about your ISP. The letter cites none.',
    insertFact: 'Put this sentence into the letter',
    isThere: 'It is in the letter.',
    testsTitle: 'Your own measurement',
    testsHint: 'A test that you handed in. The letter then names the address of its page, so that it can be checked.',
    noTests: 'No test was handed in from this browser in the last seven days.',
    measure: 'Measure your line',
    insertTest: 'Put this test into the letter',
    paste: 'Or the address of a result page',
    pasteHint: 'It ends in a long number with dashes: …/measurements/1b4e28ba-…',
    insertPasted: 'Put that test into the letter',
    letterTitle: 'Your letter now',
    markedHint: 'Underlined: sentences that are yours.',
    change: 'Change the text',
    done: 'It is in the letter.',
    keptAnswers: 'Your answers below are not in the letter yet.',
    similar: (others: number) =>
      others === 1
        ? 'One other letter is nearly the same; yours counts with it as one form letter.'
        : `${count(others)} other letters are nearly the same; yours counts with them as one form letter.`,
    similarHint: 'It is sent all the same. With a sentence of your own it is read as yours.',
  },
  preview: {
    publicTitle: 'This becomes public for good',
    publicText: (docket: string) =>
      `A letter to ${docket} is a filing in a proceeding. Anyone can read it on the internet, and nobody can take it back once it is filed. Public will be:`,
    publicName: 'your name',
    publicAddress: 'your full postal address',
    publicEmail: 'possibly your e-mail address',
    publicLetter: 'the letter',
    waysTitle: 'How it arrives',
    byEmail: 'By e-mail',
    byDocket: 'In the docket',
    byForm: 'In a web form that you fill in',
    byPost: 'On paper',
    proceeding: 'Proceeding',
    filer: 'Filer',
    address: 'Address',
    email: 'E-mail',
    form: 'Form',
    formHow: 'After this step the next page has each field ready to copy.',
    paperHow: 'You print and post it. The date of sending stands above it.',
    docketHow: 'The text is the subject, an empty line and the letter.',
    aboutIsp: 'About',
    letter: 'The letter, the same by every way',
    bytesTitle: 'The exact bytes, and their fingerprint',
    bytesHint: 'This text is stored once, and every channel carries what stands in it.',
    from: (template: string, version: number) => `Written from “${template}”, version ${version}.`,
    consentVersion: (version: number) => `Wording, version ${version}.`,
    toWords: 'Add your own words',
    again: 'Show me how it stands now',
    send: {
      docket: (name: string) => `File with ${the(name)}`,
      form: 'Finish, then fill in the form',
    },
  },
  status: {
    returnedSaying: 'The server that returned it said',
    withdrawn: (date: string) => `You withdrew this letter on ${date}. What had not left was cancelled.`,
    withdraw: 'Withdraw this letter',
    withdrawHint:
      'Whatever has not left is cancelled and cannot be started again. What has left stays with its addressee.',
    estimate: (wait: string) => `Expected to leave within about ${wait}.`,
    estimateFiled: (wait: string) => `Expected to be filed within about ${wait}.`,
    paused: 'This channel stands still for now. It goes on by itself when it is resumed.',
    estimateRetry: (wait: string) => `The next attempt is made within about ${wait}.`,
    minutes: (value: number) => (value === 1 ? 'a minute' : `${value} minutes`),
    hours: (value: number) => (value === 1 ? 'an hour' : `${value} hours`),
    days: (value: number) => (value === 1 ? 'a day' : `${value} days`),
    toForm: 'To the form, with your text ready to copy',
    posted: 'I posted it',
    notPosted: 'I have not posted it after all',
    postedOn: (date: string) => `You noted on ${date} that you posted it.`,
    confirmation: (id: string) => `Confirmation number: ${id}`,
    ticket: (id: string) => `Ticket number: ${id}`,
    filedOn: (date: string) => `Filed on ${date}.`,
    receiptMailed: (date: string) => `A receipt was mailed to you on ${date}.`,
    proof: 'What we keep as proof',
    previewedOn: (date: string) => `You read the preview on ${date}.`,
    agreed: (kind: string, version: number) => `You agreed to ${kind}, version ${version}:`,
    consentKinds: {
      letter: 'the wording for letters',
      docket: 'the wording for public dockets',
      sign: 'the wording for signatures',
      subscribe: 'the wording for mails',
    },
    erased: 'The words of this letter were erased.',
    is: {
      queued: {
        email: 'It leaves with one of the next mails.',
        docket: 'It is filed by the programme of the FCC in its turn.',
      },
      awaiting:
        'It waits with the campaign’s other letters until an organizer hands them in to the docket. You get a mail when that is done.',
      prepared: {
        web_form: 'Nothing has been sent: the form has to be filled in by you.',
        paper: 'Nothing has been sent: print it and put it in the post.',
      },
      unknown:
        'The docket did not answer. We look for the filing there before anything is tried again, so that it is not filed twice.',
      bounced: 'The mail came back, so the addressee has not read it.',
      sent: 'A mail server took it. Whether somebody reads it no server says.',
    },
  },
};
