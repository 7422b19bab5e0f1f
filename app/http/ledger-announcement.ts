import { exportKeyName } from '#app/domain/export/manifest.ts';
import { logPath } from '#app/domain/ledger/ledger.ts';
import { listLedgerKeys } from '#app/domain/ledger/ledger-key.server.ts';
import { listLedgers } from '#app/domain/ledger/ledger-list.server.ts';
import { writeVerifierKey } from '#app/domain/ledger/note.server.ts';

/** What a site says of its logs in `/.well-known/untolled-ledger.json`. Source: docs/ledger.md, "Announcement". */
export interface LedgerAnnouncement {
  format: 'untolled-ledger-v1';
  site: string;
  /** Public keys of Ed25519, 32 bytes in base64, oldest first: the last one signs. */
  keys: { publicKey: string; since: string }[];
  /** `verifierKeys` are those keys under the log's name (C2SP signed-note), in the same order. */
  logs: { campaign: string; origin: string; url: string; verifierKeys: string[] }[];
  /** The name under which manifests of exports are signed, and those keys under it. Source: docs/exports.md. */
  exports: { name: string; verifierKeys: string[] };
}

/** Reads what the site announces of its logs; `origin` is the site's. Source: docs/ledger.md, "Announcement". */
export async function readAnnouncement(
  origin: string,
  given: Parameters<typeof listLedgers>[0] = {},
): Promise<LedgerAnnouncement> {
  const [keys, ledgers] = await Promise.all([listLedgerKeys(given), listLedgers(given)]);
  const name = exportKeyName(origin);
  return {
    format: 'untolled-ledger-v1',
    site: origin,
    keys: keys.map(({ publicKey, since }) => ({ publicKey: publicKey.toString('base64'), since: since.toISOString() })),
    logs: ledgers.map((ledger) => ({
      campaign: ledger.slug,
      origin: ledger.origin,
      url: origin + logPath(ledger.slug),
      verifierKeys: keys.map(({ publicKey }) => writeVerifierKey(ledger.origin, 1, publicKey)),
    })),
    exports: { name, verifierKeys: keys.map(({ publicKey }) => writeVerifierKey(name, 1, publicKey)) },
  };
}
