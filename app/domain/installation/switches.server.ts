import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { ALL_ON, type Switches } from './switches.ts';

const slot = Symbol.for('untolled.switches');
const holder = globalThis as { [slot]?: Switches };

/** How often each process reads the row, in milliseconds: with a page that others may keep for 3 s, a change is everywhere within 5 s. */
const POLL_MS = 1500;

/**
 * The switches as this process last read them, at most 5 s old while the database answers; the last known ones while it does not, and everything on before the first look.
 * Asks nothing and waits for nothing. It lives on `globalThis` because the built site and the process around it load this module twice.
 */
export function switchesOf(): Switches {
  return holder[slot] ?? ALL_ON;
}

/** Lets this process know the switches at once, before it looks again. Own choice. */
export function noteSwitches(switches: Switches): void {
  holder[slot] = switches;
}

type SettingsRow = {
  revision: number;
  collects_signatures: boolean;
  creates_campaigns: boolean;
  sends_confirmations: boolean;
  sends_receipts: boolean;
  sends_bulk: boolean;
  serves_embeds: boolean;
  is_read_only: boolean;
  banner_en: string | null;
  banner_es: string | null;
  changed_by: string | null;
  changed_by_name: string | null;
  changed_at: string;
};

/** Who turned a switch last, "organizer:ID" with their name or "command:NAME", and when; null and the day of setting up before the first change. */
export interface LastChange {
  changedBy: string | null;
  changedByName: string | null;
  changedAt: Date;
}

/** Reads the switches from the database, with who changed them last; in a transaction that changes them, with `isLocking`. Throws when the row is missing. */
export async function readSwitches(
  given: Partial<Tools> = {},
  { isLocking = false }: { isLocking?: boolean } = {},
): Promise<{ switches: Switches } & LastChange> {
  const { db } = tools(given);
  const [row] = await db.execute<SettingsRow>(
    sql`select s.*, o.name as changed_by_name from installation_settings s left join organizers o on s.changed_by = 'organizer:' || o.id
      where s.id = 1 ${isLocking ? sql`for update of s` : sql``}`,
  );
  if (!row) throw new Error('the installation has no row of settings');
  const { banner_en: en, banner_es: es } = row;
  const switches: Switches = {
    revision: row.revision,
    collectsSignatures: row.collects_signatures,
    createsCampaigns: row.creates_campaigns,
    sendsConfirmations: row.sends_confirmations,
    sendsReceipts: row.sends_receipts,
    sendsBulk: row.sends_bulk,
    servesEmbeds: row.serves_embeds,
    isReadOnly: row.is_read_only,
    banner: en !== null && es !== null ? { en, es } : null,
  };
  return {
    switches,
    changedBy: row.changed_by,
    changedByName: row.changed_by_name,
    changedAt: new Date(row.changed_at),
  };
}

/** What watching needs besides the tools of every verb. `onFault` hears of the first of faults in a row; `pollMs` is for tests. */
export interface WatchTools extends Tools {
  onFault(fault: unknown): void;
  pollMs: number;
}

/** A process that keeps looking; `look` looks at once and settles when it has. */
export interface SwitchWatch {
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Reads the row every 1.5 s for `switchesOf`, one look at a time; a fault leaves what is known. Asked for again and again because a notice of PostgreSQL does not come through
 * a transaction pooler.
 */
export function watchSwitches({ onFault, pollMs = POLL_MS, ...given }: Partial<WatchTools> = {}): SwitchWatch {
  let isFailing = false;
  let underway: Promise<void> | undefined;
  const look = () => {
    underway ??= readSwitches(given)
      .then(
        ({ switches }) => {
          isFailing = false;
          noteSwitches(switches);
        },
        (fault: unknown) => {
          if (!isFailing) onFault?.(fault);
          isFailing = true;
        },
      )
      .finally(() => {
        underway = undefined;
      });
    return underway;
  };
  const timer = setInterval(look, pollMs);
  timer.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}
