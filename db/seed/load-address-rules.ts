import type { Db } from '../client.ts';
import { addressRuleChanges } from '../schema/judgement.ts';
import { addressRules } from '../schema/person.ts';
import type { Facts } from './facts.ts';
import { type Loaded, upsert } from './upsert.ts';

/**
 * Loads how mail providers read addresses. A rule that an organizer has changed or retired stays as they left it; one that no file names stays too, because
 * signatures were made unique by it.
 */
export async function loadAddressRules(db: Db, { addressRules: rules }: Facts): Promise<Loaded> {
  const changes = await db.selectDistinct({ domain: addressRuleChanges.domain }).from(addressRuleChanges);
  const changed = new Set(changes.map(({ domain }) => domain));
  const rows = rules
    .filter(({ domain }) => !changed.has(domain))
    .map(({ domain, aliasOf, ignoresDots, tagSeparator, isOneMailbox, source }) => ({
      domain,
      aliasOf: aliasOf ?? null,
      ignoresDots: ignoresDots ?? false,
      tagSeparator: tagSeparator ?? null,
      isOneMailbox: isOneMailbox ?? false,
      source,
    }));
  const written = await upsert(db, addressRules, rows, {
    target: [addressRules.domain],
    update: ['aliasOf', 'ignoresDots', 'tagSeparator', 'isOneMailbox', 'source'],
  });
  const held = await db.select({ domain: addressRules.domain }).from(addressRules);
  const named = new Set(rules.map(({ domain }) => domain));
  const left = held.filter(({ domain }) => !named.has(domain)).length;
  return { entries: rules.length, written, removed: 0, left, kept: rules.length - rows.length };
}
