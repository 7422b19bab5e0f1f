/** Words of the area "paper": printing and posting a letter, and its PDF. */
export const paper = {
  metaTitle: 'Print your letter',
  title: 'Print and post it',
  lede: 'One file, ready to fold into a window envelope: print it, sign it if you like, and post it.',
  choose: 'Paper and envelope',
  papers: {
    letter: 'US Letter, for an envelope no. 10 with two windows',
    'letter-single': 'US Letter, for an envelope no. 10 with one window',
    a4: 'A4, for a window envelope DL or C6/C5',
  },
  download: 'Open the PDF',
  fold: 'Print it at full size (100 percent), and fold it at the short marks on its left edge: the address then shows in the window.',
  together: (letters: number) =>
    `${letters} of your letters of this campaign wait to be posted. You can print them in one go, with a list in front.`,
  downloadAll: 'Open all of them as one PDF',
  browserTitle: 'Without a PDF',
  browser: 'The print command of your browser (Ctrl+P, or Cmd+P on a Mac) prints only the sheet below, not this text.',
  missing: (characters: string) =>
    `The fonts of the PDF do not hold these characters: ${characters}. They stand in it as numbers. The sheet below holds them; print that one instead.`,
  noWindow: (papers: string) =>
    `The address is too long for the window (${papers}). It stands at the head of the letter; write it on an envelope without a window.`,
  back: 'Your return address',
  backKept: 'It stands at the head of the letter, as you sent it:',
  backNow: 'At the head of the letter stands:',
  backHint: 'Optional. A letter with an address can be answered by post. It is kept with the letter.',
  backSave: 'Put it on the letter',
  backClear: 'Take it off the letter',
  postedTitle: 'Posted?',
  posted: 'I posted it',
  postedHint: 'Only you know. Your word is what the state of this letter goes by.',
  isPosted: (day: string) => `You noted on ${day} that you posted it.`,
  unpost: 'Not posted after all',
  noAddress: 'We hold no published postal address for this addressee. Look it up before posting.',
  sheet: 'The printed letter',
};
