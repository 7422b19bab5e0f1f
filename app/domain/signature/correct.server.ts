import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Details } from './signature.ts';
import { stateOfZip } from './zip.ts';

/** Which signature is corrected, by whose mailbox, and what is right. */
export type Correction = Pick<Details, 'zip' | 'isp'> & { signatureId: number; canonicalAddress: string };

/** What a correction came to. `isAppended`: the ledger gets a leaf, because a counted signature changed its ISP or its state. */
export type CorrectionResult =
  | { ok: true; isAppended: boolean }
  | { ok: false; reason: 'unknown' | 'not_standing' | 'too_many' };

/** How often one signature may be corrected in the ledger, so that nobody fills it by changing their mind. Own choice. */
export const maxCorrections = 10;

const mayAppend = sql`(select count(*) from count_entries e where e.signature_id = s.id and e.kind = 'correct') < ${maxCorrections}`;

/**
 * Corrects the ZIP, with the state that follows from it, and the ISP of a signature of the holder of a mailbox. One conditional statement. Of a counted signature
 * nothing is rewritten in the ledger: it is marked, and the sequencer appends a correction that replaces its leaf; one that is not counted yet is counted as it is then. What
 * was corrected twice before the sequencer came is appended once. An ISP that is not in the catalogue is "another one". Refuses a signature that is not of this
 * address, one that does not stand (`not_standing`): only confirmed ones do, and suspicious ones that wait; and one that was corrected ten times (`too_many`).
 */
export async function correctSignature(
  { signatureId, canonicalAddress, zip, isp }: Correction,
  given: Partial<Tools> = {},
): Promise<CorrectionResult> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  const state = stateOfZip(zip);
  const own = sql`s.id = ${signatureId} and s.canonical_address = ${canonicalAddress}`;
  const changed = await db.execute<{ is_marked: boolean }>(sql`
    update signatures s set zip = ${zip}, state = ${state}, isp_stated_id = said.isp_id,
      corrected_at = case when s.counted_at is not null and (s.isp_stated_id, s.state) is distinct from (said.isp_id, ${state})
        then ${at}::timestamptz else s.corrected_at end
    from (select (select id from isps where slug = ${isp}) as isp_id) said
    where ${own} and (s.status = 'confirmed' or s.status = 'suspicious' and s.proved_at is not null) and ${mayAppend}
    returning s.corrected_at is not null as is_marked`);
  const [row] = changed;
  if (row) return { ok: true, isAppended: row.is_marked };
  const [held] = await db.execute<{ may_append: boolean }>(
    sql`select ${mayAppend} as may_append from signatures s where ${own}`,
  );
  if (!held) return { ok: false, reason: 'unknown' };
  return { ok: false, reason: held.may_append ? 'not_standing' : 'too_many' };
}
