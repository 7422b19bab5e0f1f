import { eq, like } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { changeContactState, listContactChecks } from '#app/domain/contact/check.server.ts';
import { listContacts } from '#app/domain/contact/contact.server.ts';
import { contactEntry } from '#app/domain/contact/contact.ts';
import { addContact } from '#app/domain/contact/entry.server.ts';
import { findRegulator } from '#app/domain/regulator/regulator.server.ts';
import { openChannels } from '#app/domain/target/target.ts';
import { contactChecks, contacts } from '#db/schema/isp.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase('template_seeded');
const day = (text: string) => ({ db, now: () => new Date(text) });
const given = day('2026-11-22T12:00:00Z');
const by = 'an organizer';

async function heldWhere(value: string) {
  const [row] = await db.select().from(contacts).where(like(contacts.value, value));
  if (!row) throw new Error(`${value} is not in the seed`);
  return row;
}

describe('A contact', () => {
  test('known only from memory is used once an organizer names the page on which it stands, and not before', async () => {
    const form = await heldWhere('https://reportfraud.ftc.gov');
    expect(form).toMatchObject({ confidence: 'memory', state: 'unverified' });
    const ftc = await findRegulator('ftc', given);
    const ways = async () =>
      openChannels('ftc', await listContacts({ regulatorId: ftc?.id ?? 0 }, given)).map(({ contact }) => contact.value);
    expect(await ways()).toEqual(['https://ftc.demonstration.example']);
    const verify = { contactId: form.id, to: 'verified' as const, by };
    await expect(changeContactState(verify, given)).rejects.toThrow('is missing');
    await expect(changeContactState({ ...verify, source: '  ' }, given)).rejects.toThrow();
    const source = 'https://www.ftc.gov/about-ftc/contact';
    expect(await changeContactState({ ...verify, source }, given)).toEqual({ ok: true, to: 'verified' });
    expect(await ways()).toEqual([form.value]);
    expect(await heldWhere(form.value)).toMatchObject({
      confidence: 'sourced',
      source,
      readOn: '2026-11-22',
      verifiedBy: by,
    });
    const later = day('2026-12-01T12:00:00Z');
    expect(await changeContactState({ contactId: form.id, to: 'retired', by }, later)).toMatchObject({ ok: true });
    expect(await ways()).toEqual(['https://ftc.demonstration.example']);
    const history = await listContactChecks(form.id, given);
    expect(history.map(({ state, source: from, at }) => [state, from, at.toISOString().slice(0, 10)])).toEqual([
      ['verified', source, '2026-11-22'],
      ['retired', null, '2026-12-01'],
    ]);
  });

  test('moves only as the table allows, and a refusal writes nothing', async () => {
    const { id: contactId, value } = await heldWhere('1031 West 4th Avenue%');
    const change = (to: 'verified' | 'bounced' | 'retired' | 'unverified') =>
      changeContactState({ contactId, to, by, source: 'its page' }, given);
    expect(await change('unverified')).toEqual({ ok: false, reason: 'not_allowed', state: 'unverified' });
    for (const to of ['bounced', 'verified', 'verified', 'retired'] as const)
      expect(await change(to)).toEqual({ ok: true, to });
    expect(await change('bounced')).toEqual({ ok: false, reason: 'not_allowed', state: 'retired' });
    expect(await change('verified')).toMatchObject({ ok: false, reason: 'not_allowed' });
    expect(await change('unverified')).toMatchObject({ ok: true });
    expect(await heldWhere(value)).toMatchObject({ state: 'unverified', verifiedBy: null, bouncedAt: null });
    expect(await listContactChecks(contactId, given)).toHaveLength(5);
    expect(await changeContactState({ contactId: 2 ** 40, to: 'retired', by }, given)).toMatchObject({
      reason: 'unknown_contact',
    });
  });

  test('of an office whose name is known only from memory cannot be verified', async () => {
    const { id: contactId } = await heldWhere('505 Van Ness Avenue%');
    expect(await changeContactState({ contactId, to: 'verified', by, source: 'a page' }, given)).toEqual({
      ok: false,
      reason: 'owner_unpublished',
    });
  });

  test('bounced by two processes at once is bounced once', async () => {
    const { id: contactId } = await heldWhere('ag-ny@demonstration.example');
    const results = await Promise.all(
      [db, another().db].map((own) =>
        changeContactState({ contactId, to: 'bounced', by: 'bounce', source: '5.1.1' }, { ...given, db: own }),
      ),
    );
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await db.$count(contactChecks, eq(contactChecks.contactId, contactId))).toBe(1);
  });

  test('retired and bounced at once on two connections ends in one of them, with a line for each that was heard', async () => {
    const second = another().db;
    for (const state of ['ag-oh', 'ag-tx', 'ag-fl', 'ag-il']) {
      const { id: contactId } = await heldWhere(`${state}@demonstration.example`);
      const [bounced, retired] = await Promise.all([
        changeContactState({ contactId, to: 'bounced', by: 'bounce' }, given),
        changeContactState({ contactId, to: 'retired', by }, { ...given, db: second }),
      ]);
      const lines = (await listContactChecks(contactId, given)).map((line) => line.state);
      expect(retired.ok).toBe(true);
      expect(lines).toEqual(bounced.ok ? ['bounced', 'retired'] : ['retired']);
      expect(await heldWhere(`${state}@demonstration.example`)).toMatchObject({ state: 'retired', bouncedAt: null });
    }
  });

  test('is not taken out by a bounce of what left before it was last checked', async () => {
    const { id: contactId } = await heldWhere('ag-ga@demonstration.example');
    const check = { contactId, by, source: 'its page' };
    await changeContactState({ ...check, to: 'verified' }, day('2026-11-25T00:00:00Z'));
    const bounce = (mailedAt: Date) =>
      changeContactState({ contactId, to: 'bounced', by: 'bounce', mailedAt }, day('2026-11-26T00:00:00Z'));
    expect(await bounce(new Date('2026-11-24T23:59:00Z'))).toEqual({ ok: false, reason: 'verified_since' });
    expect(await bounce(new Date('2026-11-25T00:01:00Z'))).toMatchObject({ ok: true });
  });
});

describe('A contact that an organizer adds', () => {
  const entry = (over: object) =>
    contactEntry.parse({
      channel: 'email',
      value: 'care@isp.test',
      label: 'Customer relations',
      source: 'a bill',
      by,
      ...over,
    });

  test('waits to be checked, serves whom it is said to serve, and is written to only then', async () => {
    const added = await addContact(
      { owner: 'cox', kinds: ['isp_customer_relations'], entry: entry({ value: 'Care@COX.com' }) },
      given,
    );
    if (!added.ok) throw new Error(added.reason);
    const row = await heldWhere('Care@cox.com');
    expect(row).toMatchObject({ id: added.contactId, state: 'unverified', confidence: 'sourced', source: 'a bill' });
    const byMail = async () =>
      openChannels('isp_customer_relations', await listContacts({ ispId: row.ispId ?? 0 }, given)).map(
        ({ contact }) => contact.value,
      );
    expect(await byMail()).toEqual(['cox@demonstration.example']);
    await changeContactState({ contactId: row.id, to: 'verified', by, source: 'a bill' }, given);
    expect(await byMail()).toEqual(['Care@cox.com']);
    expect(
      openChannels('isp_headquarters', await listContacts({ ispId: row.ispId ?? 0 }, given)).map(
        ({ contact }) => contact.value,
      ),
    ).toEqual(['cox@demonstration.example']);
  });

  test('is refused with the reason: no such owner, no such addressee, no such shape, a reserved name, a second time', async () => {
    const add = (owner: string, over: object = {}, kinds: string[] | null = null) =>
      addContact({ owner, kinds, entry: entry(over) }, given);
    expect(await add('nobody')).toMatchObject({ reason: 'owner_unknown' });
    expect(await add('congress')).toMatchObject({ reason: 'kinds', allowed: [] });
    expect(await add('ag-ca', {}, ['ftc'])).toMatchObject({ reason: 'kinds', allowed: ['attorney_general'] });
    expect(await add('ag-ca', { value: 'care at isp' })).toMatchObject({ reason: 'value' });
    expect(await add('ag-ca', { channel: 'web_form', value: 'http://isp.test' })).toMatchObject({ reason: 'value' });
    expect(await add('ag-ca', { channel: 'postal', value: '1 Main Street' })).toMatchObject({ reason: 'value' });
    expect(await add('ag-ca', { value: 'a@b.example' })).toMatchObject({ reason: 'demonstration' });
    expect(await add('ag-ca', { channel: 'web_form', value: 'https://b.example/form' })).toMatchObject({
      reason: 'demonstration',
    });
    expect(await add('ag-ca')).toMatchObject({ ok: true });
    expect(await add('ag-ca')).toMatchObject({ reason: 'exists' });
    expect(() => entry({ value: 'care@isp.test\r\nBcc: x' })).toThrow();
    expect(() => entry({ validFrom: '2026-12-01', validUntil: '2026-11-01' })).toThrow('ends before it begins');
  });
});
