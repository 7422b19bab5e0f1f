/** Words of the page of switches of the installation. */
export const switches = {
  title: 'Switches',
  lede: 'What this whole installation does, for every organization on it. A change reaches every page and every process within 5 seconds, and is written down.',
  changedBy: (who: string, when: string) => `Changed last by ${who}, ${when}.`,
  neverChanged: 'Nothing was changed yet: everything runs as set up.',
  people: 'What people may do',
  mails: 'Mails that leave',
  mailsHint: 'What is held back waits in its queue and leaves when you switch it on again.',
  letters: 'Letters to addressees',
  lettersHint: 'Letters to a paused channel wait and keep their place.',
  names: {
    collectsSignatures: {
      label: 'Collect signatures',
      hint: 'Off: campaigns show that signing is paused. Signatures that were given can still be confirmed.',
    },
    createsCampaigns: {
      label: 'Make new campaigns',
      hint: 'Off: no organization can make or clone a campaign. Those that exist go on.',
    },
    servesEmbeds: {
      label: 'Serve embeds',
      hint: "Off: forms and counters on partners' pages show a link to the campaign instead.",
    },
    sendsConfirmations: {
      label: 'Mails that ask for a confirmation',
      hint: 'Of signatures, reports, replies and questions about names.',
    },
    sendsReceipts: {
      label: 'Receipts and answers',
      hint: 'Receipts of signatures and letters, letters that came back, reminders, decisions of editors.',
    },
    sendsBulk: { label: 'Mails to members', hint: 'Broadcasts and alerts to lists.' },
    isReadOnly: {
      label: 'Read-only',
      hint: 'On: pages can be read, nothing is taken in and no mail or letter leaves. People keep what they typed and can send it again later. Counting and checking go on. You can still sign in and use this page.',
    },
  },
  channels: { email: 'Letters by email', docket: "Filings in the FCC's docket" },
  reading: 'Reading only',
  banner: 'Banner above every public page',
  bannerHint: (most: number) =>
    `One or two sentences, at most ${most} characters, in both languages. Leave both empty for none.`,
  bannerEn: 'In English',
  bannerEs: 'In Spanish',
  reason: 'Why you change it',
  reasonHint: 'It is kept in the audit log. Name nobody in it.',
  save: 'Save the switches',
  saved: 'Saved. Every page and process follows within 5 seconds.',
  refusals: {
    nothing_changed: {
      title: 'Nothing was changed',
      text: 'Everything is as the form says already.',
    },
    changed_meanwhile: {
      title: 'Somebody changed a switch meanwhile',
      text: 'Nothing of yours was saved. The form below holds what you chose; what holds now stands beside it. Save again to set it as you chose.',
    },
  },
  now: (isOn: boolean): string => (isOn ? 'Now on.' : 'Now off.'),
  faults: {
    reason: 'Say why.',
    banner_both: 'Give the banner in both languages, or in none.',
    too_long: 'That is too long.',
  },
};
