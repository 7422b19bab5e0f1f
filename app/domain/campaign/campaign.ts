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

/** Who a campaign's letters go to: the sender's state attorney general, one regulator, or the sender's ISP. */
export type TargetKind = 'attorney_general' | 'regulator' | 'isp';

/** An addressee that a campaign offers; `regulator` is named for kind `regulator` only. */
export interface CampaignTarget {
  id: number;
  kind: TargetKind;
  position: number;
  regulator: { id: number; slug: string; name: string } | null;
}

/** What a person agrees to when they read a consent text; `db/schema` keeps the same list. */
export type ConsentKind = 'sign' | 'letter' | 'subscribe';

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
