import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type AddressRules, canonicalAddress } from './address.ts';

/** Signatures of one campaign that would be of one person. */
export interface WouldBeOne {
  campaignSlug: string;
  signatureIds: number[];
}

/** What rules would make of the signatures that wait or count on open campaigns: how many stand under another address than they would, and which would be one person. */
export interface RuleEffect {
  readOtherwise: number;
  wouldBeOne: WouldBeOne[];
}

const ROWS_AT_ONCE = 10_000;

type Row = { id: string; campaign_id: number; slug: string; canonical_address: string; address: string };

/**
 * Says what a change of the rule of `domain` would mean for what stands, and changes nothing: signatures keep the address that they were made unique by.
 * `rules` are all rules as they would be. Reads the signatures of that domain, of those beneath it and of those that lead to it, 10,000 at a time.
 */
export async function effectOfRule(
  { domain, rules }: { domain: string; rules: AddressRules },
  given: Partial<Tools> = {},
): Promise<RuleEffect> {
  const { db, now } = tools(given);
  const isOpen = sql`campaigns.state = 'open' and (campaigns.closes_at is null or campaigns.closes_at > ${now().toISOString()}::timestamptz)
    and s.status in ('pending', 'confirmed', 'suspicious') and s.erased_at is null`;
  const groups = new Map<string, { slug: string; ids: Set<number>; standing: Set<string> }>();
  const note = (key: string, row: Row) => {
    const group = groups.get(key) ?? { slug: row.slug, ids: new Set(), standing: new Set() };
    group.ids.add(Number(row.id));
    group.standing.add(row.canonical_address);
    groups.set(key, group);
  };
  let readOtherwise = 0;
  for await (const rows of readSignatures(db, sql`${isOpen} and ${isTouched(domain, rules)}`)) {
    const moved = rows.flatMap((row) => {
      const would = canonicalAddress(row.address, rules);
      return would.ok && would.canonical !== row.canonical_address ? [{ row, canonical: would.canonical }] : [];
    });
    readOtherwise += moved.length;
    for (const { row, canonical } of moved) note(`${row.campaign_id} ${canonical}`, row);
    const wanted = JSON.stringify([...new Set(moved.map(({ canonical }) => canonical))]);
    const met = await db.execute<Row>(sql`
      select s.id, s.campaign_id, campaigns.slug, s.canonical_address, s.address from signatures s join campaigns on campaigns.id = s.campaign_id
      where ${isOpen} and s.canonical_address in (select jsonb_array_elements_text(${wanted}::text::jsonb))`);
    for (const row of met) {
      const key = `${row.campaign_id} ${row.canonical_address}`;
      const would = canonicalAddress(row.address, rules);
      if (groups.has(key) && would.ok && would.canonical === row.canonical_address) note(key, row);
    }
  }
  const wouldBeOne = [...groups.values()]
    .filter(({ standing }) => standing.size > 1)
    .map(({ slug, ids }) => ({ campaignSlug: slug, signatureIds: [...ids].sort((one, other) => one - other) }));
  return { readOtherwise, wouldBeOne };
}

async function* readSignatures(db: Db, where: SQL): AsyncGenerator<Row[]> {
  let after = '0';
  for (;;) {
    const rows = await db.execute<Row>(sql`
      select s.id, s.campaign_id, campaigns.slug, s.canonical_address, s.address from signatures s join campaigns on campaigns.id = s.campaign_id
      where s.id > ${after}::bigint and ${where} order by s.id limit ${ROWS_AT_ONCE}`);
    if (rows.length > 0) yield [...rows];
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return;
    after = last.id;
  }
}

/** Whether the rule of `domain` has a say in how the address of `s` is read. */
function isTouched(domain: string, rules: AddressRules): SQL {
  if (domain === '*') return sql`true`;
  const leading = [...rules.values()].filter(({ aliasOf }) => aliasOf !== null && isBelow(aliasOf, domain));
  const domains = [domain, ...leading.map((rule) => rule.domain)];
  const own = sql`split_part(s.address, '@', 2)`;
  const parts = domains.map((one) =>
    one.startsWith('*.') ? sql`${own} like ${`%${one.slice(1)}`}` : sql`${own} = ${one}`,
  );
  return sql`(${sql.join(parts, sql` or `)})`;
}

function isBelow(domain: string, rule: string): boolean {
  return rule.startsWith('*.') ? domain.endsWith(rule.slice(1)) : domain === rule;
}
