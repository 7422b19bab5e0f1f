import { expect, test } from 'vitest';
import { viewIspPreview } from '#app/routes/pictures/isp-preview.view.server.ts';
import { viewLeaguePreview } from '#app/routes/pictures/league-preview.view.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const { db } = await testDatabase(await seededTemplate());
const given = { db };

test('a preview says how sure a date is, in both languages', async () => {
  const english = await viewIspPreview('comcast', 'en', given);
  expect(english?.preview.facts[1]?.value).toBe('Comcast drops caps from its new plans, about 26 June 2025');
  const spanish = await viewIspPreview('comcast', 'es', given);
  expect(spanish?.preview.facts[1]?.value).toContain('26 de junio de 2025');
  expect(spanish?.preview.facts[1]?.value).not.toContain(', 26 de');
  expect([english?.path, spanish?.path]).toEqual(['/isps/comcast', '/es/isps/comcast']);
});

test('a preview of an ISP of which nothing is held says so, and draws no chart', async () => {
  const view = await viewIspPreview('sonic', 'en', given);
  expect(view?.chart).toBeNull();
  expect(view?.preview.facts.map(({ value }) => value)).toEqual([
    'Not in the index as we hold it',
    'Nothing about streaming',
    'None known to us',
  ]);
  expect(await viewIspPreview('nobody', 'en', given)).toBeNull();
});

test('a preview of a month gives its places and figures', async () => {
  const view = await viewLeaguePreview('2014-03', 'en', given);
  expect(view?.preview.lines.find(({ name }) => name === 'Comcast')).toMatchObject({ rank: '5', mbps: '2.50' });
  expect(await viewLeaguePreview('2015-03', 'en', given)).toBeNull();
});
