/** The English words of mails to organizers. */
export const organizer = {
  footer: (host: string) => `Sent by the Untolled campaign site at ${host} to one of its organizers.`,
  roles: { owner: 'owner', editor: 'editor', analyst: 'analyst', moderator: 'moderator' },
  link: {
    subject: (host: string) => `Sign in at ${host}`,
    heading: 'Sign in',
    whatHappened: (host: string) =>
      `Somebody, we hope you, asked at ${host} for a link that signs you in as an organizer.`,
    what: 'Open this page and press the button on it:',
    button: 'Go to the page that signs me in',
    expiry: (until: string) =>
      `The link works once, until ${until}. Whoever has it can sign in, so keep it to yourself.`,
    notYou: 'If this was not you, do nothing: nobody is signed in without the link.',
  },
  invitation: {
    subject: (organization: string, host: string) => `Invitation to ${organization} at ${host}`,
    heading: 'You are invited to organize',
    invited: (who: string, organization: string, role: string) =>
      `${who} invites you to run campaigns of “${organization}” with them, as ${role}.`,
    someone: 'The operator of this site',
    what: 'Open this page and press the button on it to accept:',
    button: 'See the invitation',
    expiry: (until: string) => `The link works once, until ${until}, and only for this address.`,
    notYou: 'If you do not know what this is about, do nothing: no account is made without your pressing the button.',
    footer: (host: string) =>
      `Sent by the Untolled campaign site at ${host}, because an organizer there invited this address.`,
  },
  email: {
    subject: (host: string) => `Confirm your new address at ${host}`,
    heading: 'Confirm your new address',
    whatHappened: (host: string) =>
      `Somebody, we hope you, wants to sign in as an organizer at ${host} with this address from now on.`,
    what: 'Open this page in the browser in which you are signed in, and press the button on it:',
    button: 'See the change',
    expiry: (until: string) => `The link works until ${until}.`,
    notYou: 'If this was not you, do nothing: the account keeps the address that it has.',
  },
  notice: {
    subject: (what: string, host: string) => `${what} at ${host}`,
    heads: {
      passkey_added: 'A passkey was added to your account',
      passkey_removed: 'A passkey was removed from your account',
      codes_made: 'New recovery codes were made for your account',
      code_used: 'A recovery code was used to sign in',
      email_changed: 'The address of your account was changed',
      role_changed: 'Your role was changed',
      member_removed: 'You are no longer a member',
    },
    texts: {
      passkey_added: 'Whoever holds that device can sign in as you from now on.',
      passkey_removed: 'It does not sign you in any more.',
      codes_made: 'Earlier codes are void.',
      code_used: 'That code is used up. If you lost your passkey, remove it and add another one.',
      email_changed: 'Links for signing in go to the new address from now on. This is the last mail to the old one.',
      role_changed: (role: string, organization: string) => `In “${organization}” your role is now: ${role}.`,
      member_removed: (organization: string) => `You can no longer see or change anything of “${organization}”.`,
    },
    at: (moment: string) => `This happened on ${moment}.`,
    notYou:
      'If you did not do this and know of nobody who may, end your other sessions and look at your passkeys on your account’s page at once, and tell another owner of your organization:',
    button: 'Open my account',
  },
};
