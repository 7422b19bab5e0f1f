/**
 * What a receipt shows beside the proof, and what opens its leaf. `leaf`: as published; `salt`: 32 bytes in base64; `address`: canonical; `isp`: slug or `other`;
 * `state`: two letters or `none`; `key`: the verifier key that the checkpoint was signed under. Source: docs/ledger.md, "Receipts".
 */
export interface ReceiptOpening {
  campaign: string;
  leaf: string;
  salt: string;
  address: string;
  isp: string;
  state: string;
  key: string;
}

/** A receipt: place of the leaf, tree of the checkpoint, hashes of the inclusion proof in base64 from the leaf upward, and the signed note. Source: C2SP tlog-proof. */
export interface Receipt {
  sequence: number;
  size: number;
  hashes: readonly string[];
  note: string;
  opening: ReceiptOpening;
}

/** Version of the `extra` line of receipts. Source: docs/ledger.md, "Receipts". */
const RECEIPT_VERSION = 1;

/** Writes a receipt as a file: the same receipt gives the same bytes. Source: C2SP tlog-proof, "Format". */
export function writeReceipt({ sequence, hashes, note, opening }: Receipt): string {
  const { campaign, leaf, salt, address, isp, state, key } = opening;
  const extra = JSON.stringify({ version: RECEIPT_VERSION, campaign, leaf, salt, address, isp, state, key });
  const bytes = new TextEncoder().encode(extra);
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return ['c2sp.org/tlog-proof@v1', `extra ${encoded}`, `index ${sequence}`, ...hashes, '', note].join('\n');
}

/** The name under which a receipt is downloaded and mailed. Source: C2SP tlog-proof for its end. */
export function receiptFileName(campaignSlug: string): string {
  return `untolled-receipt-${campaignSlug}.tlog-proof`;
}

/** Where a receipt stands: written, or waiting for its leaf to be in a signed tree, which takes seconds. */
export type ReceiptStanding = { is: 'ready'; receipt: Receipt } | { is: 'waiting' };
