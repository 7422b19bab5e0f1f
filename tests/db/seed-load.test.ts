import { eq, like, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { changeContactState } from '#app/domain/contact/check.server.ts';
import { contactEntry } from '#app/domain/contact/contact.ts';
import { addContact } from '#app/domain/contact/entry.server.ts';
import { changeIncidentState } from '#app/domain/incident/editorial.server.ts';
import { contacts, ispNames, isps, speedIndexEntries } from '#db/schema/index.ts';
import { readFacts } from '#db/seed/facts.ts';
import { seed } from '#db/seed/load.ts';
import { SeedError } from '#db/seed/read.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase();
const facts = await readFacts();

const tables = [
  'isps',
  'isp_names',
  'isp_networks',
  'contacts',
  'speed_index_entries',
  'incidents',
  'incident_isps',
  'legal_events',
  'regulators',
  'dockets',
  'docket_windows',
  'state_instruments',
  'measurement_methods',
  'campaigns',
  'campaign_texts',
  'campaign_targets',
  'consent_texts',
  'address_rules',
];

/** Every row of every seeded table, with the transaction that wrote it: a row that was touched differs. */
async function everything() {
  const held: Record<string, unknown> = {};
  for (const table of tables)
    held[table] = await db.execute(sql`select xmin::text, t.* from ${sql.identifier(table)} t order by id`);
  return held;
}

describe('Seeding', () => {
  test('twice leaves the rows, their ids and even their versions as they were', async () => {
    await seed({ db, demonstration: true, facts });
    const first = await everything();
    const report = await seed({ db, demonstration: true, facts });
    expect(Object.values(report).map(({ written, removed, left }) => written + removed + left)).toEqual(
      Object.values(report).map(() => 0),
    );
    expect(await everything()).toEqual(first);
  });

  test('at once on two connections seeds once', async () => {
    const before = await everything();
    await Promise.all([
      seed({ db, demonstration: true, facts }),
      seed({ db: another().db, demonstration: true, facts }),
    ]);
    expect(await everything()).toEqual(before);
  });

  test('brings a changed row back and drops an index entry and a name that left the files', async () => {
    await db.update(isps).set({ parent: 'Nobody' }).where(eq(isps.slug, 'comcast'));
    const [comcast] = await db.select().from(isps).where(eq(isps.slug, 'comcast'));
    await db.insert(ispNames).values({ ispId: comcast?.id ?? 0, kind: 'brand', name: 'Gone' });
    await db.insert(speedIndexEntries).values({
      month: '2015-03-01',
      list: 'major',
      indexName: 'Comcast',
      mbps: 3,
      source: 'none',
      confidence: 'sourced',
    });
    const report = await seed({ db, demonstration: true, facts });
    expect(report.isps).toMatchObject({ written: 1, removed: 1 });
    expect(report['speed index']).toMatchObject({ written: 0, removed: 1 });
    const [again] = await db.select().from(isps).where(eq(isps.slug, 'comcast'));
    expect(again).toMatchObject({ id: comcast?.id, parent: 'Comcast Corporation' });
  });

  test('leaves what people decided: a checked contact, an editorial state, a campaign that was closed', async () => {
    const [held] = await db.select().from(contacts).where(like(contacts.value, '6205-B Peachtree%'));
    const check = { contactId: held?.id ?? 0, by: 'organizer 1', source: 'the company’s own page' };
    expect(await changeContactState({ ...check, to: 'verified' }, { db })).toMatchObject({ ok: true });
    const [mailbox] = await db.select().from(contacts).where(eq(contacts.value, 'cox@demonstration.example'));
    await changeContactState({ ...check, contactId: mailbox?.id ?? 0, to: 'retired' }, { db });
    const [office] = await db.select().from(contacts).where(like(contacts.value, '1300 I Street%'));
    await changeContactState({ ...check, contactId: office?.id ?? 0, to: 'retired' }, { db });
    await changeContactState({ ...check, contactId: office?.id ?? 0, to: 'unverified' }, { db });
    await db
      .update(contacts)
      .set({ label: 'As an organizer knows it' })
      .where(eq(contacts.id, office?.id ?? 0));
    const entry = contactEntry.parse({
      channel: 'email',
      value: 'care@cox.com',
      label: 'Care',
      source: 'a bill',
      by: 'organizer 1',
    });
    expect(await addContact({ owner: 'cox', kinds: ['isp_customer_relations'], entry }, { db })).toMatchObject({
      ok: true,
    });
    await changeIncidentState({ slug: 'att-turbo-2024', to: 'disputed', reason: 'sample', by: 'sample' }, { db });
    await db.execute(sql`update campaigns set state = 'closed' where slug = 'put-it-in-writing'`);
    const before = await everything();
    await seed({ db, demonstration: true, facts });
    expect(await everything()).toEqual(before);
  });

  test('leaves a demonstration mailbox that bounced before checks were kept', async () => {
    const mailbox = eq(contacts.value, 'charter@demonstration.example');
    const bouncedAt = new Date('2026-11-01T00:00:00Z');
    await db.update(contacts).set({ state: 'bounced', bouncedAt }).where(mailbox);
    await seed({ db, demonstration: true, facts });
    expect(await db.select().from(contacts).where(mailbox)).toMatchObject([{ state: 'bounced', bouncedAt }]);
    await db.update(contacts).set({ state: 'verified', bouncedAt: null }).where(mailbox);
  });

  test('takes the demonstration away again, and only that', async () => {
    const all = await db.$count(contacts);
    const demonstrations = await db.$count(contacts, eq(contacts.isDemonstration, true));
    expect(demonstrations).toBe(64 + 51 + 51 + 2);
    const report = await seed({ db, demonstration: false, facts });
    expect(report.contacts?.removed).toBe(demonstrations);
    expect(await db.$count(contacts)).toBe(all - demonstrations);
    expect(await db.$count(contacts, eq(contacts.channel, 'email'))).toBe(1);
  });

  test('keeps a row that no file names when it is not the seed’s own, and says so', async () => {
    await db.insert(isps).values({ slug: 'local-co-op', name: 'Local Co-op', technologies: ['fibre'] });
    const report = await seed({ db, demonstration: false, facts });
    expect(report.isps).toMatchObject({ written: 0, removed: 0, left: 1 });
  });

  test('refuses to change the words of a consent that people may have agreed to, and writes nothing then', async () => {
    const changed = structuredClone(facts);
    const [consent] = changed.consents.consents;
    if (consent) consent.texts.en = 'Other words.';
    const [isp] = changed.isps.isps;
    if (isp) isp.name = 'Renamed';
    await expect(seed({ db, demonstration: false, facts: changed })).rejects.toBeInstanceOf(SeedError);
    expect(await db.$count(isps, eq(isps.name, 'Renamed'))).toBe(0);
  });

  test('stores what is known only from memory, marked, and verifies none of it', async () => {
    const marked = await db.select().from(contacts).where(eq(contacts.confidence, 'memory'));
    expect(marked.length).toBeGreaterThan(100);
    expect(marked.filter(({ verifiedBy, state }) => state === 'verified' && verifiedBy !== 'organizer 1')).toEqual([]);
  });
});
