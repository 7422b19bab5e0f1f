import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { isps } from '#db/schema/index.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase();

test('a migrated database keeps the promises of its constraints', async () => {
  await db.insert(isps).values({ slug: 'comcast', name: 'Comcast', technologies: ['cable'] });
  const twice = db.insert(isps).values({ slug: 'comcast', name: 'Other', technologies: [] });
  await expect(twice).rejects.toMatchObject({ cause: { constraint_name: 'isps_slug_unique' } });
  expect(await db.execute(sql`select count(*)::int as n from isps`)).toEqual([{ n: 1 }]);
});
