/** Names of the messages that this platform sends, as in files, previews and logs. */
export const MAIL_NAMES = [
  'confirmation',
  'already-signed',
  'mailbox-shared',
  'letter-receipt',
  'signature-receipt',
  'submission-confirmation',
  'correction-decision',
  'name-inquiry',
  'my-page',
  'complaint-reminder',
  'subscription-confirmation',
  'alert',
  'organizer-link',
  'organizer-invitation',
  'organizer-email',
  'organizer-notice',
  'broadcast',
  'broadcast-stopped',
  'export-ready',
] as const;

/** One of the names. */
export type MailName = (typeof MAIL_NAMES)[number];

/** Languages that mails are written in. */
export const MAIL_LOCALES = ['en', 'es'] as const;

/** One of the languages. */
export type MailLocale = (typeof MAIL_LOCALES)[number];

/** Asks a signer to prove the mailbox. `confirmUrl`: the page with the button, absolute; `code`: six digits; instants in UTC. */
export interface ConfirmationProps {
  /** As typed by whoever filled in the form: never trusted, shown as text only. */
  name: string;
  campaignTitle: string;
  confirmUrl: string;
  code: string;
  expiresAt: Date;
}

/** Goes out instead of a confirmation when the address has signed before; link and code lead to the letters. */
export interface AlreadySignedProps extends ConfirmationProps {
  /** When the earlier signature was confirmed. */
  signedAt: Date;
}

/** Goes out instead of a confirmation when the mailbox has no place left for a signature under that name. `myPageUrl`: where its owners see what it signed, absolute. */
export interface MailboxSharedProps {
  /** Name and ZIP as typed by whoever filled in the form: never trusted, shown as text only. */
  name: string;
  zip: string;
  campaignTitle: string;
  myPageUrl: string;
}

/** What became of one delivery of a letter so far, in the words of the server that took or refused it. */
export interface ReceiptDelivery {
  /** Office or company, e.g. "California Attorney General". */
  addressee: string;
  /** The e-mail address that the letter went to; the docket, the form's page or the postal address. */
  address: string;
  /**
   * `returned`: accepted at first, and sent back later; `filed`: the docket or the form has it; `queued` and `awaiting`: it is handed in, by a programme or
   * by an organizer; `form` and `paper`: the writer fills in the form, prints and posts.
   */
  outcome: 'accepted' | 'permanent_failure' | 'returned' | 'filed' | 'queued' | 'awaiting' | 'form' | 'paper';
  /** The server's last answer, or the number that the addressee gave, unchanged. */
  answer: string;
  finishedAt: Date;
}

/** Tells a writer what was sent to whom. `statusUrl`: the letter's page, absolute; `letterBody`: exactly the text sent. */
export interface LetterReceiptProps {
  name: string;
  campaignTitle: string;
  letterSubject: string;
  letterBody: string;
  statusUrl: string;
  /** One to ten, in the order of sending. */
  deliveries: readonly ReceiptDelivery[];
}

/** Brings a signer the receipt as a file. `sequence`: the leaf's place in a tree of `size` leaves; `verifyUrl`: the page that checks it, absolute. */
export interface SignatureReceiptProps {
  name: string;
  campaignTitle: string;
  /** Whether the leaf corrects the ISP or the state of an earlier one. */
  isCorrection: boolean;
  sequence: number;
  size: number;
  fileName: string;
  verifyUrl: string;
}

/** What may be handed in about an ISP; the same words as in `db/schema/submission.ts`. */
export const SUBMISSION_MAIL_KINDS = ['correction', 'reply', 'report', 'me_too'] as const;

/** Asks a sender to prove the mailbox. `about`: the title of the incident, or the ISP. Nothing that the form said stands in it but the name. */
export interface SubmissionConfirmationProps {
  kind: (typeof SUBMISSION_MAIL_KINDS)[number];
  /** As typed by whoever filled in the form: never trusted, shown as text only. */
  name: string;
  about: string;
  confirmUrl: string;
  code: string;
  expiresAt: Date;
}

/** Tells the sender of a correction what editors decided. `whatIsWrong`: the sender's own words, unchanged; `note`: the editor's. */
export interface CorrectionDecisionProps {
  name: string;
  decision: 'accepted' | 'declined';
  incidentTitle: string;
  /** The incident's page, absolute. */
  incidentUrl: string;
  whatIsWrong: string;
  note: string;
}

/** Leads to what was sent in the name of the mailbox. Says nothing of whether anything was. */
export interface NameInquiryProps {
  /** The page behind the link, absolute. */
  openUrl: string;
  code: string;
  expiresAt: Date;
}

/** Leads to the page of everything that the mailbox signed and sent. Says nothing of whether there is anything. */
export type MyPageProps = NameInquiryProps;

/** Asks whether the mailbox wants to be on an organization's list. `ispName`: empty when it was not said; `confirmUrl`: the page with the button, absolute. */
export interface SubscriptionConfirmationProps {
  organization: string;
  ispName: string;
  confirmUrl: string;
  code: string;
  expiresAt: Date;
}

/** Asks whether the provider answered a complaint. `ispName` and `ticket` may be empty; `filedOn`: the day that the person noted, UTC. */
export interface ComplaintReminderProps {
  name: string;
  ispName: string;
  filedOn: Date;
  ticket: string;
  /** The page with the four answers, absolute. */
  answerUrl: string;
}

/** Tells whoever runs the site that what comes in is not plausible. Figures of the last minute, and how many forms the hour before brought under the same key. */
export interface AlertProps {
  kind: 'state-surge' | 'without-proof' | 'network-surge' | 'isp-surge' | 'domain-surge' | 'same-name' | 'same-second';
  /** A state, an ISP's number, a mail domain, the digest of a network; empty where it would name a person. */
  key: string;
  /** Empty when it is about all campaigns. */
  campaignSlug: string;
  forms: number;
  withoutProof: number;
  hourBefore: number;
  raisedAt: Date;
  siteUrl: string;
}

/** What an organization writes to the members of its list. Subject and body are filled in; the two addresses are the member's own, absolute. */
export interface BroadcastProps {
  subject: string;
  /** Markdown: paragraphs, headings, lists, quotations, links, emphasis. */
  body: string;
  /** What a mail program shows beside the subject. */
  opening: string;
  organizationName: string;
  /** Lines of text. */
  postalAddress: string;
  unsubscribeUrl: string;
  preferencesUrl: string;
  siteUrl: string;
}

/** Tells organizers that a broadcast stopped by itself. Names no member. `pageUrl`: its page, absolute. */
export interface BroadcastStoppedProps {
  reason: 'complaints' | 'bounces';
  subject: string;
  organizationName: string;
  recipients: number;
  sent: number;
  complained: number;
  bounced: number;
  stoppedAt: Date;
  pageUrl: string;
}

/** Signs an organizer in. `signInUrl`: the page with the button, absolute. */
export interface OrganizerLinkProps {
  signInUrl: string;
  expiresAt: Date;
}

/** What an organizer may do in an organization; the same words as in `db/schema/organizer.ts`. */
export type OrganizerRole = 'owner' | 'editor' | 'analyst' | 'moderator';

/** Invites somebody to an organization. `invitedBy`: a name, empty when a command made it; names as typed, shown as text only. */
export interface OrganizerInvitationProps {
  organization: string;
  invitedBy: string;
  role: OrganizerRole;
  acceptUrl: string;
  expiresAt: Date;
}

/** Asks an organizer's new mailbox to confirm. */
export interface OrganizerEmailProps {
  confirmUrl: string;
  expiresAt: Date;
}

/** Tells the owner of an organizer's account what was done to it. `organization` and `role` (null: none any more) for what concerns a membership. */
export interface OrganizerNoticeProps {
  what:
    | 'passkey_added'
    | 'passkey_removed'
    | 'codes_made'
    | 'code_used'
    | 'email_changed'
    | 'role_changed'
    | 'member_removed';
  organization: string;
  role: OrganizerRole | null;
  at: Date;
  accountUrl: string;
}

/** What became of an export. `expiresAt`: until when its files can be fetched; null when it failed. `exportUrl`: its page, absolute. */
export interface ExportReadyProps {
  name: string;
  organization: string;
  kind: 'counts' | 'signatures' | 'letters' | 'filing' | 'ledger';
  outcome: 'ready' | 'delivered' | 'failed';
  rows: number;
  expiresAt: Date | null;
  exportUrl: string;
}

/** The blanks of each message. */
export interface MailProps {
  confirmation: ConfirmationProps;
  'already-signed': AlreadySignedProps;
  'mailbox-shared': MailboxSharedProps;
  'letter-receipt': LetterReceiptProps;
  'signature-receipt': SignatureReceiptProps;
  'submission-confirmation': SubmissionConfirmationProps;
  'correction-decision': CorrectionDecisionProps;
  'name-inquiry': NameInquiryProps;
  'my-page': MyPageProps;
  'complaint-reminder': ComplaintReminderProps;
  'subscription-confirmation': SubscriptionConfirmationProps;
  alert: AlertProps;
  'organizer-link': OrganizerLinkProps;
  'organizer-invitation': OrganizerInvitationProps;
  'organizer-email': OrganizerEmailProps;
  'organizer-notice': OrganizerNoticeProps;
  broadcast: BroadcastProps;
  'broadcast-stopped': BroadcastStoppedProps;
  'export-ready': ExportReadyProps;
}

/** A message ready to be handed to the post. `subject` is one line; `headers` say that a machine sent it. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}
