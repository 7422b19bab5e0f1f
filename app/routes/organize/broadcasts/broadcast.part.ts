import type { OneBroadcast } from './broadcast.view.server.ts';
import type { BroadcastDone } from './deeds.server.ts';

/** A form of the page as it came back. */
export type BroadcastAnswer = Extract<BroadcastDone, { ok: false }> | undefined;

/** What the parts of the page are handed. */
export type BroadcastPart = { view: OneBroadcast; answer: BroadcastAnswer; path: string };
