import { z } from 'zod';
import type { AddresseeKind } from '../campaign/campaign.ts';
import type { DeliveryChannel, DeliveryState } from '../delivery/delivery.ts';
import { detailsForm, emailSchema, nameSchema, type SignatureState } from '../signature/signature.ts';
import type { SubmissionKind } from '../submission/submission.ts';

/** By which door somebody came. The same list as in `db/schema/inquiry.ts`. */
export const INQUIRY_ENTRANCES = ['name', 'me'] as const;

/** One of the doors: "was my name used?", or "my page". Both lead to the same page. */
export type InquiryEntrance = (typeof INQUIRY_ENTRANCES)[number];

/** How long a mailed link shows what was sent in somebody's name, in milliseconds: a day. Own choice. */
export const inquiryLifeMs = 24 * 60 * 60 * 1000;

/** How long an expired question is kept, in milliseconds: a day, so that its mail still counts among the address's five. Own choice. */
export const inquiryKeptMs = 24 * 60 * 60 * 1000;

/** The form: whose address, and optionally a name to look for among public filings. `website` is the trap. Messages are codes of `SIGN_FAULTS`. */
export const inquiryForm = z.object({
  email: emailSchema,
  name: z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    nameSchema.optional(),
  ),
  website: z.string().max(500).default('').catch('filled'),
});

/** The form as parsed. */
export type InquiryForm = z.output<typeof inquiryForm>;

/** What the holder of a mailed link may do. */
export const INQUIRY_DEEDS = ['withdraw-signature', 'withdraw-letter', 'unsubscribe', 'erase'] as const;

/** One of the deeds. */
export type InquiryDeed = (typeof INQUIRY_DEEDS)[number];

/** The form of a deed: which one and, but for erasing, the signature's number or the letter's public id as the page gave it. */
export const deedForm = z.object({
  intent: z.enum(INQUIRY_DEEDS),
  /** Ticked before everything is erased. */
  sure: z.literal('on').optional(),
  which: z
    .string()
    .regex(/^[0-9a-f-]{1,36}$/)
    .optional(),
});

/** The form that corrects a signature: ZIP and ISP. Messages are codes of `SIGN_FAULTS`. */
export const correctionForm = detailsForm.pick({ zip: true, isp: true });

/** Whether everything would be erased without the tick that says so: it cannot be undone. */
export function isUnsure({ intent, sure }: z.output<typeof deedForm>): boolean {
  return intent === 'erase' && sure !== 'on';
}

/**
 * A signature in somebody's name. `handedInAt`: when it was part of a petition filed with the name in it. `sequence`: of its leaf in the ledger, `undone` of the
 * one that took it out; null while it is in no count. `doubts`: rules of the automatic check that noted something of the form. Instants in UTC.
 */
export interface SignatureUse {
  id: number;
  campaign: string;
  campaignSlug: string;
  name: string;
  zip: string;
  state: string | null;
  isp: string | null;
  ispSlug: string | null;
  provedAt: Date | null;
  sequence: number | null;
  undone: number | null;
  isCorrecting: boolean;
  doubts: string[];
  status: SignatureState;
  isNamePublic: boolean;
  signedAt: Date;
  confirmedAt: Date | null;
  confirmedBy: 'button' | 'code' | null;
  withdrawnAt: Date | null;
  handedInAt: Date | null;
}

/** One way that a letter went. `externalId`: the docket's confirmation or the ticket. */
export interface LetterWay {
  channel: DeliveryChannel;
  state: DeliveryState;
  to: string;
  at: Date;
  externalId: string | null;
  externalAt: Date | null;
}

/** A letter in somebody's name, whole. `source`: the very bytes that were previewed, name and postal address among them, null for a draft; `bytesSha256`: their SHA-256 in hexadecimal; `docket`: its number, for a letter to one. */
export interface LetterUse {
  publicId: string;
  campaign: string;
  addressee: string;
  addresseeKind: AddresseeKind;
  docket: string | null;
  status: 'draft' | 'previewed' | 'sent' | 'discarded';
  senderName: string;
  subject: string;
  body: string;
  source: string | null;
  bytesSha256: string | null;
  previewedAt: Date | null;
  sentAt: Date | null;
  withdrawnAt: Date | null;
  consent: string | null;
  ways: LetterWay[];
}

/** Something handed in about an ISP from the address: a report, a correction, a reply, a "me too". */
export interface SubmissionUse {
  kind: SubmissionKind;
  name: string;
  at: Date;
  confirmedAt: Date | null;
}

/** A public filing under the name that was asked for, from another mailbox. It is on the public record already; nothing else of it is shown. */
export interface PublicUse {
  kind: 'letter' | 'petition';
  docket: string;
  filedAt: Date;
  confirmation: string | null;
}

/** A list that the mailbox is on, or was. */
export interface SubscriptionUse {
  id: number;
  organization: string;
  /** Token of the preference page. */
  token: string;
  isp: string | null;
  state: string | null;
  status: 'confirmed' | 'unsubscribed' | 'suppressed';
  at: Date;
}

/** Everything sent in the name of one address, newest first; `publicUses` is null when no name was asked for. */
export interface NameUse {
  ok: true;
  entrance: InquiryEntrance;
  address: string;
  name: string | null;
  expiresAt: Date;
  signatures: SignatureUse[];
  letters: LetterUse[];
  submissions: SubmissionUse[];
  subscriptions: SubscriptionUse[];
  publicUses: PublicUse[] | null;
}

/** Why a link shows nothing: malformed or unknown, or older than a day. Wording: `messages.inquiry.refusals`. */
export type InquiryRefusal = 'inquiry_unknown' | 'inquiry_expired';

/** What a request to correct a public docket is made of. `filedOn`: the day, `YYYY-MM-DD`. */
export interface CorrectionFacts {
  docket: string;
  name: string;
  filedOn: string;
  confirmation: string | null;
}

/**
 * The wording of a request to take a filing off the record, or to note beside it that it is not the named person's. In English, because the
 * office that keeps the docket reads it. Pure; own wording, after what people were told to ask for in 2017: name the docket, the filing and the
 * fact, and ask for a note where the filing itself cannot be removed.
 */
export function correctionRequest({ docket, name, filedOn, confirmation }: CorrectionFacts, isMine: boolean): string {
  const filing = confirmation
    ? `confirmation number ${confirmation}`
    : `filed on ${filedOn}, no confirmation number known to me`;
  const fact = isMine
    ? 'I sent this comment and withdraw it.'
    : 'I did not write or send this comment, and nobody had my permission to send it in my name.';
  return [
    `To the Office of the Secretary, Federal Communications Commission`,
    `Re: ${docket}, comment filed under the name ${name} on ${filedOn} (${filing})`,
    fact,
    'Please remove the comment from the record of this proceeding. If it cannot be removed, please note beside it in the record that the person named in it does not stand by it, and tell me in writing what was done.',
    name,
  ].join('\n\n');
}
