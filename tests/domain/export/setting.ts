import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { type ExportRequest, exportRequest } from '#app/domain/export/query.ts';
import { keepFigures } from '#app/domain/ledger/counts.server.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import type { Db } from '#db/client.ts';
import { insertConfirmed, insertIsp } from '../count/signers.ts';

export const origin = 'https://untolled.example';
export const key: KeyObject = generateKeyPairSync('ed25519').privateKey;

/** A folder of the test's own. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-exports-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A request with what everybody says the same. */
export const request = (query: object, rest: object = { format: 'csv' }): ExportRequest =>
  exportRequest.parse({ query, purpose: 'For the hearing on Tuesday', ...rest });

/** A campaign of an organization, which is made when it is missing. */
export async function campaignOf(
  db: Db,
  organization: string,
  slug: string,
): Promise<{ organizationId: number; campaignId: number }> {
  await db.execute(
    sql`insert into organizations (slug, name) values (${organization}, ${organization}) on conflict do nothing`,
  );
  const [row] = await db.execute<{ id: number; organization_id: number }>(sql`
    insert into campaigns (slug, state, goal, organization_id) select ${slug}, 'open', 1000, id from organizations where slug = ${organization}
    returning id, organization_id`);
  return { campaignId: row?.id ?? 0, organizationId: row?.organization_id ?? 0 };
}

/** Takes everybody into the ledger and signs it. */
export async function count(db: Db): Promise<void> {
  while ((await runSequencer({ db, origin })).hasMore);
  await signCheckpoints({ key }, { db });
  await keepFigures({ db });
}

/** Two organizations; the first one's campaign has 6 who signed from two ISPs, one of them erased, one withdrawn and one whose name looks like a formula; 2 who wait. */
export async function twoOrganizations(db: Db) {
  const mine = await campaignOf(db, 'coalition', 'no-tolls');
  const theirs = await campaignOf(db, 'others', 'their-own');
  const comcast = await insertIsp(db, 'comcast');
  const cox = await insertIsp(db, 'cox');
  const first = await insertConfirmed(db, { campaignId: mine.campaignId, count: 4, ispId: comcast, state: 'CA' });
  const second = await insertConfirmed(db, {
    campaignId: mine.campaignId,
    count: 2,
    ispId: cox,
    state: 'NY',
    confirmedAt: '2026-11-21T23:59:59Z',
  });
  await insertConfirmed(db, { campaignId: theirs.campaignId, count: 3, ispId: comcast, state: 'TX' });
  await db.execute(
    sql`update signatures set name = ${'=HYPERLINK("http://evil.example")'}, source = 'mailing, second' where id = ${first[0]}`,
  );
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status)
    select ${mine.campaignId}, 'w' || n || '@inbox.example', 'w' || n || '@inbox.example', 'W', '94103', 'en', 'pending' from generate_series(1, 2) n`);
  await count(db);
  await db.execute(
    sql`update signatures set status = 'withdrawn', withdrawn_at = '2026-11-22T01:00:00Z' where id = ${second[0]}`,
  );
  await count(db);
  await db.execute(sql`
    update signatures set erased_at = '2026-11-22T02:00:00Z', canonical_address = 'erased:' || id, address = '', name = '', zip = '00000', salt = null
    where id = ${first[3]}`);
  return { mine, theirs, comcast, cox, first, second };
}
