import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import {
  ATTEMPT_OUTCOMES,
  BACK_OFF_MS,
  backOffMs,
  canChange,
  DELIVERY_CHANNELS,
  DELIVERY_STATES,
  DELIVERY_TRANSITIONS,
  type DeliveryChannel,
  JITTER_SHARE,
  letterMessageId,
  MAX_ATTEMPTS,
} from '#app/domain/delivery/delivery.ts';
import * as schema from '#db/schema/delivery.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase();

/** A trigger needs only the row: constraints that lead elsewhere are lifted in this file's own clone. */
await db.execute(sql`alter table deliveries drop constraint deliveries_letter_id_letters_id_fk`);
await db.execute(sql`alter table deliveries drop constraint deliveries_contact_id_contacts_id_fk`);

async function change(channel: DeliveryChannel, from: string, to: string): Promise<string | null> {
  const [row] = await db
    .insert(schema.deliveries)
    .values({
      letterId: Math.floor(Math.random() * 1e15),
      contactId: 1,
      channel,
      state: from as (typeof schema.DELIVERY_STATES)[number],
      sentAt: new Date(),
      externalAt: new Date(),
      nextAttemptAt: new Date(),
    })
    .returning({ id: schema.deliveries.id });
  try {
    await db.execute(sql`update deliveries set state = ${to} where id = ${row?.id ?? 0}`);
    return null;
  } catch (error) {
    const cause = (error as { cause?: { constraint_name?: string } }).cause;
    return cause?.constraint_name ?? String(error);
  }
}

describe('the life of a delivery', () => {
  test('has the same states, channels and outcomes in the code of pages and in the database', () => {
    expect([...DELIVERY_STATES]).toEqual([...schema.DELIVERY_STATES]);
    expect([...DELIVERY_CHANNELS]).toEqual([...schema.DELIVERY_CHANNELS]);
    expect([...ATTEMPT_OUTCOMES]).toEqual([...schema.ATTEMPT_OUTCOMES]);
  });

  test('has the same allowed changes in code and in the table that the trigger reads', async () => {
    const rows = await db.select().from(schema.deliveryTransitions);
    expect(rows.map((row) => `${row.channel}: ${row.fromState} > ${row.toState}`).sort()).toEqual(
      DELIVERY_CHANNELS.flatMap((channel) =>
        DELIVERY_TRANSITIONS[channel].map(([from, to]) => `${channel}: ${from} > ${to}`),
      ).sort(),
    );
  });

  test('is guarded by the database: each allowed change passes and each other one is refused', async () => {
    const seen: Record<string, string | null> = {};
    const expected: Record<string, string | null> = {};
    for (const channel of DELIVERY_CHANNELS)
      for (const from of DELIVERY_STATES)
        for (const to of DELIVERY_STATES) {
          if (from === to) continue;
          seen[`${channel}: ${from} > ${to}`] = await change(channel, from, to);
          expected[`${channel}: ${from} > ${to}`] = canChange(channel, from, to) ? null : 'deliveries_transition';
        }
    expect(seen).toEqual(expected);
  });
});

describe('the wait before another attempt', () => {
  test('grows with each attempt, strays by at most a fifth, and ends after the last', () => {
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
      const base = BACK_OFF_MS[attempt - 1] ?? Number.NaN;
      expect(backOffMs(attempt, 0.5)).toBe(base);
      expect(backOffMs(attempt, 0)).toBe(base * (1 - JITTER_SHARE));
      expect(backOffMs(attempt, 0.999_999)).toBeLessThanOrEqual(base * (1 + JITTER_SHARE));
      expect(base).toBeGreaterThan(BACK_OFF_MS[attempt - 2] ?? 0);
    }
    expect(backOffMs(MAX_ATTEMPTS, 0.5)).toBeNull();
    expect(BACK_OFF_MS).toHaveLength(MAX_ATTEMPTS - 1);
  });

  test('keeps the Message-ID, which names the delivery and the host only', () => {
    expect(letterMessageId('0b6e', 'https://untolled.example:8443')).toBe('<letter.0b6e@untolled.example>');
  });
});
