import { sql as query } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { testDatabase } from '#tests/support/database.ts';

// An exception from a timer of the driver would fail this file as unhandled (decision 0011).
const database = await testDatabase();
const pool = () => connect(database.url, { max: 1 });
const kill = (pid: number | undefined) => database.sql`select pg_terminate_backend(${pid ?? 0})`;

test('a transaction whose server goes away is refused, and the pool opens the connection again', async () => {
  const { db, sql, close } = pool();
  for (let round = 0; round < 3; round += 1) {
    const lost = db.transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(query`select pg_backend_pid() as pid`);
      setTimeout(() => kill(row?.pid).catch(() => {}), 50);
      await tx.execute(query`select pg_sleep(20)`);
    });
    await expect(lost).rejects.toThrow();
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  }
  await close();
});

test('a transaction that was idle when its server went away is refused', async () => {
  const { db, sql, close } = pool();
  let goOn = () => {};
  const paused = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const lost = db.transaction(async (tx) => {
    const [row] = await tx.execute<{ pid: number }>(query`select pg_backend_pid() as pid`);
    await kill(row?.pid);
    await paused;
    await tx.execute(query`select 1`);
  });
  await expect(lost).rejects.toThrow();
  goOn();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  await close();
});

test('a reserved connection whose server went away refuses every question and can be given back', async () => {
  const { sql, close } = pool();
  const own = await sql.reserve();
  const [row] = await own<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await kill(row?.pid);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await expect(own`select 1`).rejects.toThrow('CONNECTION_CLOSED');
  await expect(own`rollback`).rejects.toThrow('CONNECTION_CLOSED');
  own.release();
  await sql`select 1`.catch(() => {});
  expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  await close();
});

test('a server that is away for long is asked again and again without growing pauses', async () => {
  const { sql, close } = connect('postgres://nobody@127.0.0.1:1/nowhere', { max: 1 });
  for (let attempt = 0; attempt < 9; attempt += 1)
    await expect(sql`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await close();
}, 12_000);
