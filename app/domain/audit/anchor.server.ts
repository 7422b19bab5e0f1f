import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { appendShareLeaves, appendUnderLock } from '../count/append.server.ts';
import { fieldsAfterDay } from '../ledger/leaf.ts';
import { findChainHead } from './chain.server.ts';

/**
 * The campaigns whose ledgers hold anchors: those that are open; while none is, the one that was open last, so that the audit of a quiet installation is anchored too.
 */
const anchoring = sql`
  select c.id from campaigns c join ledgers l on l.campaign_id = c.id where c.state = 'open'
  union
  select * from (
    select c.id from campaigns c join ledgers l on l.campaign_id = c.id
    where c.state not in ('draft', 'scheduled') and not exists (select from campaigns o join ledgers k on k.campaign_id = o.id where o.state = 'open')
    order by c.opens_at desc nulls last, c.id desc limit 1) last`;

/**
 * Writes the head of the chain into the ledger of every open campaign, once a UTC day each; the checkpoint that covers it is signed and given to witnesses like every other.
 * Answers how many leaves were written; 0 while another process appends, and while the chain is empty. Source: docs/audit.md, "Anchors".
 */
export async function anchorChain(given: Partial<Tools & { origin: string }> = {}): Promise<number> {
  const { db, now } = tools(given);
  const day = now().toISOString().slice(0, 10);
  const due = sql`select a.id from (${anchoring}) a where not exists (
    select from count_entries e where e.campaign_id = a.id and e.kind = 'anchor' and e.day = ${day}::date) order by a.id`;
  if ((await db.execute(due)).length === 0 || !(await findChainHead({ db }))) return 0;
  const written = await appendUnderLock(
    async (tx) => {
      const head = await findChainHead({ db: tx });
      if (!head) return 0;
      const campaigns = await tx.execute<{ id: number }>(due);
      const commitment = head.hash.toString('base64url');
      const said = fieldsAfterDay({ kind: 'anchor', sequence: 0, day, commitment });
      for (const { id } of campaigns) await appendShareLeaves(tx, id, [{ kind: 'anchor', day, said }]);
      return campaigns.length;
    },
    { ...given, db, now },
  );
  return written.ran ? written.value : 0;
}
