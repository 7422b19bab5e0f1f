import { expect, test } from 'vitest';
import { findCampaign } from '#app/domain/campaign/campaign.server.ts';
import { changeContactState } from '#app/domain/contact/check.server.ts';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import { listUnreadLaws, listUnreadOffices, verifyLaws, verifyOffice } from '#app/domain/regulator/check.server.ts';
import { findRegulator, listStateInstruments } from '#app/domain/regulator/regulator.server.ts';
import { chosenTargets } from '#app/domain/target/target.server.ts';
import { contacts } from '#db/schema/isp.ts';
import { readFacts } from '#db/seed/facts.ts';
import { seed } from '#db/seed/load.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-12-01T12:00:00Z') };
const by = 'an organizer';

async function optionFor(kind: string, state: string, isp: string) {
  const campaign = await findCampaign('put-it-in-writing', 'en', given);
  const options = await chosenTargets({ state, ispStatedId: await ispIdOf(isp, given) }, campaign?.id ?? 0, given);
  return options.find(({ targetKind }) => targetKind === kind);
}

test('An office known only from memory is shown, and its mailbox written to, once its name was read, and a seed leaves it so', async () => {
  expect((await listUnreadOffices(given)).map(({ key }) => key)).toContain('puc-ca');
  expect(await optionFor('utility_commission', 'CA', 'cox')).toMatchObject({
    ok: false,
    reason: 'no_office',
    name: null,
  });
  const source = 'https://www.cpuc.ca.gov';
  await expect(verifyOffice({ slug: 'puc-ca', name: null, by, source: ' ' }, given)).rejects.toThrow();
  expect(await verifyOffice({ slug: 'puc-zz', name: null, by, source }, given)).toBe(false);
  expect(await verifyOffice({ slug: 'puc-ca', name: null, by, source }, given)).toBe(true);
  await seed({ db, demonstration: true, facts: await readFacts() });
  expect(await findRegulator('puc-ca', given)).toMatchObject({ confidence: 'sourced', source, readOn: '2026-12-01' });
  expect(await optionFor('utility_commission', 'CA', 'cox')).toMatchObject({
    ok: true,
    why: [{ code: 'merger_review' }],
  });
  const post = (await db.select().from(contacts)).find(({ value }) => value.startsWith('505 Van Ness'));
  expect(await changeContactState({ contactId: post?.id ?? 0, to: 'verified', by, source }, given)).toMatchObject({
    ok: true,
  });
});

test('A law known only from memory explains who stands first once it was read', async () => {
  expect((await listUnreadLaws(given)).map(({ key }) => key)).toEqual(['CO', 'ME', 'OR', 'WA']);
  expect((await optionFor('attorney_general', 'WA', 'cox'))?.why[0]).toMatchObject({ code: 'own_rules' });
  const source = 'https://app.leg.wa.gov/rcw/default.aspx?cite=19.385';
  expect(await verifyLaws({ state: 'ZZ', by, source }, given)).toEqual([]);
  expect(await verifyLaws({ state: 'WA', by, source }, given)).toHaveLength(1);
  await seed({ db, demonstration: true, facts: await readFacts() });
  expect((await optionFor('attorney_general', 'WA', 'cox'))?.why[0]).toMatchObject({
    code: 'own_law',
    since: '2018-06',
    sources: [source],
    date: '2026-12-01',
  });
  expect(await listStateInstruments('WA', given)).toHaveLength(1);
});
