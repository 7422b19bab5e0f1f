import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { countSegment } from '#app/domain/segment/segment.server.ts';
import type { SegmentQuery } from '#app/domain/segment/segment.ts';
import { connect, type Db } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { alternate, type Bench } from './alternate.ts';

const MEMBERS = 1_000_000;
const SIGNERS = 400_000;
const OTHERS = 600_000;

/** What the runner says of this benchmark. */
export const description =
  'segments counted at a million members, per s, against a plain count of the members of the same table';

/** The kinds of segment, from an ISP to those who did not sign: every one is to be counted within a second (issue 6). */
const QUERIES: Record<string, SegmentQuery> = {
  everyone: {},
  'one ISP': { isps: ['isp-3'] },
  'three ISPs, two states, one language': { isps: ['isp-3', 'isp-4', 'isp-5'], states: ['CA', 'TX'], locale: 'en' },
  'since a day': { since: '2026-01-01' },
  'who signed': { deeds: [{ deed: 'signed', campaign: 'no-tolls', did: true }] },
  'who did not sign': { deeds: [{ deed: 'signed', campaign: 'no-tolls', did: false }] },
  'an ISP, who wrote no letter': {
    isps: ['isp-3'],
    deeds: [{ deed: 'wrote', campaign: 'no-tolls', did: false }],
  },
};

/**
 * A million members with 60 ISPs and 8 states, of whom one in ten has left; a million signatures of one campaign, 400,000 of them by members. Ours counts every kind of segment once; the
 * limit is `count(*)` of the members as often.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  try {
    await database.createDatabase('bench');
    const url = database.url('bench');
    await migrate(url);
    const connection = connect(url, { max: 4 });
    try {
      const { db } = connection;
      const organizationId = await makeMembers(db);
      const perSecond = async (count: () => Promise<unknown>) => {
        const startedAt = performance.now();
        for (const _ of Object.keys(QUERIES)) await count();
        return (Object.keys(QUERIES).length * 1000) / (performance.now() - startedAt);
      };
      let slowest = { kind: '', ms: 0 };
      const ours = async () => {
        const startedAt = performance.now();
        for (const [kind, query] of Object.entries(QUERIES)) {
          const beganAt = performance.now();
          if ((await countSegment(query, organizationId, { db })) === 0) throw new Error(`${kind}: nobody was counted`);
          const ms = performance.now() - beganAt;
          if (ms > slowest.ms) slowest = { kind, ms };
        }
        return (Object.keys(QUERIES).length * 1000) / (performance.now() - startedAt);
      };
      const limit = () =>
        perSecond(() => db.execute(sql`select count(*) from subscriptions where status = 'confirmed'`));
      await ours();
      await limit();
      slowest = { kind: '', ms: 0 };
      const figures = await alternate(tools, 'counts/s', { ours, limit });
      tools.say(`the slowest was "${slowest.kind}" in ${slowest.ms.toFixed(0)} ms`);
      return figures;
    } finally {
      await connection.close();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

async function makeMembers(db: Db): Promise<number> {
  const [row] = await db.execute<{ id: number }>(
    sql`insert into organizations (slug, name) values ('bench', 'Bench') returning id`,
  );
  const organization = row?.id ?? 0;
  await db.execute(sql`
    insert into isps (slug, name, technologies) select 'isp-' || i, 'ISP ' || i, '{cable}' from generate_series(1, 60) i`);
  await db.execute(
    sql`insert into consent_wordings (organization_id, body, body_hash) values (${organization}, 'w', 'w')`,
  );
  const [campaign] = await db.execute<{ id: number }>(
    sql`insert into campaigns (slug, organization_id, state, goal) values ('no-tolls', ${organization}, 'draft', 100) returning id`,
  );
  await db.execute(sql`
    insert into subscriptions (organization_id, canonical_address, address, isp_id, state, locale, status, source, consent_wording_id, consented_at,
      consented_where, created_at, confirmed_at, unsubscribed_at)
    select ${organization}, a, a, case when i % 20 = 0 then null else (select min(id) from isps) + (i::bigint * 7919) % 60 end,
      (array['CA', 'TX', 'NY', 'FL', 'WA', 'OR', 'CO', 'IL'])[1 + (i / 7) % 8], case when i % 6 = 0 then 'es' else 'en' end,
      case when i % 10 = 0 then 'unsubscribed' else 'confirmed' end, 'import', (select min(id) from consent_wordings), now(), 'paper', now(),
      now() - (i % 1000) * interval '1 day', case when i % 10 = 0 then now() end
    from generate_series(1, ${MEMBERS}::integer) i, lateral (select 'member' || i || '@mail' || (i % 500) || '.example' as a) address`);
  await db.execute(sql`
    insert into people (canonical_address, address, locale)
    select 'member' || i || '@mail' || (i % 500) || '.example', 'x', 'en' from generate_series(1, ${SIGNERS}::integer) i`);
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by)
    select ${campaign?.id ?? 0}::integer, canonical_address, canonical_address, 'n', '94103', 'en', 'confirmed', id, now(), 'button' from people`);
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status)
    select ${campaign?.id ?? 0}::integer, 'other' || i || '@x.example', 'a', 'n', '94103', 'en', 'pending' from generate_series(1, ${OTHERS}::integer) i`);
  for (const table of ['subscriptions', 'signatures', 'people']) await db.execute(sql.raw(`vacuum analyze ${table}`));
  return organization;
}
