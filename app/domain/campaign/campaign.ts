/** Languages that texts are kept in; `db/schema` keeps the same list. */
export type CampaignLocale = 'en' | 'es';

/** Life of a campaign; `db/schema` keeps the same list. Only `open` ones take signatures, drafts are not shown. */
export type CampaignState = 'draft' | 'open' | 'closed' | 'archived';

/** A campaign with its words in one language. `body`: paragraphs. `sources`: addresses of the claims made in it. */
export interface Campaign {
  id: number;
  slug: string;
  state: CampaignState;
  position: number;
  /** Signatures aimed at. */
  goal: number;
  docketId: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  locale: CampaignLocale;
  title: string;
  /** One or two sentences. */
  summary: string;
  /** What is asked, in one sentence. */
  ask: string;
  body: readonly string[];
  sources: readonly string[];
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

/** What a person agrees to when they read a consent text; `db/schema` keeps the same list. */
export type ConsentKind = 'sign' | 'letter' | 'docket' | 'subscribe';

/** A consent wording; its id is stored with what was agreed to. */
export interface ConsentText {
  id: number;
  kind: ConsentKind;
  version: number;
  locale: CampaignLocale;
  body: string;
}

/** Whether a campaign takes signatures at `now`: it is open and `now` lies in its window, where it has one. */
export function isTakingSignatures(campaign: Pick<Campaign, 'state' | 'opensAt' | 'closesAt'>, now: Date): boolean {
  return (
    campaign.state === 'open' &&
    (campaign.opensAt === null || campaign.opensAt <= now) &&
    (campaign.closesAt === null || now < campaign.closesAt)
  );
}

/** Petition body as stored (paragraphs parted by a blank line) into paragraphs. */
export function paragraphs(body: string): string[] {
  return body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}
