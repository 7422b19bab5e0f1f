import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');

/** The name of the constraint that refuses a statement. */
const refusedBy = (statement: ReturnType<typeof sql>) =>
  db.execute(statement).then(
    () => null,
    (error: { cause?: { constraint_name?: string } }) => error.cause?.constraint_name,
  );

test('the log of who did what can be added to and not changed', async () => {
  await db.execute(sql`insert into audit_events (actor, action, subject) values ('system', 'try', 'nothing')`);
  expect(await refusedBy(sql`update audit_events set actor = 'someone else'`)).toBe('audit_events_append_only');
  expect(await refusedBy(sql`delete from audit_events`)).toBe('audit_events_append_only');
});

test('a channel that does not exist cannot be paused by mistake', async () => {
  const pause = (channel: string) => sql`insert into channel_switches (channel, is_paused) values (${channel}, true)`;
  expect(await refusedBy(pause('mail'))).toBe('channel_switches_channel_known');
  expect(await refusedBy(pause('email'))).toBeNull();
});

test('an erased person keeps neither name nor address', async () => {
  const erased = (name: string | null) =>
    sql`insert into people (name, locale, erased_at) values (${name}, 'en', now())`;
  expect(await refusedBy(erased('Ana'))).toBe('people_erased_empty');
  expect(await refusedBy(erased(null))).toBeNull();
});
