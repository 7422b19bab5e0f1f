import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { readCheckpoint, readInclusionProof } from './ledger.server.ts';
import { listVerifierKeys } from './ledger-key.server.ts';
import { openNote, parseVerifierKey } from './note.server.ts';
import type { ReceiptStanding } from './receipt.ts';

type LeafRow = {
  campaign_id: number;
  slug: string;
  canonical_address: string;
  salt: string | null;
  sequence: string | null;
  entry: string | null;
  isp: string;
  state: string;
};

/** The leaf under which a confirmed signature counts now, and what opens it: the signing, or the latest correction of it. */
async function findLeaf(db: Db, which: SQL): Promise<LeafRow | undefined> {
  const [row] = await db.execute<LeafRow>(sql`
    select s.campaign_id, c.slug, s.canonical_address, encode(s.salt, 'base64') as salt, e.sequence, e.entry,
      coalesce(i.slug, 'other') as isp, coalesce(e.state, 'none') as state
    from signatures s join campaigns c on c.id = s.campaign_id
      left join lateral (
        select * from count_entries e where e.signature_id = s.id and e.kind in ('sign', 'correct') order by e.sequence desc limit 1
      ) e on true
      left join isps i on i.id = e.isp_id
    where s.status = 'confirmed' and s.erased_at is null and ${which} limit 1`);
  return row;
}

/** The key that a note was signed under, of those that the ledgers were ever signed under; the newest first. */
async function signingKeyOf(origin: string, note: string, given: Partial<Tools>): Promise<string | undefined> {
  const keys = await listVerifierKeys(origin, given);
  return keys.reverse().find((text) => {
    const key = parseVerifierKey(text);
    return key !== null && openNote(note, [key]) !== null;
  });
}

async function standingOf(leaf: LeafRow | undefined, given: Partial<Tools>): Promise<ReceiptStanding | null> {
  if (!leaf) return null;
  const { campaign_id: campaignId, slug, salt, sequence, entry, isp, state } = leaf;
  const checkpoint = sequence === null ? null : await readCheckpoint(slug, given);
  if (salt === null || entry === null || !checkpoint || Number(sequence) >= checkpoint.size) return { is: 'waiting' };
  const { origin, size, note } = checkpoint;
  const key = await signingKeyOf(origin, note, given);
  if (key === undefined)
    throw new Error(`campaign ${campaignId}: no known key signed its checkpoint of ${size} leaves`);
  const proof = await readInclusionProof(campaignId, Number(sequence), size, given);
  const opening = { campaign: slug, leaf: entry, salt, address: leaf.canonical_address, isp, state, key };
  const hashes = proof.map((hash) => hash.toString('base64'));
  return { is: 'ready', receipt: { sequence: Number(sequence), size, hashes, note, opening } };
}

/**
 * The receipt of a confirmed signature under the newest checkpoint: its proof, its salt and what its leaf opens to. `waiting` until a signed tree holds the
 * leaf; null when there is no such signature or it counts no more. Only for the holder of the mailbox. Throws when no known key signed the checkpoint.
 */
export async function readReceipt(
  { signatureId }: { signatureId: number },
  given: Partial<Tools> = {},
): Promise<ReceiptStanding | null> {
  const { db } = tools(given);
  return standingOf(await findLeaf(db, sql`s.id = ${signatureId}`), given);
}

/**
 * The receipt of a person's signature on a campaign, as `readReceipt`; of two signatures of one mailbox the one of `signatureId`, else the first.
 * `personId` and `signatureId` come from the writer's session, so that nobody gets anybody else's.
 */
export async function readReceiptOf(
  { campaignSlug, personId, signatureId }: { campaignSlug: string; personId: number; signatureId: number | null },
  given: Partial<Tools> = {},
): Promise<ReceiptStanding | null> {
  const { db } = tools(given);
  const own = sql`s.id = (
    select o.id from signatures o join campaigns k on k.id = o.campaign_id
    where o.person_id = ${personId} and k.slug = ${campaignSlug} and o.status = 'confirmed'
    order by (o.id = ${signatureId}::bigint) is true desc, o.seat limit 1)`;
  return standingOf(await findLeaf(db, own), given);
}
