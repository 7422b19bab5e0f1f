import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { digestOf, schemaDot } from '#app/commands/schema-dot.ts';

test('docs/schema.svg shows the schema of today', async () => {
  const dot = await schemaDot(process.cwd());
  expect(dot).toContain('"campaign_texts":"campaign_id":e -> "campaigns":"head":w;');
  const picture = await readFile('docs/schema.svg', 'utf8');
  expect(picture.split('\n')[0], 'the schema has changed: npm run schema').toContain(digestOf(dot));
  expect(picture).toContain('signature_challenges');
  expect(digestOf(`${dot} `)).not.toBe(digestOf(dot));
});
