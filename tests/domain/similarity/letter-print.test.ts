import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { clusterPrints } from '#app/domain/similarity/clusters.ts';
import { erasePrint, printLetter } from '#app/domain/similarity/letter-print.server.ts';
import { findLikeLetters } from '#app/domain/similarity/like.server.ts';
import { printOf } from '#app/domain/similarity/print.ts';
import { rebuildPrints } from '#app/domain/similarity/rebuild.server.ts';
import { isPersonal } from '#app/domain/similarity/similarity.ts';
import { summariseCampaign } from '#app/domain/similarity/summary.server.ts';
import { letterBands, letterPrints } from '#db/schema/similarity.ts';
import { testDatabase } from '#tests/support/database.ts';
import { formLetters, type MadeLetter } from '#tests/support/form-letters.ts';
import { storeLetters } from './stored.ts';

const { db, another } = await testDatabase('template_seeded');
const made = formLetters({ seed: 31, perPattern: 2, personal: 14, combined: 1, forms: ['labels', 'brief', 'freedom'] });
const { ids, campaignId } = await storeLetters(db, made);

beforeEach(async () => {
  await db.delete(letterPrints);
  await db.delete(letterBands);
});

/** Clusters as the database holds them: for each letter the place of its cluster's name. */
async function heldClusters() {
  const rows = await db.select().from(letterPrints).orderBy(letterPrints.letterId);
  return rows.map(({ clusterId }) => ids.indexOf(clusterId));
}

const inMemory = (letters: readonly MadeLetter[]) => clusterPrints(letters.map(printOf));

test('printing one by one gives the clusters that all at once give, in any order and however often', async () => {
  const expected = inMemory(made).map(({ cluster }) => cluster);
  for (const id of ids) await printLetter(id, { db });
  expect(await heldClusters()).toEqual(expected);
  expect(new Set(expected).size).toBeLessThan(ids.length - 20);

  await db.delete(letterPrints);
  await db.delete(letterBands);
  const shuffled = [...ids].sort((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101));
  for (const id of shuffled) await printLetter(id, { db });
  expect(await heldClusters()).toEqual(expected);
  expect(await printLetter(shuffled[0] ?? 0, { db })).toMatchObject({ outcome: 'kept' });
  expect(await heldClusters()).toEqual(expected);
});

test('workers that print side by side give the same clusters', async () => {
  const [one, two] = [another(), another()];
  await Promise.all(ids.map((id, at) => printLetter(id, { db: at % 2 === 0 ? one.db : two.db })));
  expect(await heldClusters()).toEqual(inMemory(made).map(({ cluster }) => cluster));
});

test('the summary counts what the prints say, by the rule that filing sets follow', async () => {
  await rebuildPrints({ campaign: null, isAnew: true }, () => {}, { db });
  const rows = await db.select().from(letterPrints);
  const summary = await summariseCampaign(campaignId, { db });
  const copies = (key: number) => rows.filter(({ textKey }) => textKey === key).length;
  expect(summary).toMatchObject({
    letters: ids.length,
    pending: 0,
    personal: rows.filter(isPersonal).length,
    uniqueTexts: rows.filter(({ textKey }) => copies(textKey) === 1).length,
    clusters: new Set(rows.map(({ clusterId }) => clusterId)).size,
  });
  expect(summary.largest.length).toBeGreaterThanOrEqual(3);
  expect(summary.largest[0]?.size).toBeGreaterThanOrEqual(summary.largest[1]?.size ?? 0);
});

test('a writer is told how many letters are like theirs, never a number below three, and nothing else', async () => {
  const form = made.find(({ form, pattern }) => form === 'labels' && pattern === 'verbatim');
  const personal = made.find(({ kind, body }) => kind === 'plain' && body.length > 900);
  if (!form || !personal) throw new Error('the letters lack a form or a personal one');
  for (const id of ids) await printLetter(id, { db });
  const asked = ({ body, template, merged }: MadeLetter) =>
    findLikeLetters({ campaignId, text: body, template, merged }, { db });
  const like = await asked(form);
  expect(Object.keys(like).sort()).toEqual(['likeCount', 'ownWords', 'personalShare', 'words']);
  expect([like.ownWords, like.personalShare]).toEqual([0, 0]);
  expect(like.likeCount).toBeGreaterThanOrEqual(7);
  expect((await asked(personal)).likeCount).toBe(0);
  expect((await asked(personal)).personalShare).toBeGreaterThan(0.5);
  expect(await findLikeLetters({ campaignId, text: '', template: null }, { db })).toMatchObject({
    likeCount: 0,
    words: 0,
  });
});

test('an erased letter leaves no word behind, and its copy stands in the index for it', async () => {
  const copies = made.flatMap((letter, at) =>
    letter.form === 'brief' && (letter.pattern === 'verbatim' || letter.pattern === 'header and footer')
      ? [ids[at] ?? 0]
      : [],
  );
  const [first = 0, second = 0, third = 0] = copies;
  await printLetter(first, { db });
  await printLetter(second, { db });
  await erasePrint(first, { db });
  await erasePrint(first, { db });
  expect(await db.select().from(letterPrints).where(eq(letterPrints.letterId, first))).toEqual([]);
  expect(await db.select().from(letterBands).where(eq(letterBands.letterId, first))).toEqual([]);
  expect((await db.select().from(letterBands).where(eq(letterBands.letterId, second))).length).toBeGreaterThan(0);
  const { clusterId } = await printLetter(third, { db });
  const [left] = await db.select().from(letterPrints).where(eq(letterPrints.letterId, second));
  expect(clusterId).toBe(left?.clusterId);
});

test('a withdrawn letter is printed no more, and loses its print', async () => {
  const id = ids[0] ?? 0;
  await printLetter(id, { db });
  await db.execute(sql`update letters set withdrawn_at = now() where id = ${id}`);
  expect(await printLetter(id, { db })).toEqual({ outcome: 'gone', clusterId: null });
  expect(await db.select().from(letterPrints).where(eq(letterPrints.letterId, id))).toEqual([]);
  await db.execute(sql`update letters set withdrawn_at = null where id = ${id}`);
});
