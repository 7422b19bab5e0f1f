import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { pauseChannel, resumeChannel } from '../channel/switch.server.ts';
import { SENT_CHANNELS, type SentChannel } from '../delivery/delivery.ts';
import { type LastChange, noteSwitches, readSwitches } from './switches.server.ts';
import { type Banner, SWITCHES, type Switches, type WantedSwitches } from './switches.ts';

/** Everything that the page shows: the switches, the channels of letters that are paused, and who changed the row last. */
export interface SwitchView extends LastChange {
  switches: Switches;
  pausedChannels: SentChannel[];
  /** Stands for all of this; a form sends it back. */
  shown: string;
}

/** Reads every switch, those of the letters' channels included. `isLocking`: for a change in the same transaction. */
export async function viewSwitches(given: Partial<Tools> = {}, isLocking = false): Promise<SwitchView> {
  const { db } = tools(given);
  const { switches, ...last } = await readSwitches({ db }, { isLocking });
  const rows = await db.execute<{ channel: SentChannel }>(sql`
    select channel from channel_switches where is_paused order by channel ${isLocking ? sql`for update` : sql``}`);
  const pausedChannels = rows.map(({ channel }) => channel).filter((channel) => SENT_CHANNELS.includes(channel));
  return { switches, pausedChannels, ...last, shown: [switches.revision, ...pausedChannels].join(' ') };
}

/** What is to be changed, by whom ("organizer:ID" or "command:NAME") and why. `shown`: what the page showed that the change was made on; left out by commands. */
export interface SwitchChange extends WantedSwitches {
  actor: string;
  organizationId: number | null;
  reason: string;
  shown?: string;
}

/** What came of it: `changed` names what is different now. Refused when all is so already, and when somebody changed something since the page was shown. */
export type SwitchChanged =
  | { ok: true; changed: string[]; switches: Switches }
  | { ok: false; reason: 'nothing_changed' | 'changed_meanwhile' };

/**
 * Turns switches, with a deed that says what was so before, what is so now, who did it and why. This process knows at once, all others within 5 s. Channels of letters are
 * paused and opened by their own verbs, with deeds of their own.
 */
export async function changeSwitches(wanted: SwitchChange, given: Partial<Tools> = {}): Promise<SwitchChanged> {
  const { db, now } = tools(given);
  const done = await db.transaction(async (tx): Promise<SwitchChanged> => {
    const view = await viewSwitches({ db: tx }, true);
    if (wanted.shown !== undefined && wanted.shown !== view.shown) return { ok: false, reason: 'changed_meanwhile' };
    const { before, after } = differences(view.switches, wanted);
    const channels = await turnChannels(tx, view.pausedChannels, wanted, now);
    const changed = [...Object.keys(after), ...channels];
    if (changed.length === 0) return { ok: false, reason: 'nothing_changed' };
    if (Object.keys(after).length === 0) return { ok: true, changed, switches: view.switches };
    const switches: Switches = { ...view.switches, ...after, revision: view.switches.revision + 1 };
    await writeRow(tx, switches, wanted.actor, now());
    const { actor, organizationId, reason } = wanted;
    const deed = { organizationId, actor, action: 'installation.switch', subject: 'installation', at: now() };
    await recordDeed(tx, { ...deed, facts: { reason, before, after } });
    return { ok: true, changed, switches };
  });
  if (done.ok) noteSwitches(done.switches);
  return done;
}

type Differences = Partial<Record<(typeof SWITCHES)[number], boolean>> & { banner?: Banner | null };

function differences(now: Switches, { switches = {}, banner }: WantedSwitches) {
  const before: Differences = {};
  const after: Differences = {};
  for (const name of SWITCHES) {
    const wish = switches[name];
    if (wish === undefined || wish === now[name]) continue;
    before[name] = now[name];
    after[name] = wish;
  }
  if (banner !== undefined && (banner?.en !== now.banner?.en || banner?.es !== now.banner?.es)) {
    before.banner = now.banner;
    after.banner = banner;
  }
  return { before, after };
}

/** Pauses and opens what is not as wanted yet; answers which channels were turned. */
async function turnChannels(
  tx: Db,
  paused: readonly SentChannel[],
  { openChannels, actor, organizationId, reason }: SwitchChange,
  now: () => Date,
): Promise<string[]> {
  if (!openChannels) return [];
  const turned = SENT_CHANNELS.filter((channel) => openChannels.includes(channel) === paused.includes(channel));
  for (const channel of turned) {
    const turn = paused.includes(channel) ? resumeChannel : pauseChannel;
    await turn({ channel, by: actor, actor, organizationId, reason }, { db: tx, now });
  }
  return turned;
}

async function writeRow(tx: Db, switches: Switches, by: string, at: Date): Promise<void> {
  const { banner } = switches;
  await tx.execute(sql`
    update installation_settings set revision = ${switches.revision}, collects_signatures = ${switches.collectsSignatures},
      creates_campaigns = ${switches.createsCampaigns}, sends_confirmations = ${switches.sendsConfirmations}, sends_receipts = ${switches.sendsReceipts},
      sends_bulk = ${switches.sendsBulk}, serves_embeds = ${switches.servesEmbeds}, is_read_only = ${switches.isReadOnly},
      banner_en = ${banner?.en ?? null}, banner_es = ${banner?.es ?? null}, changed_by = ${by}, changed_at = ${at.toISOString()}::timestamptz
    where id = 1`);
}
