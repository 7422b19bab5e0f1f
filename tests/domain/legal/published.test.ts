import { describe, expect, test } from 'vitest';
import { findCampaign, listCampaigns } from '#app/domain/campaign/campaign.server.ts';
import { listContacts } from '#app/domain/contact/contact.server.ts';
import { listIncidents } from '#app/domain/incident/incident.server.ts';
import { listEvidence } from '#app/domain/isp/evidence.server.ts';
import { findIsp, listIsps, searchIsps } from '#app/domain/isp/isp.server.ts';
import { listLegalEvents } from '#app/domain/legal/legal.server.ts';
import { listMeasurementMethods } from '#app/domain/measurement/measurement.server.ts';
import { findRegulator, listStateInstruments } from '#app/domain/regulator/regulator.server.ts';
import { listSpeedIndex } from '#app/domain/speed-index/speed-index.server.ts';
import { contacts, legalEvents, regulators } from '#db/schema/index.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-11-22T12:00:00Z') };

/** What every finder of facts publishes, in one pile. */
async function published() {
  const catalogue = await listIsps(given);
  const bodies = await db.select().from(regulators);
  return Promise.all([
    listLegalEvents(given),
    listIncidents({}, given),
    listMeasurementMethods(given),
    listStateInstruments(undefined, given),
    listCampaigns('en', given),
    listCampaigns('es', given),
    findCampaign('put-it-in-writing', 'es', given),
    searchIsps('a', given),
    ...bodies.map(({ slug }) => findRegulator(slug, given)),
    ...bodies.map(({ id }) => listContacts({ regulatorId: id }, given)),
    ...catalogue.flatMap(({ id, slug }) => [
      findIsp(slug, given),
      listContacts({ ispId: id }, given),
      listSpeedIndex(id, given),
      listEvidence({ ispId: id, locale: 'en' }, given),
      listEvidence({ ispId: id, locale: 'es' }, given),
    ]),
  ]);
}

describe('What is published', () => {
  test('never says that something is from memory, and names none of the facts that are', async () => {
    const words = JSON.stringify(await published());
    expect(words).not.toMatch(/\bmemory\b/i);
    for (const secret of [
      '600 F.3d 642',
      '124 F.4th 993',
      'USD 15,000',
      '1024 Capital Center',
      '425 Queen Street',
      'Plano, Texas',
      'KKR',
      'Brookfield',
      'closed the inquiry in February 2017',
      'denied singling out Skype',
      '600 Pennsylvania',
      'Google Video Quality',
      'RCW 19.385',
      'full address not verified',
    ])
      expect(words, secret).not.toContain(secret);
  });

  test('holds no contact whose confidence is memory, and none such is verified', async () => {
    const kept = (await db.select().from(contacts)).filter(({ confidence }) => confidence === 'memory');
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.every(({ state }) => state === 'unverified')).toBe(true);
    const words = JSON.stringify(await published());
    const shown = new Set(
      (await db.select().from(contacts)).filter(({ confidence }) => confidence !== 'memory').map(({ value }) => value),
    );
    for (const { value } of kept) if (!shown.has(value)) expect(words, value).not.toContain(JSON.stringify(value));
  });
});

describe('The legal timeline', () => {
  test('stands newest first, all 29 entries, with the dates that are sourced', async () => {
    const list = await listLegalEvents(given);
    expect(list).toHaveLength(29);
    expect(list[0]?.slug).toBe('charter-cox-2026');
    expect(list.find(({ slug }) => slug === 'netflix-letter-2014')).toMatchObject({
      occurredOn: '2014-01-01',
      datePrecision: 'month',
    });
    expect(list.find(({ slug }) => slug === 'state-laws')).toMatchObject({ datePrecision: 'as_of' });
    expect(list.every(({ sources }) => sources.length > 0)).toBe(true);
  });

  test('leaves out an entry that is known only from memory', async () => {
    await db
      .transaction(async (tx) => {
        await tx.update(legalEvents).set({ confidence: 'memory' });
        expect(await listLegalEvents({ db: tx })).toEqual([]);
        throw new Error('undo');
      })
      .catch((error: Error) => expect(error.message).toBe('undo'));
  });
});
