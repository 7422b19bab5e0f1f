import { describe, expect, test } from 'vitest';
import { listContacts } from '#app/domain/contact/contact.server.ts';
import { ispIdOf, listIsps } from '#app/domain/isp/isp.server.ts';
import { findRegulator } from '#app/domain/regulator/regulator.server.ts';
import { regulators } from '#db/schema/regulator.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-11-22T12:00:00Z') };
const contactsOf = async (slug: string) => listContacts({ ispId: (await ispIdOf(slug, given)) ?? 0 }, given);

describe('Contacts', () => {
  test('of the FCC have the docket’s intake, one postal address and the complaint form, each for its own addressee', async () => {
    const fcc = await findRegulator('fcc', given);
    const list = await listContacts({ regulatorId: fcc?.id ?? 0 }, given);
    expect(list.map(({ channel, value, addresseeKinds }) => [channel, value, addresseeKinds?.join()])).toEqual([
      ['docket', 'https://publicapi.fcc.gov/ecfs', 'fcc_docket'],
      ['docket', 'https://ecfs.demonstration.example', 'fcc_docket'],
      [
        'postal',
        'Office of the Secretary, Federal Communications Commission, 45 L Street NE, Washington, DC 20554',
        'fcc_docket',
      ],
      ['web_form', 'https://consumercomplaints.fcc.gov', 'fcc_complaint'],
      ['phone', '1-888-225-5322 (1-888-CALL-FCC)', undefined],
    ]);
    expect(list[1]).toMatchObject({ isDemonstration: true, state: 'verified' });
    expect(list.every(({ source, readOn }) => source && readOn === '2026-11-22')).toBe(true);
  });

  test('hold one address each: two of Verizon, AT&T’s for Quantum Fiber, Mediacom’s without its telephone', async () => {
    const postal = async (slug: string) =>
      (await contactsOf(slug)).filter(({ channel }) => channel === 'postal').map(({ value }) => value);
    expect(await postal('verizon')).toEqual([
      'One Verizon Way, Basking Ridge, NJ 07920',
      '1095 Avenue of the Americas, New York, NY 10036',
    ]);
    expect(await postal('quantum-fiber')).toEqual(await postal('att'));
    expect(await postal('mediacom')).toEqual(['1 Mediacom Way, Mediacom Park, NY 10918']);
    expect(await postal('cox')).toEqual([]);
  });

  test('of every ISP and attorney general: one demonstration mailbox, and no mailbox that is not reserved', async () => {
    for (const { id, slug } of await listIsps(given)) {
      const mailboxes = (await listContacts({ ispId: id }, given)).filter(({ channel }) => channel === 'email');
      expect(mailboxes.map(({ value }) => value)).toEqual([`${slug}@demonstration.example`]);
    }
  });

  test('carry one printable address: no list of several, no sentence in it', async () => {
    const owners = await db.select().from(regulators);
    const lists = await Promise.all([
      ...owners.map(({ id }) => listContacts({ regulatorId: id }, given)),
      ...(await listIsps(given)).map(({ id }) => listContacts({ ispId: id }, given)),
    ]);
    const printable = lists.flat().filter(({ channel }) => channel === 'postal');
    expect(printable.length).toBeGreaterThan(55);
    for (const { value, source } of printable) {
      expect(value).toMatch(/^[^;()]+, [A-Z]{2} \d{5}(-\d{4})?$/);
      expect(source).toBeTruthy();
    }
  });
});
