import { describe, expect, test } from 'vitest';
import { listContacts } from '#app/domain/contact/contact.server.ts';
import { findRegulator, listRegulators, listStateInstruments } from '#app/domain/regulator/regulator.server.ts';
import { openWindow } from '#app/domain/regulator/regulator.ts';
import { regulators } from '#db/schema/regulator.ts';
import { stateCodes } from '#tests/domain/target/states.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-11-22T12:00:00Z') };

describe('Regulators', () => {
  test('have an attorney general or a consumer office for all 51, with its source and day', async () => {
    const offices = await listRegulators('attorney_general', given);
    expect(offices.map(({ state }) => state).sort()).toEqual([...stateCodes].sort());
    expect(offices.every(({ source, readOn }) => source && readOn === '2026-11-22')).toBe(true);
    expect(await findRegulator('ag-pr', given)).toBeNull();
  });

  test('say that an address is in doubt without saying what is known only from memory', async () => {
    const kentucky = await findRegulator('ag-ky', given);
    expect(kentucky).toMatchObject({ isDoubtful: true, doubt: null });
    const hawaii = await findRegulator('ag-hi', given);
    expect(hawaii).toMatchObject({ isDoubtful: true, doubt: 'this is the Office of Consumer Protection' });
    expect(await findRegulator('ag-al', given)).toMatchObject({ isDoubtful: false });
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
