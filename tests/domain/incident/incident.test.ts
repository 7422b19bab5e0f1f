import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { findIncident, listIncidents } from '#app/domain/incident/incident.server.ts';
import { INCIDENT_TYPES, NETWORK_SEGMENTS } from '#app/domain/incident/incident.ts';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import * as schema from '#db/schema/incident.ts';
import { incidents } from '#db/schema/incident.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const given = { db, now };
const idOf = async (slug: string) => (await ispIdOf(slug, given)) ?? 0;

describe('Incidents', () => {
  test('stand newest first, all 46 of them', async () => {
    const list = await listIncidents({}, given);
    expect(list).toHaveLength(46);
    const days = list.map(({ occurredOn }) => occurredOn);
    expect(days).toEqual(days.toSorted().reverse());
    expect(await listIncidents({ limit: 3 }, given)).toHaveLength(3);
  });

  test('of one ISP carry both sides and every ISP that they name', async () => {
    const list = await listIncidents({ ispId: await idOf('charter') }, given);
    expect(list.every(({ isps }) => isps.some(({ slug }) => slug === 'charter'))).toBe(true);
    const hastings = await findIncident('hastings-internet-tolls-2014', given);
    expect(hastings).toMatchObject({ occurredOn: '2014-03-01', datePrecision: 'month', segment: 'interconnection' });
    expect(hastings?.ispPosition).toContain('never meant for peering');
    expect(hastings?.isps.map(({ slug }) => slug)).toEqual(['comcast', 'verizon', 'att']);
  });

  test('name the ISP of the day and that of today', async () => {
    const deal = await findIncident('netflix-twc-deal-2014', given);
    expect(deal?.isps[0]).toEqual({ nameThen: 'Time Warner Cable', slug: 'charter', name: 'Charter Communications' });
    expect((await findIncident('madison-river-2005', given))?.isps).toEqual([
      { nameThen: 'Madison River', slug: null, name: null },
    ]);
  });

  test('publish no day and no payment that are known only from memory', async () => {
    const madison = await findIncident('madison-river-2005', given);
    expect(madison).toMatchObject({
      occurredOn: '2005-01-01',
      datePrecision: 'year',
      outcome: 'Consent decree, 20 FCC Rcd 4295 (2005).',
    });
    expect(JSON.stringify(madison)).not.toContain('15,000');
  });

  test('that no editor has verified, or that were withdrawn, are not shown', async () => {
    await db
      .transaction(async (tx) => {
        await tx.update(incidents).set({ editorialState: 'withdrawn' }).where(eq(incidents.slug, 'att-turbo-2024'));
        await tx.update(incidents).set({ confidence: 'memory' }).where(eq(incidents.slug, 'cox-gainesville-2020'));
        expect(await findIncident('att-turbo-2024', { db: tx })).toBeNull();
        expect(await findIncident('cox-gainesville-2020', { db: tx })).toBeNull();
        expect(await listIncidents({}, { db: tx })).toHaveLength(44);
        throw new Error('undo');
      })
      .catch((error: Error) => expect(error.message).toBe('undo'));
  });

  test('have the same kinds and segments on pages and in the database', () => {
    expect([...INCIDENT_TYPES]).toEqual([...schema.INCIDENT_TYPES]);
    expect([...NETWORK_SEGMENTS]).toEqual([...schema.NETWORK_SEGMENTS]);
  });
});
