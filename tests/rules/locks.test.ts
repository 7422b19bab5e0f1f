import { expect, test } from 'vitest';
import { readSources, type SourceFile } from './source.ts';

// A pooler in transaction mode keeps the lock of a session with its own connection, for good (docs/operating.md).
const LOCK_OF_A_SESSION = /pg_(?:try_)?advisory_(?:lock|unlock)/i;

test('every advisory lock ends with its transaction', async () => {
  expect(locksOfSessions(await readSources(['app', 'db', 'emails', 'templates']))).toEqual([]);
});

test('a lock of a session is found, one of a transaction is not', () => {
  const text = [
    'sql`select pg_advisory_lock(1)`',
    'sql`select pg_try_advisory_lock_shared(1)`',
    'sql`select pg_advisory_xact_lock(1)`',
    'sql`select pg_try_advisory_xact_lock(1)`',
  ].join('\n');
  expect(locksOfSessions([{ path: 'a.ts', text }])).toEqual(['a.ts:1', 'a.ts:2']);
});

function locksOfSessions(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (LOCK_OF_A_SESSION.test(line) ? [`${path}:${at + 1}`] : [])),
  );
}
