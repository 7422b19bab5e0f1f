import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createWebLog } from '#app/commands/web-log.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase();

it('says where a query failed without the names and addresses in it', async () => {
  const lines: string[] = [];
  const log = createWebLog('info', { write: (line) => lines.push(line) });
  const fault = await db.execute(sql`select ${'Ada Lovelace'}::text, ${'ada@mail.example'}::int`).then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
  expect(String(fault)).toContain('ada@mail.example');
  log.child({ requestId: 'r-1' }).error({ err: fault }, 'page failed');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/ada|Lovelace/i);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    part: 'web',
    requestId: 'r-1',
    msg: 'page failed',
    err: { fault: 'Error', cause: { fault: 'PostgresError', code: '22P02' } },
  });
});
