import type { AddresseeKind } from '../campaign/campaign.ts';
import type { Contact } from '../regulator/regulator.ts';

/** Whom a letter is addressed to: a public body or an ISP, never both. */
export type Addressee = { kind: 'regulator'; regulatorId: number } | { kind: 'isp'; ispId: number };

/** Why a campaign's target does not apply to a person; wording in `messages.letter.unavailable`. */
export const TARGET_REFUSALS = ['no_state', 'no_office', 'isp_unknown', 'no_channel'] as const;

/** One of the reasons. */
export type TargetRefusal = (typeof TARGET_REFUSALS)[number];

/**
 * The ways open to an addressee. `email`: verified by an organizer, the only kind that is written to. `postal`: published with its source,
 * to be checked before posting.
 */
export interface Channels {
  email: Contact | null;
  postal: Contact | null;
}

/** A target that applies: `name` as it stands on an envelope. */
export interface ChosenTarget extends Channels {
  targetId: number;
  targetKind: AddresseeKind;
  addressee: Addressee;
  name: string;
}

/** A target of the campaign for one person: open to them, or why not. */
export type TargetOption =
  | ({ ok: true } & ChosenTarget)
  | {
      ok: false;
      targetId: number;
      targetKind: ChosenTarget['targetKind'];
      name: string | null;
      reason: TargetRefusal;
    };

/** The best open way per channel: e-mail only when verified, paper only when published as a postal address. */
export function openChannels(contacts: readonly Contact[]): Channels {
  return {
    email: contacts.find(({ channel, state }) => channel === 'email' && state === 'verified') ?? null,
    postal: contacts.find(({ channel, state }) => channel === 'postal' && state !== 'bounced') ?? null,
  };
}

/** The name on the envelope: the office, with its state where it has one ("Office of the Attorney General, Ohio"). */
export function officeName(name: string, stateName: string | null): string {
  return stateName && !name.includes(stateName) ? `${name}, ${stateName}` : name;
}
