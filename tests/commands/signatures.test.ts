import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { addAlertGauges } from '#app/commands/alert-gauges.ts';
import { readNounLine } from '#app/commands/editor/editor-line.ts';
import { SIGNATURES } from '#app/commands/signatures-deeds.ts';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { review } from '#app/domain/judgement/review.server.ts';
import { countOpenAlerts } from '#app/domain/judgement/watch.server.ts';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { createMetrics } from '#app/http/metrics.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut, mailed, secret, sign } from '../domain/signature/setting.ts';

const { db } = await testDatabase();
await layOut(db);

async function run(...args: string[]): Promise<string> {
  const asked = readNounLine(args, SIGNATURES);
  if (asked.kind !== 'deed') return asked.kind === 'help' ? asked.text : `${asked.fault}\n${asked.usage}`;
  const lines: string[] = [];
  await asked.deed.run({ ...asked, given: { db }, say: (line) => lines.push(line) });
  return lines.join('\n');
}
const said = ['--note', 'looked at it', '--by', 'Op Sample'];
const network = Buffer.from('0a0b', 'hex');
async function came(email: string, isRobot: boolean): Promise<string> {
  const signs = {
    proof: isRobot ? ('invalid' as const) : ('valid' as const),
    proofDigest: null,
    openMs: 20_000,
    networkKey: network,
  };
  const result = await sign(form({ email, signs }), { db, secret });
  if (!result.ok) throw new Error(result.reason);
  return mailed(result.claim).token;
}
const states = async () =>
  (await db.execute<{ status: string }>(sql`select status from signatures order by id`)).map(({ status }) => status);

it('an organizer sees what is set aside and why, previews, releases, refuses and invalidates, and it is kept', async () => {
  expect(await run('list')).toBe('No signature is suspicious.');
  const proved = await came('ada@mail.example', true);
  await came('bob@mail.example', true);
  await came('eve@mail.example', true);
  const honest = await came('joy@mail.example', false);
  await confirmByToken(proved, { db, secret });
  await confirmByToken(honest, { db, secret });
  await runSequencer({ db });
  const list = await run('list');
  expect(list).toMatch(/^1 {2}.* {2}no-tolls {2}CA {2}proved {2}proof$/m);
  expect(list).toMatch(/^2 {2}.*not proved/m);
  expect(list).not.toMatch(/@|Lovelace/);
  expect(await run('list', '--by', 'network')).toBe(`${'0a0b'.padEnd(34)}3, mailbox proved: 1`);
  expect(await run('show', '1')).toMatch(/form 1: proof 1: suspicious {2}\{"proof":"invalid","points":2\}/);

  const preview = await run('release', '--network', '0A0B', ...said);
  expect(preview).toContain('3 signatures');
  expect(preview).toMatch(/domain +mail\.example +3/);
  expect(preview).toMatch(/rule +proof +3/);
  expect(preview).toContain('Say --yes to do it.');
  expect(await states()).toEqual(['suspicious', 'suspicious', 'suspicious', 'confirmed']);
  expect(await run('release', '1', '2', '--yes', ...said)).toContain(
    '1 count from now on; 1 wait for their mailbox to be proved.',
  );
  expect(await states()).toEqual(['confirmed', 'pending', 'suspicious', 'confirmed']);
  await runSequencer({ db });
  expect(await db.execute(sql`select signed, invalidated from campaign_counts where campaign_id = 1`)).toEqual([
    { signed: '2', invalidated: '0' },
  ]);

  await expect(run('refuse', '--rule', 'proof', '--reason', 'bored', '--yes', ...said)).rejects.toThrow(
    'There is no such reason',
  );
  expect(await run('refuse', '--rule', 'proof', '--reason', 'automated', '--yes', ...said)).toContain('1 of 1 refused');
  await expect(run('invalidate', '--reason', 'other', '--campaign', 'no-tolls', ...said)).rejects.toThrow(
    'narrow them',
  );
  expect(
    await run(
      'invalidate',
      '--since',
      '2026-01-01T00:00Z',
      '--until',
      '2026-01-02T00:00Z',
      '--reason',
      'other',
      ...said,
    ),
  ).toContain('0 signatures');
  expect(await run('invalidate', '4', '--reason', 'same-person', '--yes', ...said)).toContain('1 of 1 invalidated');
  await runSequencer({ db });
  const [leaf] = await db.execute<{ entry: string }>(sql`select entry from count_entries where kind = 'invalidate'`);
  expect(leaf?.entry).toMatch(/ same-person$/);
  expect(await run('set-aside', '2', '--yes', ...said)).toContain('1 of 1 set aside');
  expect(await states()).toEqual(['confirmed', 'suspicious', 'invalidated', 'invalidated']);
  const reviews = await db.execute(
    sql`select signature_id::int as id, decision, reason, decided_by as by from signature_reviews order by id, signature_reviews.id`,
  );
  expect(reviews).toEqual([
    { id: 1, decision: 'release', reason: 'looked at it', by: 'Op Sample' },
    { id: 2, decision: 'release', reason: 'looked at it', by: 'Op Sample' },
    { id: 2, decision: 'set_aside', reason: 'looked at it', by: 'Op Sample' },
    { id: 3, decision: 'refuse', reason: 'automated: looked at it', by: 'Op Sample' },
    { id: 4, decision: 'refuse', reason: 'same-person: looked at it', by: 'Op Sample' },
  ]);
});

it('a long review goes on in batches, and after an interruption where it stopped', async () => {
  await db.execute(sql`insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status)
    select 2, 'n' || n, '', 'N', '94103', 'en', 'suspicious' from generate_series(1, 25) n`);
  const seen: number[] = [];
  const halt = review(
    'refuse',
    { campaignSlug: 'labels' },
    { by: 'Op', note: 'x', reason: 'other' },
    {
      db,
      batch: 10,
      onBatch: ({ changed }) => {
        seen.push(changed);
        if (changed === 20) throw new Error('interrupted');
      },
    },
  );
  await expect(halt).rejects.toThrow('interrupted');
  const left = sql`select from signatures where campaign_id = 2 and status = 'suspicious'`;
  expect(await db.execute(left)).toHaveLength(5);
  await review('refuse', { campaignSlug: 'labels' }, { by: 'Op', note: 'x', reason: 'other' }, { db, batch: 10 });
  expect(await db.execute(left)).toHaveLength(0);
  expect(seen).toEqual([10, 20]);
  expect(
    await db.execute(
      sql`select from signature_reviews r join signatures s on s.id = r.signature_id where s.campaign_id = 2`,
    ),
  ).toHaveLength(25);
});

it('alerts are listed, counted at /metrics and settled; allowances come and go', async () => {
  expect(await run('alerts')).toBe('Nothing rings.');
  await db.execute(
    sql`insert into alerts (campaign_id, kind, key, facts, raised_at) values (1, 'state-surge', 'GU', '{"forms": 900}', now())`,
  );
  const metrics = createMetrics();
  addAlertGauges(metrics, () => countOpenAlerts({ db }));
  expect((await metrics.expose()).text).toContain('alerts_open{kind="state-surge"} 1');
  expect(await run('alerts')).toMatch(/^1 {2}.* {2}state-surge {2}no-tolls {2}GU {2}\{"forms":900\}$/);
  expect(await run('settle', '1', '--by', 'Op')).toBe('1 alert is settled.');
  await expect(run('settle', '1', '--by', 'Op')).rejects.toThrow('None of these alerts is open.');
  expect(await run('alerts', '--all')).toContain('settled by Op');
  expect(await run('allow', 'network', 'AS64500', '--reason', 'a campus', '--by', 'Op')).toContain(
    'The network 64500 passes.',
  );
  await expect(run('allow', 'network', '192.0.2.0/24', '--reason', 'x', '--by', 'Op')).rejects.toThrow('AS64500');
  expect(await run('allowances')).toMatch(/^network {2}64500 {2}Op, .*: a campus$/);
  expect(await run('disallow', 'network', 'AS64500')).toContain('passes no more');
  await expect(run('disallow', 'network', 'AS64500')).rejects.toThrow('had no allowance');
});
