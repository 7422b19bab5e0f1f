import type { Db } from '../client.ts';
import { addressRules } from '../schema/person.ts';
import type { Facts } from './facts.ts';
import { type Loaded, upsert } from './upsert.ts';

/** Loads how mail providers read addresses; a rule that no file names stays, because signatures were made unique by it. */
export async function loadAddressRules(db: Db, { addressRules: rules }: Facts): Promise<Loaded> {
  const rows = rules.map(({ domain, aliasOf, ignoresDots, tagSeparator, source }) => ({
    domain,
    aliasOf: aliasOf ?? null,
    ignoresDots: ignoresDots ?? false,
    tagSeparator: tagSeparator ?? null,
    source,
  }));
  const written = await upsert(db, addressRules, rows, {
    target: [addressRules.domain],
    update: ['aliasOf', 'ignoresDots', 'tagSeparator', 'source'],
  });
  return { entries: rows.length, written, removed: 0, left: (await db.$count(addressRules)) - rows.length };
}
