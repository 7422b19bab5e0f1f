import { sql } from 'drizzle-orm';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import type { Db } from '#db/client.ts';
import { now, previewed } from '../letter/stage.ts';

/** A docket contact that somebody verified; the demonstration's stays behind it. */
export async function verifyDocket(db: Db): Promise<number> {
  const [row] = await db.execute<{ id: number }>(sql`
    insert into contacts (regulator_id, channel, label, value, state, verified_by, verified_at, confidence, source, addressee_kinds)
    select id, 'docket', 'Docket system of the test', 'https://docket.test', 'verified', 'a test', now(), 'sourced', 'https://docket.test', array['fcc_docket']
    from regulators where slug = 'fcc'
    on conflict on constraint contacts_once do update set state = 'verified' returning id::float8 as id`);
  if (!row) throw new Error('the contact was not stored');
  return row.id;
}

/** A letter that was sent to the campaign's docket and waits to be filed by the platform. */
export async function queuedForDocket(db: Db, facts: { name?: string; body?: string } = {}) {
  const { name = 'Ana Ruiz', body } = facts;
  const stage = await previewed(
    db,
    { name, campaign: 'keep-the-labels-whole' },
    { kind: 'fcc_docket', ...(body === undefined ? {} : { body }) },
  );
  const result = await sendLetter(stage.act, { db, now });
  if (!result.ok) throw new Error(`not sent: ${result.reason}`);
  const [row] = await db.execute<{ id: number }>(sql`
    update deliveries d set state = 'queued', next_attempt_at = ${now().toISOString()}::timestamptz from letters l
    where l.id = d.letter_id and l.public_id = ${stage.publicId} and d.channel = 'docket' returning d.id::float8 as id`);
  if (!row) throw new Error('there is no delivery to the docket');
  return { ...stage, deliveryId: row.id };
}
