import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { DELIVERY } from '#app/commands/delivery-deeds.ts';
import { addDeliveryGauges } from '#app/commands/delivery-gauges.ts';
import { readNounLine } from '#app/commands/editor/editor-line.ts';
import { readDeliveries } from '#app/domain/delivery/readings.server.ts';
import { createMetrics } from '#app/http/metrics.ts';
import { testDatabase } from '#tests/support/database.ts';
import { letterRows } from '#tests/support/letter-rows.ts';

const { db } = await testDatabase();

/** Does what the words ask for and answers what is printed; a "no" is thrown. */
async function run(...args: string[]): Promise<string> {
  const asked = readNounLine(args, DELIVERY);
  if (asked.kind !== 'deed') return asked.kind === 'help' ? asked.text : `${asked.fault}\n${asked.usage}`;
  const lines: string[] = [];
  await asked.deed.run({ ...asked, given: { db }, say: (line) => lines.push(line) });
  return lines.join('\n');
}
const by = ['--by', 'Op Sample'];

it('an operator sees dead letters, sends them round again, pauses, opens and sets budgets', async () => {
  const { letters } = await letterRows(db, 3, { to: 'office@isp.example' });
  const [first, second] = letters.map(({ deliveryId }) => String(deliveryId));
  await db.execute(sql`
    with failed as (update deliveries set state = 'sending', attempts = 1 returning id)
    insert into delivery_attempts (delivery_id, number, started_at, finished_at, outcome, response_code, response)
    select id, 1, now(), now(), 'permanent_failure', 550, '550 no such user' from failed`);
  await db.execute(sql`update deliveries set state = 'failed'`);
  const list = await run('list', '--receiver', 'ISP.example');
  expect(list.split('\n')).toHaveLength(3);
  expect(list).toContain(`${first}  `);
  expect(list).toContain('email:isp.example  failed  1 attempts  permanent_failure  550 no such user');
  expect(list).not.toContain('office@');
  await expect(run('retry', ...by)).rejects.toThrow('Name the letters by their numbers, or say --all.');
  await expect(run('retry', 'x', ...by)).rejects.toThrow('"x" is no number of a delivery.');
  expect(await run('retry', first ?? '', second ?? '', ...by)).toBe('2 letters go round again; 0 stay where they are.');
  expect(await run('retry', '--all', '--channel', 'email', ...by)).toBe(
    '1 letters go round again; 0 stay where they are.',
  );
  expect(await run('list')).toBe('No letter is dead.');
  await expect(run('retry', first ?? '', ...by)).rejects.toThrow('No letter of these is dead.');
  expect(await run('pause', 'email', ...by)).toContain('--reason is missing');
  await expect(run('pause', 'pigeon', '--reason', 'x', ...by)).rejects.toThrow('no channel that we send by');
  expect(await run('pause', 'email', '--reason', 'The server moves', ...by)).toBe('email is paused.');
  const status = await run('status');
  expect(status).toMatch(/email {3}queued {4}3/);
  expect(status).toContain('The server moves');
  expect(await run('resume', 'email', '--reason', 'It moved', ...by)).toBe('email is open; 3 letters were woken.');
  expect(await run('budget', 'email', 'ISP.example', '--per-minute', '5', '--per-hour', 'none', ...by)).toContain(
    'is set',
  );
  expect(await run('budget')).toContain('email:isp.example  5 a minute  none an hour  set by Op Sample');
  await expect(run('budget', 'email', 'isp.example', '--per-minute', '0', '--per-hour', '1', ...by)).rejects.toThrow(
    'neither a number',
  );
  expect(await run('holds')).toBe('Nobody asked to be left alone.');
  await expect(run('release', 'docket', 'ecfs', ...by)).rejects.toThrow('docket:ecfs is not held.');
  const deeds = await db.execute(sql`select action from audit_events where actor = 'command:Op Sample' order by id`);
  expect(deeds.map(({ action }) => action)).toEqual([
    'delivery.retry',
    'delivery.retry',
    'channel.pause',
    'channel.resume',
    'channel.budget',
  ]);
  expect(await run('--help')).toContain('npm run delivery -- retry [ID ...]');
});

it('what is unfinished and attempted stands in the figures for Prometheus', async () => {
  const metrics = createMetrics();
  addDeliveryGauges(metrics, () => readDeliveries({ db }));
  const { text } = await metrics.expose();
  expect(text).toContain('deliveries_unfinished{channel="email",state="queued"} 3');
  expect(text).toContain('delivery_attempts_last_hour{channel="email",outcome="permanent_failure"} 3');
  expect(text).toContain('delivery_held_receivers 0');
  expect(text).toContain('delivery_channel_paused{channel="email"} 0');
});
