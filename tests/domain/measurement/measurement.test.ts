import { expect, test } from 'vitest';
import { listMeasurementMethods } from '#app/domain/measurement/measurement.server.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');

test('Measuring tools and studies are listed in the order of the file, without the one known only from memory', async () => {
  const methods = await listMeasurementMethods({ db });
  expect(methods.map(({ slug }) => slug)).toEqual([
    'ndt7',
    'wehe',
    'mba',
    'ookla',
    'netflix-index',
    'fast',
    'cloudflare-speedtest',
    'interconnection-study-1',
    'interconnection-study-2',
  ]);
  expect(methods[0]?.details).toMatchObject({ client: { licence: 'Apache-2.0' } });
});
