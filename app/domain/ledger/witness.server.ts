import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { readCheckpoint, readConsistencyProof } from './ledger.server.ts';
import type { SignedCheckpoint } from './ledger.ts';
import {
  parseNote,
  parseSignatureLine,
  parseVerifierKey,
  type VerifierKey,
  verifySignature,
  writeVerifierKey,
} from './note.server.ts';
import { MAX_ANSWER_BYTES, SIZE_TYPE, type WitnessOutcome, writeAddCheckpoint } from './witness.ts';

/** How long a witness may take for one answer, in milliseconds. Own choice. */
const PATIENCE_MS = 5_000;

/** A witness that checkpoints are handed to: its key of cosignatures, and the address beneath which it takes them. */
export interface Witness {
  key: VerifierKey;
  url: string;
}

/** Witnesses as configured: entries parted by `;`, each `VKEY URL`. Answers null for a text that is none. Own choice. */
export function parseWitnesses(text: string): Witness[] | null {
  const witnesses: Witness[] = [];
  for (const entry of text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [name = '', url = '', ...more] = entry.split(/\s+/);
    const key = parseVerifierKey(name);
    if (key?.type !== 4 || more.length > 0 || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      return null;
    witnesses.push({ key, url: url.replace(/\/+$/, '') });
  }
  return new Set(witnesses.map(({ key }) => key.name)).size === witnesses.length ? witnesses : null;
}

const vkeyOf = ({ key }: Witness) => writeVerifierKey(key.name, key.type, key.publicKey);

/** The newest size of a log that a witness has vouched for, 0 for none. */
async function sizeKnownTo(witness: Witness, campaignId: number, { db }: Tools): Promise<number> {
  const [row] = await db.execute<{ size: string | null }>(sql`
    select max(size) as size from ledger_cosignatures where campaign_id = ${campaignId} and witness = ${vkeyOf(witness)}`);
  return Number(row?.size ?? 0);
}

/**
 * Hands the newest signed checkpoint of a campaign's log to a witness, with the proof that it continues what the witness knows, and keeps the line that it answers when that
 * verifies under its key. Null when there is nothing new. Goes to the configured address alone, follows nothing, reads little and waits 5 s at most; whatever the witness does,
 * it changes no leaf and no checkpoint. Source: C2SP tlog-witness, tlog-cosignature.
 */
export async function submitCheckpoint(
  slug: string,
  witness: Witness,
  given: Partial<Tools> = {},
): Promise<WitnessOutcome | null> {
  const all = tools(given);
  const checkpoint = await readCheckpoint(slug, all);
  if (!checkpoint || checkpoint.size === 0) return null;
  const known = await sizeKnownTo(witness, checkpoint.campaignId, all);
  if (known === checkpoint.size) return null;
  const first = await add(checkpoint, known, witness, all);
  if (!('size' in first)) return settle(first, checkpoint, witness, all);
  const told = first.size;
  // The witness knows another size: one more try from there, or it has seen more than there is.
  if (told > checkpoint.size || told === known) return { outcome: 'ahead', size: told };
  const second = await add(checkpoint, told, witness, all);
  return 'size' in second ? { outcome: 'ahead', size: second.size } : settle(second, checkpoint, witness, all);
}

interface Said {
  status: number | null;
  text: string;
}

async function add(
  checkpoint: SignedCheckpoint,
  oldSize: number,
  { url }: Witness,
  all: Tools,
): Promise<{ size: number } | Said> {
  const { campaignId, size, note } = checkpoint;
  const proof = oldSize === 0 ? [] : await readConsistencyProof(campaignId, oldSize, size, all);
  const own = note.slice(0, note.indexOf('\n', note.indexOf('\n\n') + 2) + 1);
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body: writeAddCheckpoint(oldSize, proof, own),
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await readLittle(response);
    const isSize = response.status === 409 && response.headers.get('content-type')?.startsWith(SIZE_TYPE);
    if (isSize && /^(?:0|[1-9]\d{0,14})\n?$/.test(text)) return { size: Number(text) };
    return { status: response.status, text };
  } catch {
    return { status: null, text: '' };
  }
}

async function readLittle(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      throw new Error('a witness answered at length');
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Keeps the line of the witness's own key, if the answer is one and the line holds. */
async function settle(
  { status, text }: Said,
  { campaignId, size, note }: SignedCheckpoint,
  witness: Witness,
  { db, now }: Tools,
): Promise<WitnessOutcome> {
  if (status === null || status >= 500) return { outcome: 'failed', status };
  if (status !== 200) return { outcome: 'refused', status };
  const signed = parseNote(note)?.text ?? '';
  const lines = text.split('\n').map((line) => `${line}\n`);
  const line = lines.find((each) => {
    const signature = parseSignatureLine(each);
    return signature !== null && verifySignature(signed, signature, witness.key).is === 'valid';
  });
  if (!line) return { outcome: 'refused', status };
  await db.execute(sql`
    insert into ledger_cosignatures (campaign_id, size, witness, line, received_at)
    values (${campaignId}, ${size}, ${vkeyOf(witness)}, ${line}, ${now().toISOString()}::timestamptz) on conflict do nothing`);
  return { outcome: 'cosigned' };
}

/** What a witness has vouched for last, as pages show it. `at`: the time that it signed. */
export interface Vouched {
  name: string;
  vkey: string;
  size: number;
  at: Date | null;
}

/** The newest checkpoint of a campaign's log that each witness has vouched for, by name. Own choice. */
export async function listVouched(campaignId: number, given: Partial<Tools> = {}): Promise<Vouched[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ witness: string; size: string; line: string }>(sql`
    select distinct on (witness) witness, size, line from ledger_cosignatures
    where campaign_id = ${campaignId} order by witness, size desc limit 50`);
  return rows.flatMap(({ witness, size, line }) => {
    const key = parseVerifierKey(witness);
    const signature = parseSignatureLine(line);
    if (!key || signature?.signature.length !== 72) return [];
    const at = new Date(Number(signature.signature.readBigUInt64BE()) * 1000);
    return [{ name: key.name, vkey: witness, size: Number(size), at }];
  });
}

/** Slugs of the campaigns whose logs have a newest signed checkpoint that this witness has not vouched for; at most 100, by id. Own choice. */
export async function listUnwitnessed(witness: Witness, given: Partial<Tools> = {}): Promise<string[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ slug: string }>(sql`
    select c.slug from ledgers l join campaigns c on c.id = l.campaign_id, lateral (
      select size from ledger_checkpoints k where k.campaign_id = l.campaign_id and k.note is not null order by size desc limit 1) k
    where c.state <> 'draft' and k.size > 0 and not exists (
      select from ledger_cosignatures o where o.campaign_id = l.campaign_id and o.size = k.size and o.witness = ${vkeyOf(witness)})
    order by c.id limit 100`);
  return rows.map(({ slug }) => slug);
}
