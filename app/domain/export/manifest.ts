import type { Column, ExportKind } from './export.ts';
import type { ExportQuery } from './query.ts';

/** Version of the manifest's form; docs/exports.md, "The manifest". It rises with every change that a reader could stumble over. */
export const MANIFEST_FORMAT = 'untolled-export-v1';

/** Version of the rules by which signatures count, as they stand in docs/counting.md; it rises with every change of what counts. */
export const COUNTING_RULES = 1;

/** Names of the files that every export has besides its own. Own choice. */
export const MANIFEST_FILE = 'manifest.json';

/** Name of the file with the signature over the manifest. Own choice. */
export const MANIFEST_NOTE_FILE = 'manifest.note';

/** A file as the manifest names it. `rows`: records without a header, over all sheets; null where a file has none. `sha256`: hexadecimal. */
export interface ExportedFile {
  name: string;
  bytes: number;
  sha256: string;
  rows: number | null;
}

/**
 * The ledger of one campaign in the very moment that the rows were read. `counts`: what had entered its leaves; their sum is `size`; null for a copy of the ledger, which speaks
 * for itself. `keys`: verifier keys of the log, oldest first. Source: C2SP tlog-checkpoint.
 */
export interface ManifestCheckpoint {
  campaign: string;
  origin: string;
  size: number;
  /** 32 bytes, base64. */
  root: string;
  note: string;
  keys: readonly string[];
  counts: { signed: number; withdrawn: number; invalidated: number; others: number } | null;
}

/** What `manifest.json` says; docs/exports.md explains each field. Instants are UTC. */
export interface Manifest {
  format: typeof MANIFEST_FORMAT;
  site: string;
  export: string;
  kind: ExportKind;
  query: ExportQuery;
  fileFormat: string | null;
  organization: string | null;
  campaigns: readonly string[];
  askedBy: string;
  purpose: string | null;
  /** When the rows were read: one snapshot of the database. */
  readAt: string;
  columns: readonly Pick<Column, 'name' | 'type'>[];
  rules: {
    counting: { version: number; text: string };
    suppression: { applied: false; text: string };
    addresses: { rules: number; lastChange: number; sha256: string };
  };
  rows: { total: number; byStatus: Record<string, number> | null; sums: Record<string, number> | null };
  files: readonly ExportedFile[];
  checkpoints: readonly ManifestCheckpoint[];
  /** The verifier key under which `manifest.note` is signed; compare it with the one that the site publishes. */
  key: string;
}

/** The name under which exports of a site are signed. `origin`: the site's, e.g. `https://untolled.example`. Source: C2SP signed-note, "Name". */
export function exportKeyName(origin: string): string {
  return `${new URL(origin).host}/exports`;
}

/** The text that is signed for a manifest: form, digest and the export's number. It is no checkpoint: those begin with the origin of a log. Source: C2SP signed-note; decision 0033. */
export function manifestNoteText({ sha256, publicId }: { sha256: string; publicId: string }): string {
  return `${MANIFEST_FORMAT}\nsha256 ${sha256}\nexport ${publicId}\n`;
}
