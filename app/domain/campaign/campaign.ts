/** Languages that texts are kept in; `db/schema` keeps the same list. */
export type CampaignLocale = 'en' | 'es';

/**
 * Life of a campaign; `db/schema` keeps the same list. A draft is shown to nobody; a scheduled one can be read by its address and opens by itself; only an open one takes
 * signatures; a won one is closed because what it asked for came about; an archived one is listed no more. Decision 0031.
 */
export const CAMPAIGN_STATES = ['draft', 'scheduled', 'open', 'closed', 'won', 'archived'] as const;

/** One of `CAMPAIGN_STATES`. */
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** A campaign with its words in one language. `body`: HTML as `petitionHtml` makes it. `sources`: addresses of the claims made in it. */
export interface Campaign {
  id: number;
  slug: string;
  state: CampaignState;
  position: number;
  /** Signatures aimed at; `shownGoal` says which goal is shown. */
  goal: number;
  goalStepsUp: boolean;
  docketId: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  /** The zone that the two instants are written in. */
  timeZone: string;
  wonAt: Date | null;
  /** The open campaign that visitors are sent on to; null: none. */
  redirectTo: string | null;
  locale: CampaignLocale;
  title: string;
  /** One or two sentences. */
  summary: string;
  /** What is asked, in one sentence. */
  ask: string;
  body: string;
  sources: readonly string[];
  /** What people pass on; empty: none. */
  shareText: string;
  /** What stands on the picture that links show; empty: the title. */
  pictureHeadline: string;
  /** What came of it; shown when it is won. */
  outcome: string;
}

/**
 * Who a letter may be addressed to: the campaign's FCC docket, the FCC as an informal complaint about the sender's own ISP, the FTC, the attorney
 * general and the utility commission of the sender's state, and two offices of the sender's ISP. `db/schema` keeps the same list. Decision 0002.
 */
export const ADDRESSEE_KINDS = [
  'fcc_docket',
  'fcc_complaint',
  'ftc',
  'attorney_general',
  'utility_commission',
  'isp_customer_relations',
  'isp_headquarters',
] as const;

/** One of `ADDRESSEE_KINDS`. */
export type AddresseeKind = (typeof ADDRESSEE_KINDS)[number];

/** Whether a kind is an office of the sender's ISP. */
export function isIspKind(kind: AddresseeKind): boolean {
  return kind === 'isp_customer_relations' || kind === 'isp_headquarters';
}

/** An addressee that a campaign offers. */
export interface CampaignTarget {
  id: number;
  kind: AddresseeKind;
  position: number;
}

/** The docket of a campaign, and when it takes comments and replies: days in `timeZone`, both included. */
export interface CampaignDocket {
  id: number;
  number: string;
  title: string;
  windows: readonly {
    kind: 'comments' | 'replies';
    opensOn: string | null;
    closesOn: string;
    timeZone: string;
    source: string;
  }[];
}

/** What a person agrees to when they read a consent text; `db/schema` keeps the same list. */
export type ConsentKind = 'sign' | 'letter' | 'docket' | 'subscribe';

/** Kinds of consent that a campaign may have its own wording for. */
export const consentKinds = ['sign', 'letter', 'docket'] as const satisfies readonly ConsentKind[];

/** A consent wording; its id is stored with what was agreed to. */
export interface ConsentText {
  id: number;
  kind: ConsentKind;
  version: number;
  locale: CampaignLocale;
  body: string;
}

/** Whether a campaign takes signatures at `now`: it is open, or scheduled and due, and `now` lies in its window, where it has one. */
export function isTakingSignatures(campaign: Pick<Campaign, 'state' | 'opensAt' | 'closesAt'>, now: Date): boolean {
  return (
    (campaign.state === 'open' || campaign.state === 'scheduled') &&
    (campaign.opensAt === null || campaign.opensAt <= now) &&
    (campaign.closesAt === null || now < campaign.closesAt)
  );
}

/** What a visitor is told of a campaign at `now`: it takes signatures, it will, it is over, or it was won. */
export function standingOf(
  campaign: Pick<Campaign, 'state' | 'opensAt' | 'closesAt'>,
  now: Date,
): 'open' | 'coming' | 'closed' | 'won' {
  if (isTakingSignatures(campaign, now)) return 'open';
  if (campaign.state === 'won') return 'won';
  const isComing = campaign.state === 'open' || campaign.state === 'scheduled';
  return isComing && campaign.opensAt !== null && now < campaign.opensAt ? 'coming' : 'closed';
}
