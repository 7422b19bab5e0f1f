import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { ReadRow } from './import-row.ts';
import { holdSuppressions, listSuppressed } from './suppression.server.ts';

/** What became of some rows. */
export interface Placed {
  added: number;
  known: number;
  suppressed: number;
}

/** Whose list rows go to. `isDry`: it is only said what would become of them. */
export interface Placing {
  importId: number;
  organizationId: number;
  isDry: boolean;
  at: Date;
}

const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`;

/**
 * Takes rows in, in the caller's transaction: who is new becomes a member with the proof of consent of the row, who is a member is noted as standing on this list too and is otherwise left as they
 * are, and who left or may not be written to stays out. No two rows may be of one address. Nobody is suppressed between the look and the insert.
 */
export async function placeRows(
  tx: Db,
  rows: readonly (ReadRow & { digest: Buffer })[],
  { importId, organizationId, isDry, at }: Placing,
): Promise<Placed> {
  if (rows.length === 0) return { added: 0, known: 0, suppressed: 0 };
  await holdSuppressions(tx);
  const digests = rows.map(({ digest }) => digest);
  const barred = await listSuppressed(tx, { organizationId, digests, isFresh: false });
  const open = rows.filter(({ digest }) => !barred.has(digest.toString('hex')));
  const addresses = open.map(({ canonical }) => canonical);
  if (!isDry) await insertRows(tx, open, { importId, organizationId, at });
  const found = await tx.execute<{ canonical_address: string; status: string; is_new: boolean }>(sql`
    select s.canonical_address, s.status, coalesce(m.was_added, false) as is_new
    from subscriptions s left join list_members m on m.subscription_id = s.id and m.import_id = ${importId}
    where s.organization_id = ${organizationId} and s.canonical_address in (select jsonb_array_elements_text(${json(addresses)}))`);
  const added = isDry ? open.length - found.length : found.filter(({ is_new: isNew }) => isNew).length;
  const known = found.filter(({ status, is_new: isNew }) => status === 'confirmed' && !isNew).length;
  return { added, known, suppressed: rows.length - added - known };
}

async function insertRows(
  tx: Db,
  rows: readonly ReadRow[],
  { importId, organizationId, at }: Omit<Placing, 'isDry'>,
): Promise<void> {
  const wordings = await wordingIds(tx, organizationId, new Set(rows.map(({ wording }) => wording)), at);
  const values = rows.map(({ canonical, address, ispId, state, locale, consentedAt, where, wording }) => ({
    canonical,
    address,
    isp: ispId,
    state,
    locale,
    consented: consentedAt.toISOString(),
    where,
    wording: wordings.get(wording),
  }));
  await tx.execute(sql`
    with made as (
      insert into subscriptions (organization_id, canonical_address, address, isp_id, state, locale, status, source, consent_wording_id, consented_at,
        consented_where, created_at, confirmed_at)
      select ${organizationId}, r.canonical, r.address, r.isp, r.state, r.locale, 'confirmed', 'import', r.wording, r.consented, r."where",
        ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
      from jsonb_to_recordset(${json(values)}) as r (canonical text, address text, isp integer, state text, locale text, consented timestamptz, "where" text, wording integer)
      on conflict on constraint subscriptions_one_per_person do nothing
      returning id, canonical_address
    )
    insert into list_members (import_id, subscription_id, was_added)
    select ${importId}::integer, made.id, true from made
    union all
    select ${importId}::integer, s.id, false from subscriptions s
    where s.organization_id = ${organizationId} and s.status = 'confirmed'
      and s.canonical_address in (select jsonb_array_elements_text(${json(rows.map(({ canonical }) => canonical))}))
    on conflict do nothing`);
}

async function wordingIds(
  tx: Db,
  organizationId: number,
  bodies: ReadonlySet<string>,
  at: Date,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const body of bodies) {
    const hash = createHash('sha256').update(body).digest();
    const [row] = await tx.execute<{ id: number }>(sql`
      insert into consent_wordings (organization_id, body, body_hash, created_at)
      values (${organizationId}, ${body}, ${hash}::bytea, ${at.toISOString()}::timestamptz)
      on conflict on constraint consent_wordings_once do update set body_hash = excluded.body_hash returning id`);
    if (row) ids.set(body, row.id);
  }
  return ids;
}
