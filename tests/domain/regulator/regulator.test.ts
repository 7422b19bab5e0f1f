import { describe, expect, test } from 'vitest';
import { ispIdOf, listIsps } from '#app/domain/isp/isp.server.ts';
import {
  findAttorneyGeneral,
  findRegulator,
  listContacts,
  listStateInstruments,
} from '#app/domain/regulator/regulator.server.ts';
import { openWindow } from '#app/domain/regulator/regulator.ts';
import { regulators } from '#db/schema/regulator.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-11-22T12:00:00Z') };
const contactsOf = async (slug: string) => listContacts({ ispId: (await ispIdOf(slug, given)) ?? 0 }, given);

describe('Regulators', () => {
  test('have an attorney general for all 51, none for what is not a state', async () => {
    expect(await findAttorneyGeneral('CA', given)).toMatchObject({ slug: 'ag-ca', stateName: 'California' });
    expect(await findAttorneyGeneral('DC', given)).not.toBeNull();
    expect(await findAttorneyGeneral('PR', given)).toBeNull();
    expect(await findAttorneyGeneral('ca', given)).toBeNull();
    expect(await findAttorneyGeneral('', given)).toBeNull();
  });

  test('say that an address is in doubt without saying what is known only from memory', async () => {
    const kentucky = await findAttorneyGeneral('KY', given);
    expect(kentucky).toMatchObject({ isDoubtful: true, doubt: null });
    const hawaii = await findAttorneyGeneral('HI', given);
    expect(hawaii).toMatchObject({ isDoubtful: true, doubt: 'this is the Office of Consumer Protection' });
    expect(await findAttorneyGeneral('AL', given)).toMatchObject({ isDoubtful: false });
    const [letterbox] = (await listContacts({ regulatorId: kentucky?.id ?? 0 }, given)).filter(
      ({ channel }) => channel === 'postal',
    );
    expect(letterbox).toMatchObject({ isDoubtful: true, state: 'unverified' });
  });

  test('whose name is known only from memory are not published, nor their contacts', async () => {
    expect(await findRegulator('puc-az', given)).toBeNull();
    const hidden = (await db.select().from(regulators)).find(({ slug }) => slug === 'puc-ca');
    expect(await listContacts({ regulatorId: hidden?.id ?? 0 }, given)).toEqual([]);
    expect(await findRegulator('puc-al', given)).toMatchObject({ name: 'Alabama Public Service Commission' });
  });

  test('of the labels docket take comments no longer', async () => {
    const fcc = await findRegulator('fcc', given);
    const docket = fcc?.dockets.find(({ number }) => number === 'CG 22-2');
    expect(docket?.windows.map(({ kind, closesOn }) => [kind, closesOn])).toEqual([
      ['comments', '2026-01-02'],
      ['replies', '2026-02-02'],
    ]);
    if (!docket) throw new Error('no docket');
    expect(openWindow(docket, '2026-01-02')?.kind).toBe('comments');
    expect(openWindow(docket, '2026-02-02')?.kind).toBe('replies');
    expect(openWindow(docket, '2026-11-22')).toBeNull();
  });
});

describe('Contacts', () => {
  test('of the FCC have one demonstration mailbox, one postal address and the complaint form', async () => {
    const fcc = await findRegulator('fcc', given);
    const list = await listContacts({ regulatorId: fcc?.id ?? 0 }, given);
    expect(list.map(({ channel, value }) => [channel, value])).toEqual([
      ['email', 'fcc@demonstration.example'],
      ['postal', 'Office of the Secretary, Federal Communications Commission, 45 L Street NE, Washington, DC 20554'],
      ['web_form', 'https://consumercomplaints.fcc.gov'],
      ['phone', '1-888-225-5322 (1-888-CALL-FCC)'],
    ]);
    expect(list[0]).toMatchObject({ isDemonstration: true, state: 'verified' });
    expect(list.every(({ source }) => source)).toBe(true);
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

describe('State instruments', () => {
  test('that are known only from memory are left out', async () => {
    expect((await listStateInstruments(undefined, given)).map(({ state }) => state)).toEqual([
      'CA',
      'HI',
      'MT',
      'NJ',
      'NY',
      'RI',
      'VT',
    ]);
    expect(await listStateInstruments('WA', given)).toEqual([]);
    const [california] = await listStateInstruments('CA', given);
    expect(california).toMatchObject({ since: '2021', enforcedBy: 'Attorney General' });
    expect(california?.sources.length).toBeGreaterThan(0);
  });
});
