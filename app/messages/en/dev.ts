/** Words of the pages that exist in development only: the mailbox and the preview of mails. */
export const dev = {
  onlyHere: 'This page exists in development only.',
  mailbox: {
    title: 'Mailbox',
    lede: 'Without a mail server (SMTP_URL) nothing leaves this machine: what would have been sent is kept here, newest first.',
    empty: 'No message yet. Sign a petition, and its confirmation arrives here within seconds.',
    reload: 'Look again',
    columns: { subject: 'Subject', to: 'To', from: 'From', kind: 'Kind', at: 'Kept' },
    noSubject: '(no subject)',
    back: 'All messages',
    links: 'Links in this message',
    noLinks: 'This message has no links.',
    headers: 'Headers',
    text: 'Plain text',
    html: 'As a mail program shows it',
    noHtml: 'This message is plain text only.',
    source: 'Download the message (.eml)',
  },
  emails: {
    title: 'Mails',
    lede: 'Every mail that this site sends, filled with its sample.',
    columns: { name: 'Mail', look: 'Look at it' },
    inLanguage: { en: 'English', es: 'Spanish' },
    back: 'All mails',
    subject: 'Subject',
  },
};
