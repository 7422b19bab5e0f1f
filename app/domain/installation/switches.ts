import { z } from 'zod';
import { SENT_CHANNELS, type SentChannel } from '../delivery/delivery.ts';

/** What an installation can be told to do or not to do, in the order in which pages show it. Own choice. */
export const SWITCHES = [
  'collectsSignatures',
  'createsCampaigns',
  'sendsConfirmations',
  'sendsReceipts',
  'sendsBulk',
  'servesEmbeds',
  'isReadOnly',
] as const;

/** One of `SWITCHES`. */
export type Switch = (typeof SWITCHES)[number];

/** A kind of mail that can be held back by itself. */
export type MailLane = 'confirmations' | 'receipts' | 'bulk';

/** What stands above every public page, in each language. */
export interface Banner {
  en: string;
  es: string;
}

/** The state of every switch. `revision` rises with each change. */
export type Switches = Record<Switch, boolean> & { revision: number; banner: Banner | null };

/** Everything on: what holds until the row was read for the first time. */
export const ALL_ON: Switches = {
  collectsSignatures: true,
  createsCampaigns: true,
  sendsConfirmations: true,
  sendsReceipts: true,
  sendsBulk: true,
  servesEmbeds: true,
  isReadOnly: false,
  revision: 0,
  banner: null,
};

/** Whether mails of a lane may leave now. Nothing leaves while the installation is read-only. */
export function sendsMail(switches: Switches, lane: MailLane): boolean {
  if (switches.isReadOnly) return false;
  const { sendsConfirmations, sendsReceipts, sendsBulk } = switches;
  return { confirmations: sendsConfirmations, receipts: sendsReceipts, bulk: sendsBulk }[lane];
}

/** Whether a signature may be taken now. */
export function takesSignatures({ collectsSignatures, isReadOnly }: Switches): boolean {
  return collectsSignatures && !isReadOnly;
}

/** Longest banner, in characters; the constraint `installation_settings_banner_length` says the same. Own choice. */
export const MAX_BANNER_CHARS = 300;

/** Longest reason for a change, in characters. Own choice. */
export const MAX_REASON_CHARS = 500;

const banner = z.string().trim().max(MAX_BANNER_CHARS).default('');
const ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

/**
 * The form of the page: a box for each switch and for each channel of letters, the banner, the reason, and what the page showed (`shown`), so that a change made
 * meanwhile is not undone unseen. `banner`: both languages or neither.
 */
export const switchForm = z
  .object({
    ...(Object.fromEntries(SWITCHES.map((name) => [name, ticked])) as Record<Switch, typeof ticked>),
    channels: z.array(z.enum(SENT_CHANNELS)).default([]),
    bannerEn: banner,
    bannerEs: banner,
    reason: z.string().trim().min(1).max(MAX_REASON_CHARS),
    shown: z.string().max(100),
  })
  .refine(({ bannerEn, bannerEs }) => (bannerEn === '') === (bannerEs === ''), {
    path: ['bannerEs'],
    error: 'banner_both',
  });

/** What a form that was filled in wants. */
export function wantedOf({ channels, bannerEn, bannerEs, reason, shown, ...switches }: z.infer<typeof switchForm>) {
  const banner = bannerEn === '' ? null : { en: bannerEn, es: bannerEs };
  return { switches, openChannels: channels, banner, reason, shown };
}

/** What is wanted: every switch that is named, the channels that are to be open where any are named, and the banner where it is named. */
export interface WantedSwitches {
  switches?: Partial<Record<Switch, boolean>>;
  openChannels?: readonly SentChannel[];
  banner?: Banner | null;
}
