import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { loadTemplates } from '#app/domain/letter/load-templates.server.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { listShippedTemplates, type ShippedTemplate } from '#templates/catalogue.ts';
import { parseTemplate } from '#templates/parse.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
const shipped = listShippedTemplates();
const [first] = shipped;
if (!first) throw new Error('no letters are shipped');

const versions = () =>
  db
    .select({ version: letterTemplates.version, retiredAt: letterTemplates.retiredAt, source: letterTemplates.source })
    .from(letterTemplates)
    .where(and(eq(letterTemplates.slug, first.slug), eq(letterTemplates.locale, first.locale)))
    .orderBy(letterTemplates.version);

function changed(one: ShippedTemplate): ShippedTemplate {
  const source = one.source.replace('Thank you', 'Many thanks');
  return { ...one, source, template: parseTemplate(source, one.template.file) };
}

test('loading the same letters again adds and retires nothing', async () => {
  expect(await loadTemplates({ db })).toEqual({ added: 0, retired: 0, held: 0 });
});

test('a changed text is a new version, the old one is kept and retired; changing back makes no third', async () => {
  const other = [changed(first), ...shipped.slice(1)];
  expect(await loadTemplates({ db, shipped: other })).toEqual({ added: 1, retired: 1, held: 0 });
  expect((await versions()).map(({ version, retiredAt }) => [version, retiredAt === null])).toEqual([
    [1, false],
    [2, true],
  ]);
  expect((await versions())[0]?.source).toBe(first.source);
  expect(await loadTemplates({ db })).toEqual({ added: 0, retired: 1, held: 0 });
  expect((await versions()).map(({ version, retiredAt }) => [version, retiredAt === null])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test('two processes that load at the same moment add each version once', async () => {
  const later = shipped.map((one) => (one.locale === 'en' ? changed(one) : one));
  const others = [database.another(), database.another()];
  const results = await Promise.all(others.map((other) => loadTemplates({ db: other.db, shipped: later })));
  // One of the changed texts stands in the database since the test before.
  const fresh = later.filter(({ source }, index) => source !== shipped[index]?.source).length - 1;
  expect(fresh).toBeGreaterThan(3);
  expect(results.map(({ added }) => added).sort((a, b) => a - b)).toEqual([0, fresh]);
  await loadTemplates({ db });
});

test('letters of a campaign that is not here are left out', async () => {
  const elsewhere = [...shipped, { ...first, campaign: 'elsewhere' }];
  expect(await loadTemplates({ db, shipped: elsewhere })).toEqual({ added: 0, retired: 0, held: 0 });
});
