import type { PartnerBox } from './partner.ts';

/** What an embed shows of a campaign, in one language: the same for everybody. */
export interface EmbeddedCampaign {
  slug: string;
  title: string;
  ask: string;
  /** Whether it takes signatures now. */
  isOpen: boolean;
  counted: number;
  goal: number;
  isps: readonly { slug: string; name: string }[];
  /** What signers agree to; null when none is seeded. */
  consent: { id: number; body: string } | null;
  /** The wording beside the box that asks for alerts. */
  alerts: { id: number; body: string } | null;
  partner: { slug: string; box: PartnerBox | null } | null;
}
