import type { CampaignState } from './campaign.ts';

/** Which state may follow which; the rows of `campaign_transitions`, which a test holds to this list. Decision 0031. */
export const CAMPAIGN_TRANSITIONS: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: ['scheduled', 'open'],
  scheduled: ['draft', 'open'],
  open: ['closed', 'won'],
  closed: ['open', 'won', 'archived'],
  won: ['closed', 'archived'],
  archived: ['closed', 'won'],
};

/** What an organizer does to the state of a campaign. */
export const CAMPAIGN_DEEDS = [
  'open',
  'schedule',
  'unschedule',
  'close',
  'win',
  'unwin',
  'archive',
  'unarchive',
] as const;

/** One of `CAMPAIGN_DEEDS`. */
export type CampaignDeed = (typeof CAMPAIGN_DEEDS)[number];

const leads: Record<CampaignDeed, { from: readonly CampaignState[]; to: CampaignState }> = {
  open: { from: ['draft', 'scheduled', 'closed'], to: 'open' },
  schedule: { from: ['draft'], to: 'scheduled' },
  unschedule: { from: ['scheduled'], to: 'draft' },
  close: { from: ['open'], to: 'closed' },
  win: { from: ['open', 'closed'], to: 'won' },
  unwin: { from: ['won'], to: 'closed' },
  archive: { from: ['closed', 'won'], to: 'archived' },
  unarchive: { from: ['archived'], to: 'closed' },
};

/** The deeds that a campaign in a state allows, in the order of its life. */
export function deedsOf(state: CampaignState): CampaignDeed[] {
  return CAMPAIGN_DEEDS.filter((deed) => leads[deed].from.includes(state));
}

/** Where a deed leads from a state; null: it is not allowed. A campaign that was won goes back to that when it leaves the archive. */
export function stateAfter(deed: CampaignDeed, state: CampaignState, wasWon: boolean): CampaignState | null {
  if (!leads[deed].from.includes(state)) return null;
  return deed === 'unarchive' && wasWon ? 'won' : leads[deed].to;
}
