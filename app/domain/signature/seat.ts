import type { SignatureState } from './signature.ts';

/** A place of a mailbox in a campaign that is taken: what stands there, and under which name and ZIP. Instants in UTC. */
export interface Seat {
  id: number;
  seat: number;
  status: SignatureState;
  name: string;
  zip: string;
  /** When the mailbox was proved for a signature that waits for an organizer. */
  provedAt: Date | null;
  /** Whether a person set it aside: then no form brings it back. */
  isSetAside?: boolean;
}

/**
 * Which place a form is for: `first`: nobody has proved this mailbox yet; `second`: another person of the household; `taken`: the place of the same name is
 * taken; `instead`: that place waits for an organizer because of a suspicious form, and this one is clear; `shared`: none is left for this name (decision 0027).
 */
export type SeatChoice<Held extends Seat = Seat> =
  | { kind: 'first' | 'second' | 'shared' }
  | { kind: 'taken' | 'instead'; seat: Held };

/**
 * A name as it is compared: NFKC, case folded, without spaces and without marks that are not seen, so that a slip of the keyboard makes no second person.
 * Source: Unicode 17.0, section 3.13, by way of upper and lower case; leaving out spaces is our own choice.
 */
export function nameKey(name: string): string {
  const folded = name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return folded.replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '');
}

/** Whether a place can still be taken by whoever proves the mailbox first: a form alone takes none. */
export function isSeatOpen({ status, provedAt }: Pick<Seat, 'status' | 'provedAt'>): boolean {
  return status === 'pending' || (status === 'suspicious' && provedAt === null);
}

/**
 * The place of a mailbox that a form is for, by the rule of decision 0027: a mailbox has two, the second for another name with the ZIP of the first. A mailbox
 * whose first signature an organizer invalidated has no second place. A clear form goes before a suspicious one that somebody proved, so that a stranger's form cannot keep the
 * holder's own from counting (decision 0026). `seats` may hold open ones; `isSuspect`: whether a rule found the form suspicious, or nobody has said that none did.
 */
export function seatFor<Held extends Seat>(
  form: { name: string; zip: string; isSuspect?: boolean },
  seats: readonly Held[],
): SeatChoice<Held> {
  const taken = seats.filter((seat) => !isSeatOpen(seat));
  const [first] = taken;
  if (!first) return { kind: 'first' };
  const own = taken.find(({ name }) => nameKey(name) === nameKey(form.name));
  const givesWay = ({ status, isSetAside }: Seat) => form.isSuspect === false && status === 'suspicious' && !isSetAside;
  if (own) return { kind: givesWay(own) ? 'instead' : 'taken', seat: own };
  if (first.status === 'invalidated') return { kind: 'taken', seat: first };
  if (taken.length === 1 && first.zip === form.zip) return { kind: 'second' };
  const waiting = taken.find(givesWay);
  return waiting ? { kind: 'instead', seat: waiting } : { kind: 'shared' };
}

/**
 * A confirmation that stands. `isNew` is false when the signature was confirmed before; `isHeld` says that the mailbox is proved and the signature counts only
 * once an organizer has looked at it.
 */
export interface Confirmed {
  ok: true;
  isNew: boolean;
  isHeld: boolean;
  personId: number;
  signatureId: number;
  campaignSlug: string;
}

/**
 * What pressing the button would do: `first` and `second`: confirm this form, for the mailbox's first or second signer; `confirmed`: nothing, it stands; `held`: the
 * mailbox is proved and an organizer looks at it; `shared`: nothing, the mailbox has no place left for this name (decision 0027).
 */
export type Standing = 'first' | 'second' | 'confirmed' | 'held' | 'shared';
