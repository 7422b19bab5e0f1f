import type { DeliveryChannel } from '../delivery/delivery.ts';

/** The docket system of the FCC, as a receiver. */
export const ECFS_RECEIVER = 'ecfs';

/** Longest that a receiver is left alone on its own word, in milliseconds: a day. Own choice. */
export const MAX_HOLD_MS = 86_400_000;

/** How long a mail domain whose server said 421 is left alone, in milliseconds. Own choice. */
export const HOLD_AFTER_421_MS = 120_000;

/**
 * Whose budget a delivery to `value` spends: for mail the receiving domain in lower case, for a docket the docket system, for what a person does
 * themselves the channel's own name.
 */
export function receiverOf(channel: DeliveryChannel, value: string): string {
  if (channel === 'docket') return ECFS_RECEIVER;
  if (channel === 'email') return value.slice(value.lastIndexOf('@') + 1).toLowerCase();
  return channel;
}
