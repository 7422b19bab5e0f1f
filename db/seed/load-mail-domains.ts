import type { Db } from '../client.ts';
import { ispMailDomains } from '../schema/editorial.ts';
import type { Facts } from './facts.ts';
import { idOf, ispIds } from './load-parties.ts';
import { type Loaded, upsert } from './upsert.ts';

/** Loads the domains whose mailboxes speak for an ISP. What stands there already is left, also when an editor took it off. */
export async function loadMailDomains(db: Db, { mailDomains: file }: Facts): Promise<Loaded> {
  const ids = await ispIds(db);
  const rows = file.map(({ isp, domain, subscribersAt }) => ({
    ispId: idOf(ids, isp),
    domain,
    source: `the domain of the ISP's website; its subscribers have their mailboxes at ${subscribersAt}`,
    addedBy: 'seed',
  }));
  const written = await upsert(db, ispMailDomains, rows, {
    target: [ispMailDomains.ispId, ispMailDomains.domain],
    update: [],
  });
  return { entries: rows.length, written, removed: 0, left: (await db.$count(ispMailDomains)) - rows.length };
}
