/** Words of the plain pages that stand in when a request never reaches a page of the site. */
export const listener = {
  badRequest: {
    title: 'We could not read that request',
    text: 'The address or the form was damaged on its way. Please go back and try again, or start from the front page.',
  },
  forbidden: {
    title: 'That form did not come from this site',
    text: 'To protect you, forms are accepted only from our own pages. Please open the page here and send the form again.',
  },
  notFound: { title: 'There is nothing here', text: 'The address may be misspelt, or what it named has gone.' },
  methodNotAllowed: {
    title: 'This address does not work that way',
    text: 'Pages here are read with GET and forms are sent with POST.',
  },
  timeout: { title: 'That took too long', text: 'The request did not arrive in time. Please try again.' },
  tooLarge: {
    title: 'That is more than we can take',
    text: 'A form may hold at most 64 kilobytes. Please shorten your text and send it again.',
  },
  addressTooLong: { title: 'That address is too long', text: 'Please start from the front page.' },
  unsupportedForm: {
    title: 'We could not read that form',
    text: 'Only ordinary web forms without files are accepted here.',
  },
  headersTooLarge: {
    title: 'Your browser sent too much',
    text: 'Deleting the cookies of this site in your browser usually helps.',
  },
  fault: {
    title: 'Something broke on our side',
    text: 'Nothing you did caused this, and it has been recorded. Please try again in a minute.',
  },
  busy: {
    title: 'More people are here than we can answer at once',
    text: 'Please wait a few seconds and try again.',
    form: 'Nothing has been sent on yet. What you typed is kept in this page; the button sends it again.',
  },
  away: {
    title: 'We cannot save anything at this moment',
    text: 'A part of our system does not answer, which has been recorded. Please try again in a little while.',
    form: 'We cannot tell whether what you sent has arrived. It is kept in this page; the button sends it again.',
  },
  reading: {
    title: 'This site can only be read at this moment',
    text: 'It is being looked after, and nothing is taken in meanwhile. Please try again later.',
    form: 'Nothing has been saved. What you typed is kept in this page; the button sends it again.',
  },
  paused: {
    title: 'No signatures are collected at this moment',
    text: 'The organizers have paused the collecting of signatures. Please try again later.',
    form: 'Nothing has been saved. What you typed is kept in this page; the button sends it again.',
  },
  kept: {
    title: 'Nothing is lost: sign in, then send it again',
    ended: 'Your session has ended, or your role does not reach this far. Nothing was saved. What you typed is below.',
    again: 'This needs a fresh proof that it is you. Nothing was saved. What you typed is below.',
    signIn: 'Sign in, in another tab',
    prove: 'Show that it is you, in another tab',
    hint: 'Come back to this page afterwards and press the button at its end, or copy your texts from here.',
  },
  making: {
    title: 'No campaigns are made at this moment',
    text: 'Whoever keeps this installation has switched that off. Campaigns that exist go on.',
    form: 'Nothing has been saved. What you typed is kept in this page; the button sends it again.',
  },
  signTwice: 'Sending it twice does no harm: your signature counts once.',
  sendAgain: 'Send again',
  faultNumber: 'If you write to us about it, name this number:',
  frontPage: 'Front page',
};
