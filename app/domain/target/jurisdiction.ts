import type { AddresseeKind } from '../campaign/campaign.ts';

/** What of a sender decides which office may act: two letters of the state, and the slug of the ISP that they named. */
export interface Situation {
  state: string | null;
  ispSlug: string | null;
}

/** Why an addressee is offered, or is not; wording in `messages.addressee.reasons`. */
export const REASON_CODES = [
  'own_law',
  'own_rules',
  'state_contracts',
  'no_federal_rule',
  'campaign_docket',
  'isp_can_promise',
  'answered_in_writing',
  'disclosure_left',
  'public_promises',
  'merger_review',
  'little_power',
  'says_so_itself',
] as const;

/** One of the reasons. */
export type ReasonCode = (typeof REASON_CODES)[number];

/**
 * The fact that a reason states: the sender's state's own instrument, an entry of the legal timeline, what an office may do today, the intake that its
 * contact describes, the campaign's docket, or what the seed's compilers note on commissions. It is shown only while that fact is published.
 */
export type Ground =
  | { from: 'instrument'; covers: 'providers' | 'contracts' }
  | { from: 'event'; slug: string }
  | { from: 'office'; slug: string }
  | { from: 'intake' }
  | { from: 'docket' }
  | { from: 'compilers' }
  | { from: 'commission' };

/** Where an addressee stands in the list: before all others, in the campaign's order, or after the rest. */
export type Place = 'first' | 'usual' | 'later';

/**
 * What is decided for one kind of addressee. `isOffered` false: it is shown with its reason, and cannot be chosen. `isSuggested`: ticked
 * beforehand. `reasons`: of each list the first whose ground is published is shown.
 */
export interface Decision {
  isOffered: boolean;
  place: Place;
  isSuggested: boolean;
  reasons: readonly (readonly { code: ReasonCode; ground: Ground }[])[];
}

/** A rule: the first one of a kind whose `states` and `isps` (where it names any) hold the sender's decides. */
export interface Rule extends Decision {
  kind: AddresseeKind;
  states?: readonly string[];
  isps?: readonly string[];
}

const NO_FEDERAL_RULE = [{ code: 'no_federal_rule', ground: { from: 'event', slug: 'sixth-2025' } }] as const;
const OWN_RULES = { code: 'own_rules', ground: { from: 'event', slug: 'state-laws' } } as const;

/**
 * Who may act on what, in order. Source: `db/seed/regulators.json` (stateNetNeutralityInstruments, jurisdictionNote) and
 * `db/seed/legal-timeline.json`, read 2026-11-22; which addressees are ticked beforehand is our own choice.
 *
 * California and Washington have laws on providers themselves, which their attorneys general enforce: there the attorney general stands first. The
 * rule holds for Washington although the text of its law is known only from memory; what is shown there is the published entry on state laws.
 */
export const RULES: readonly Rule[] = [
  {
    kind: 'attorney_general',
    states: ['CA', 'WA'],
    isOffered: true,
    place: 'first',
    isSuggested: true,
    reasons: [[{ code: 'own_law', ground: { from: 'instrument', covers: 'providers' } }, OWN_RULES], NO_FEDERAL_RULE],
  },
  {
    kind: 'attorney_general',
    states: ['HI', 'MT', 'NJ', 'NY', 'RI', 'VT'],
    isOffered: true,
    place: 'usual',
    isSuggested: true,
    reasons: [NO_FEDERAL_RULE, [{ code: 'state_contracts', ground: { from: 'instrument', covers: 'contracts' } }]],
  },
  {
    kind: 'attorney_general',
    states: ['CO', 'ME', 'OR'],
    isOffered: true,
    place: 'usual',
    isSuggested: true,
    reasons: [NO_FEDERAL_RULE, [OWN_RULES]],
  },
  { kind: 'attorney_general', isOffered: true, place: 'usual', isSuggested: true, reasons: [NO_FEDERAL_RULE] },
  {
    kind: 'fcc_docket',
    isOffered: true,
    place: 'usual',
    isSuggested: true,
    reasons: [[{ code: 'campaign_docket', ground: { from: 'docket' } }]],
  },
  {
    kind: 'isp_customer_relations',
    isOffered: true,
    place: 'usual',
    isSuggested: true,
    reasons: [[{ code: 'isp_can_promise', ground: { from: 'event', slug: 'sixth-2025' } }]],
  },
  {
    kind: 'isp_headquarters',
    isOffered: true,
    place: 'usual',
    isSuggested: false,
    reasons: [[{ code: 'isp_can_promise', ground: { from: 'event', slug: 'sixth-2025' } }]],
  },
  {
    kind: 'fcc_complaint',
    isOffered: true,
    place: 'later',
    isSuggested: false,
    reasons: [
      [{ code: 'answered_in_writing', ground: { from: 'intake' } }],
      [{ code: 'disclosure_left', ground: { from: 'office', slug: 'fcc' } }],
    ],
  },
  {
    kind: 'ftc',
    isOffered: true,
    place: 'later',
    isSuggested: false,
    reasons: [[{ code: 'public_promises', ground: { from: 'office', slug: 'ftc' } }]],
  },
  {
    kind: 'utility_commission',
    states: ['CA'],
    isps: ['charter', 'cox'],
    isOffered: true,
    place: 'later',
    isSuggested: false,
    reasons: [[{ code: 'merger_review', ground: { from: 'event', slug: 'charter-cox-2026' } }]],
  },
  {
    kind: 'utility_commission',
    states: ['WV'],
    isOffered: false,
    place: 'later',
    isSuggested: false,
    reasons: [[{ code: 'says_so_itself', ground: { from: 'commission' } }]],
  },
  {
    kind: 'utility_commission',
    isOffered: false,
    place: 'later',
    isSuggested: false,
    reasons: [[{ code: 'little_power', ground: { from: 'compilers' } }]],
  },
];

/** What the rules decide on one kind of addressee for one sender: the first rule that fits. Throws when a kind has no rule for everybody. */
export function decisionOn(kind: AddresseeKind, { state, ispSlug }: Situation): Decision {
  const fits = (list: readonly string[] | undefined, mine: string | null) =>
    !list || (mine !== null && list.includes(mine));
  const rule = RULES.find((one) => one.kind === kind && fits(one.states, state) && fits(one.isps, ispSlug));
  if (!rule) throw new Error(`no rule decides on ${kind}`);
  return rule;
}

const PLACES: readonly Place[] = ['first', 'usual', 'later'];

/** The order of two addressees by their places; 0 leaves them in the campaign's order. */
export function byPlace(a: Place, b: Place): number {
  return PLACES.indexOf(a) - PLACES.indexOf(b);
}
