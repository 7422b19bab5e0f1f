import { sql } from 'drizzle-orm';
import { afterAll, beforeEach } from 'vitest';
import { createEcfs, type Ecfs } from '#app/domain/docket/ecfs.server.ts';
import { type FilingTools, fileDelivery } from '#app/domain/docket/file.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { ecfsFake } from '#tests/support/ecfs.ts';
import { now as begin } from '../letter/stage.ts';
import { verifyDocket } from './stage.ts';

/** An hour, in milliseconds. */
export const HOUR = 3_600_000;

/**
 * A seeded database, a docket system and a clock that a test moves (`clock.ms`). `file` files with the tools of a process; `next` moves the clock to when the
 * delivery may be looked at again, and looks; `waiting`: a docket system that takes filings at once and answers when told.
 */
export async function docketDesk() {
  const database = await testDatabase('template_seeded');
  const { db } = database;
  const contactId = await verifyDocket(db);

  const clock = { ms: begin().getTime() };
  const now = () => new Date(clock.ms);
  const fake = await ecfsFake({ now });
  afterAll(() => fake.close());
  const ecfs = createEcfs({ url: fake.url, key: fake.key, now });

  const tools = (more: Partial<FilingTools> = {}) => ({ db, now, budgetNow: now, random: () => 0.5, ecfs, ...more });
  const file = (id: number, more: Partial<FilingTools> = {}) => fileDelivery(id, tools(more));

  beforeEach(async () => {
    // Each test plays on a week of its own, so that no budget, hold or window of the last one reaches into it.
    clock.ms += 7 * 24 * HOUR;
    fake.turns.length = 0;
    fake.searchTurns.length = 0;
    fake.requests.length = 0;
    fake.filings.length = 0;
    fake.lagMs = 0;
    await db.execute(sql`update contacts set state = 'verified' where id = ${contactId}`);
  });

  async function rowOf(id: number) {
    const [row] = await db.execute<{
      state: string;
      attempts: number;
      external_id: string | null;
      external_at: string | null;
    }>(sql`select state, attempts, external_id, external_at from deliveries where id = ${id}`);
    if (!row) throw new Error('no such delivery');
    return row;
  }
  const posts = () => fake.requests.filter(({ method }) => method === 'POST').length;
  const jobsOf = async (id: number) =>
    (
      await db.execute(
        sql`select id from pgboss.job where name = 'letter.file' and (data->>'deliveryId')::bigint = ${id}`,
      )
    ).length;

  function waiting() {
    let answer = () => {};
    const told = new Promise<void>((tell) => {
      answer = tell;
    });
    const slow: Ecfs = {
      ...ecfs,
      async file(filing) {
        const answered = await ecfs.file(filing);
        await told;
        return answered;
      },
    };
    return { slow, answer };
  }

  /** Moves the clock to when the delivery may be looked at again, and looks. */
  async function next(id: number) {
    const [row] = await db.execute<{ at: string | null }>(
      sql`select next_attempt_at as at from deliveries where id = ${id}`,
    );
    if (row?.at) clock.ms = Math.max(clock.ms, new Date(row.at).getTime());
    return file(id);
  }
  return { database, db, contactId, clock, now, fake, ecfs, tools, file, rowOf, posts, jobsOf, next, waiting };
}
