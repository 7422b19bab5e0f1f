import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { generateDrizzleJson } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as schema from '#db/schema/index.ts';

const FOLDER = 'db/migrations';
const SUMS = 'tests/rules/migrations.sha256';

const journalShape = z.object({ entries: z.array(z.object({ idx: z.number(), when: z.number(), tag: z.string() })) });
type Entry = z.infer<typeof journalShape>['entries'][number];
const snapshotShape = z.looseObject({ id: z.string(), prevId: z.string() });

const { entries } = journalShape.parse(JSON.parse(await readFile(`${FOLDER}/meta/_journal.json`, 'utf8')));

test('the journal rises by one, in time order, and names every migration that exists', async () => {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  expect(faultsOfJournal(entries, files)).toEqual([]);
  const wrong = [
    { idx: 0, when: 2, tag: '0000_a' },
    { idx: 2, when: 1, tag: '0002_b' },
  ];
  expect(faultsOfJournal(wrong, ['0000_a.sql', '0001_c.sql'])).toEqual([
    'entry 1 has index 2',
    'entry 1 is not later than the one before',
    'files and journal differ: 0000_a.sql,0001_c.sql and 0000_a.sql,0002_b.sql',
  ]);
});

test('each snapshot follows the one before', async () => {
  const snapshots = await Promise.all(entries.map(readSnapshot));
  expect(brokenLinks(snapshots)).toEqual([]);
  expect(
    brokenLinks([
      { id: 'a', prevId: '' },
      { id: 'b', prevId: 'x' },
    ]),
  ).toEqual(['b follows x, not a']);
});

test('the schema and the newest migration agree', async () => {
  const newest = entries.at(-1);
  const snapshot = newest && (await readSnapshot(newest));
  const current = generateDrizzleJson(schema, undefined, undefined, 'snake_case');
  for (const part of ['tables', 'enums', 'schemas', 'sequences', 'views', 'policies', 'roles'] as const) {
    expect(current[part], `db/schema has changed: npx drizzle-kit generate --name WHAT`).toEqual(snapshot?.[part]);
  }
  const [table] = Object.values(current.tables as Record<string, { columns: object }>);
  expect(Object.keys(table?.columns ?? {}).length).toBeGreaterThan(1);
});

test('a merged migration is never edited: each has the digest that was written down when it was added', async () => {
  const written = (await readFile(SUMS, 'utf8')).trim().split('\n');
  const now = await Promise.all(
    entries.map(async ({ tag }) => sumLine(tag, await readFile(`${FOLDER}/${tag}.sql`, 'utf8'))),
  );
  expect(
    written.filter((line) => !now.includes(line)),
    'a migration was edited: add a new one instead',
  ).toEqual([]);
  expect(
    now.filter((line) => !written.includes(line)),
    `append to ${SUMS}`,
  ).toEqual([]);
  expect(sumLine('0000_a', 'select 1;')).not.toBe(sumLine('0000_a', 'select 2;'));
});

function faultsOfJournal(journal: readonly Entry[], files: readonly string[]): string[] {
  const named = journal.map(({ tag }) => `${tag}.sql`);
  return [
    ...journal.flatMap(({ idx }, place) => (idx === place ? [] : [`entry ${place} has index ${idx}`])),
    ...journal.flatMap(({ when }, place) =>
      when > (journal[place - 1]?.when ?? 0) ? [] : [`entry ${place} is not later than the one before`],
    ),
    ...(named.join() === files.join() ? [] : [`files and journal differ: ${files.join()} and ${named.join()}`]),
  ];
}

function brokenLinks(snapshots: readonly { id: string; prevId: string }[]): string[] {
  return snapshots.flatMap(({ id, prevId }, place) => {
    const before = snapshots[place - 1];
    return before === undefined || before.id === prevId ? [] : [`${id} follows ${prevId}, not ${before.id}`];
  });
}

async function readSnapshot({ idx }: Entry) {
  const name = `${FOLDER}/meta/${String(idx).padStart(4, '0')}_snapshot.json`;
  return snapshotShape.parse(JSON.parse(await readFile(name, 'utf8')));
}

function sumLine(tag: string, text: string): string {
  return `${createHash('sha256').update(text).digest('hex')}  ${tag}.sql`;
}
