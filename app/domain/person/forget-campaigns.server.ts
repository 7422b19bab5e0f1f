import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { RetentionStep } from './retention.ts';

/** What is forgotten: everything of campaigns that closed more than `retentionMonths` before `at`, `batch` rows at a time. */
interface Span {
  db: Db;
  at: Date;
  batch: number;
  retentionMonths: number;
}

/** When a campaign closed: the earlier of the instant it was closed by hand and the one it was to close at. An open campaign whose day is past takes nothing any more. */
const closedAt = sql`least(k.closed_at, k.closes_at)`;

/**
 * Takes names and addresses out of campaigns that closed long ago, in batches of their own transactions. Signatures keep what they are counted by (state, ISP, days) and go on
 * counting, their leaves stay; name, address, ZIP and salt go, from their forms too, and from petitions that were made of them. Letters lose their words, names and addresses, as
 * by erasing. A person of whom nothing is left loses name and address. Doing it again changes nothing. Decision 0027.
 */
export async function forgetCampaigns({ db, at, batch, retentionMonths }: Span): Promise<RetentionStep[]> {
  const closed = await db.execute<{ id: number }>(sql`
    select k.id from campaigns k where ${closedAt} + make_interval(months => ${retentionMonths}::int) <= ${at.toISOString()}::timestamptz order by k.id`);
  const rows = { signatures: 0, letters: 0, people: 0 };
  for (const { id } of closed) {
    rows.letters += await repeat(batch, () => forgetLetters(db, id, at, batch));
    rows.signatures += await repeat(batch, () => forgetSignatures(db, id, at, batch));
    rows.signatures += await repeat(batch, () => deleteUnproved(db, id, batch));
    rows.people += await repeat(batch, () => forgetPeople(db, id, at, batch));
  }
  return [
    { step: 'signatures', rows: rows.signatures },
    { step: 'letters', rows: rows.letters },
    { step: 'people', rows: rows.people },
  ];
}

/** Runs batches until one is not full; answers the rows in all. */
async function repeat(batch: number, run: () => Promise<number>): Promise<number> {
  let rows = 0;
  for (;;) {
    const more = await run();
    rows += more;
    if (more < batch) return rows;
  }
}

/** A signature on its way into the ledger, or being corrected there, waits for the sequencer: its leaf needs what would go. */
function forgetSignatures(db: Db, campaignId: number, at: Date, batch: number): Promise<number> {
  return db.transaction(async (tx) => {
    const forgotten = await tx.execute<{ id: string }>(sql`
      update signatures set erased_at = ${at.toISOString()}::timestamptz, canonical_address = 'erased:' || id, address = '', name = '', zip = '00000',
        salt = null, is_name_public = false, isp_seen_id = null, seen_asn = null, source = null
      where id in (
        select id from signatures s where s.campaign_id = ${campaignId} and s.erased_at is null and s.status <> 'pending'
          and (s.status <> 'confirmed' or s.counted_at is not null) and s.corrected_at is null
          and (s.status <> 'suspicious' or s.proved_at is not null)
        order by id limit ${batch} for update skip locked)
      returning id`);
    if (forgotten.length === 0) return 0;
    const ids = forgotten.map(({ id }) => Number(id));
    await tx.execute(sql`
      update signature_challenges set canonical_address = 'erased:' || signature_id, address = '', name = '', zip = '00000', state = null,
        isp_stated_id = null, isp_seen_id = null, seen_asn = null, source = null, network_key = null, proof_digest = null, is_name_public = false, choices = null
      where signature_id in ${ids}`);
    await tx.execute(sql`update filing_signers set name = null where signature_id in ${ids} and name is not null`);
    return forgotten.length;
  });
}

/** Whoever never proved a mailbox counts nowhere; the links of their forms expired long ago. */
async function deleteUnproved(db: Db, campaignId: number, batch: number): Promise<number> {
  const gone = await db.execute(sql`
    delete from signatures where id in (
      select id from signatures where campaign_id = ${campaignId} and (status = 'pending' or status = 'suspicious' and proved_at is null)
      order by id limit ${batch} for update skip locked)`);
  return gone.count;
}

function forgetLetters(db: Db, campaignId: number, at: Date, batch: number): Promise<number> {
  return db.transaction(async (tx) => {
    const held = await tx.execute<{ id: string }>(sql`
      select id from letters where campaign_id = ${campaignId} and erased_at is null order by id limit ${batch} for update skip locked`);
    if (held.length === 0) return 0;
    const ids = held.map(({ id }) => Number(id));
    // Before the words: what is known of likeness holds words too, and all of a campaign go.
    await tx.execute(sql`delete from letter_bands where letter_id in ${ids}`);
    await tx.execute(sql`delete from letter_prints where letter_id in ${ids}`);
    await tx.execute(sql`update deliveries set external_id = null where channel = 'web_form' and letter_id in ${ids}`);
    await tx.execute(sql`
      update letters set erased_at = ${at.toISOString()}::timestamptz, sender_name = '', sender_postal = null, sender_address = null, subject = '', body = '',
        template_body = '', previewed_bytes = null, status = case when status = 'sent' then status else 'discarded' end
      where id in ${ids}`);
    return held.length;
  });
}

/** People are held first and looked at again, since a signature of another campaign may be tied to one meanwhile. */
function forgetPeople(db: Db, campaignId: number, at: Date, batch: number): Promise<number> {
  return db.transaction(async (tx) => {
    const isDone = sql`p.erased_at is null
      and not exists (select from signatures s where s.person_id = p.id and s.erased_at is null)
      and not exists (select from signatures s where s.canonical_address = p.canonical_address and s.campaign_id in (select id from campaigns))
      and not exists (select from letters l where l.person_id = p.id and l.erased_at is null)
      and not exists (select from subscriptions u where u.canonical_address = p.canonical_address and u.status = 'confirmed')
      and not exists (select from submissions o where o.person_id = p.id)
      and not exists (select from incident_corrections i where i.person_id = p.id and i.state = 'new')`;
    const held = await tx.execute<{ id: string }>(sql`
      select p.id from people p where p.id in (select person_id from signatures where campaign_id = ${campaignId} and erased_at is not null)
        and ${isDone} order by p.id limit ${batch} for update skip locked`);
    if (held.length === 0) return 0;
    const ids = held.map(({ id }) => Number(id));
    const forgotten = await tx.execute(sql`
      update people p set canonical_address = null, address = null, name = null, erased_at = ${at.toISOString()}::timestamptz
      where p.id in ${ids} and ${isDone}`);
    return forgotten.count;
  });
}
