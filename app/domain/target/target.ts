import type { AddresseeKind } from '../campaign/campaign.ts';
import type { Contact } from '../contact/contact.ts';
import type { DeliveryChannel } from '../delivery/delivery.ts';
import type { DatePrecision } from '../isp/isp.ts';
import type { DocketWindow } from '../regulator/regulator.ts';
import type { ReasonCode } from './jurisdiction.ts';

/** Whom a letter is addressed to: a public body or an ISP, never both. */
export type Addressee = { kind: 'regulator'; regulatorId: number } | { kind: 'isp'; ispId: number };

/** Why a campaign's target does not apply to a person; wording in `messages.addressee.unavailable`. */
export const TARGET_REFUSALS = ['no_state', 'no_office', 'isp_unknown', 'no_channel', 'no_docket', 'no_power'] as const;

/** One of the reasons. */
export type TargetRefusal = (typeof TARGET_REFUSALS)[number];

/** A way that a letter can go now, with the contact that it goes to. */
export interface OpenChannel {
  channel: DeliveryChannel;
  contact: Contact;
}

/**
 * One reason for which an addressee is offered or not, with the fact that it states. `date` (`YYYY-MM-DD`): when that fact happened, or when its
 * sources were read (`isRead`). `name`: the law, the docket or the merger that it names; `since`: a year or month as its source gives it.
 */
export interface Reason {
  code: ReasonCode;
  /** The sender's state, two letters. */
  state: string | null;
  name: string | null;
  since: string | null;
  sources: readonly string[];
  date: string;
  datePrecision: DatePrecision;
  isRead: boolean;
}

/** The campaign's proceeding, with its windows for comments; `open` is the one that takes them today, by the day of its own time zone. */
export interface TargetDocket {
  number: string;
  title: string;
  windows: readonly DocketWindow[];
  open: DocketWindow | null;
}

/** Where and when (`YYYY-MM-DD`) an office's name was read. */
export interface OfficeSource {
  source: string;
  readOn: string;
}

interface TargetBase {
  targetId: number;
  targetKind: AddresseeKind;
  why: readonly Reason[];
  docket: TargetDocket | null;
  /** Null for an ISP, whose record is its own page. */
  office: OfficeSource | null;
}

/** A target that applies: `name` as it stands on an envelope, `channels` at least one. `isSuggested`: to be ticked beforehand. */
export interface ChosenTarget extends TargetBase {
  addressee: Addressee;
  name: string;
  channels: readonly OpenChannel[];
  isSuggested: boolean;
}

/** A target of the campaign for one person: open to them, or why not. */
export type TargetOption =
  | ({ ok: true } & ChosenTarget)
  | ({ ok: false; name: string | null; reason: TargetRefusal } & TargetBase);

const CHANNEL_OF = { email: 'email', docket: 'docket', web_form: 'web_form', postal: 'paper' } as const;
const WAYS = ['email', 'docket', 'web_form', 'postal'] as const;

/**
 * The best open way of each sort to one kind of addressee: by e-mail only to what an organizer verified, otherwise to what is published and did
 * not bounce. A verified contact comes before the demonstration's, and that before one that nobody checked. `contacts`: published ones of the owner.
 */
export function openChannels(kind: AddresseeKind, contacts: readonly Contact[]): OpenChannel[] {
  const rank = ({ state, isDemonstration }: Contact) => (isDemonstration ? 1 : state === 'verified' ? 0 : 2);
  return WAYS.flatMap((way): OpenChannel[] => {
    const fitting = contacts.filter(
      ({ channel, state, addresseeKinds }) =>
        channel === way &&
        (addresseeKinds === null || addresseeKinds.includes(kind)) &&
        (state === 'verified' || (state === 'unverified' && way !== 'email')),
    );
    const [contact] = fitting.toSorted((a, b) => rank(a) - rank(b));
    return contact ? [{ channel: CHANNEL_OF[way], contact }] : [];
  });
}

/** The name on the envelope: the office, with its state where it has one ("Office of the Attorney General, Ohio"). */
export function officeName(name: string, stateName: string | null): string {
  return stateName && !name.includes(stateName) ? `${name}, ${stateName}` : name;
}
