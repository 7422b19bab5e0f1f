import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { allow, disallow } from '#app/domain/judgement/allowance.server.ts';
import { review } from '#app/domain/judgement/review.server.ts';
import { forgetWindows } from '#app/domain/judgement/windows.server.ts';
import { confirmByToken, mailConfirmationFor } from '#app/domain/signature/signature.server.ts';
import { takeUpForm } from '#app/domain/signature/take-up.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { challengeId, form, layOut, mailed, post, secret, sign } from '../signature/setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
const at = new Date('2026-11-22T18:00:10Z');
const given = { db, secret, now: () => at };

beforeEach(async () => {
  await db.execute(
    sql`truncate signature_challenges, signatures, people, form_windows, form_allowances, judgements, signature_reviews, pgboss.job cascade`,
  );
});

/** Stores forms by SQL, `n` from 1 to `count`; columns by name. Answers their ids in order. */
async function laid(count: number, over: Record<string, ReturnType<typeof sql>> = {}): Promise<number[]> {
  const columns = {
    canonical_address: sql`'p' || n || '@mail.example'`,
    address: sql`'p' || n || '@mail.example'`,
    name: sql`'P ' || n`,
    zip: sql`'94103'`,
    state: sql`'CA'`,
    locale: sql`'en'`,
    proof: sql`'valid'`,
    open_ms: sql`20000`,
    created_at: sql`${at.toISOString()}::timestamptz`,
    expires_at: sql`${at.toISOString()}::timestamptz + interval '7 days'`,
    claim_hash: sql`sha256(convert_to('c' || n || random(), 'UTF8'))`,
    campaign_id: sql`(select id from campaigns where slug = 'no-tolls')`,
    ...over,
  };
  const rows = await db.execute<{ id: string }>(sql`
    insert into signature_challenges (${sql.raw(Object.keys(columns).join(', '))})
    select ${sql.join(Object.values(columns), sql`, `)} from generate_series(1, ${count}::int) n order by n returning id`);
  return rows.map(({ id }) => Number(id)).sort((one, other) => one - other);
}
const takeUp = (ids: readonly number[]) => Promise.all(ids.map((id) => takeUpForm(id, given)));
const states = async () =>
  Object.fromEntries(
    (
      await db.execute<{ status: string; n: number }>(
        sql`select status, count(*)::int as n from signatures group by 1 order by 1`,
      )
    ).map(({ status, n }) => [status, n]),
  );
const standing = async () =>
  (await db.execute<{ status: string; name: string }>(sql`select status, name from signatures order by id`))[0];
async function came(over: Parameters<typeof form>[0] = {}) {
  const result = await sign(form(over), given);
  if (!result.ok) throw new Error(result.reason);
  return { id: await challengeId(db, result.claim), token: mailed(result.claim).token };
}
const robot = { proof: 'invalid', proofDigest: null, openMs: 20_000, networkKey: null } as const;
const plain = { proof: 'none', proofDigest: null, openMs: 20_000, networkKey: null } as const;

describe('crowds', () => {
  test('thousands of subscribers of one ISP with proofs in one minute are all clear, through few networks and one provider of mail', async () => {
    const [isp] = await db.execute<{ id: number }>(sql`select id from isps where slug = 'comcast'`);
    await db.execute(sql`insert into form_windows (kind, key, span_seconds, starts_at, forms)
      values ('isp', convert_to(${String(isp?.id)}::text, 'UTF8'), 60, '2026-11-22T18:00:00Z', 40000)`);
    const ids = await laid(600, {
      canonical_address: sql`'p' || n || '@gmail.com'`,
      isp_seen_id: sql`${isp?.id}::int`,
      network_key: sql`decode(lpad(to_hex(n % 10), 2, '0'), 'hex')`,
    });
    await takeUp(ids);
    expect(await states()).toEqual({ pending: 600 });
    const [isps] = await db.execute(sql`select forms from form_windows where kind = 'isp'`);
    expect(isps).toEqual({ forms: 40_600 });
  });

  test('a university behind one network passes with proofs; forms without proof from there are set aside after the first few', async () => {
    const campus = { network_key: sql`'\\x0a'::bytea`, canonical_address: sql`'p' || n || '@campus.example'` };
    await takeUp(await laid(400, campus));
    expect(await states()).toEqual({ pending: 400 });
    const bare = await laid(30, {
      ...campus,
      proof: sql`'none'`,
      canonical_address: sql`'b' || n || '@mail' || n || '.example'`,
    });
    for (const id of bare) await takeUpForm(id, given);
    expect(await states()).toEqual({ pending: 410, suspicious: 20 });
  });

  test('a network is counted across processes, an allowance of its system lets it pass, and windows are forgotten after two days', async () => {
    const from = {
      network_key: sql`'\\x0b'::bytea`,
      seen_asn: sql`64500`,
      proof: sql`'none'`,
      canonical_address: sql`'p' || n || '@m' || n || random() || '.example'`,
    };
    const ids = await laid(12, from);
    const pools = [another({ max: 1 }), another({ max: 1 })];
    for (const [place, id] of ids.entries()) await takeUpForm(id, { ...given, db: pools[place % 2]?.db ?? db });
    expect(await states()).toEqual({ pending: 10, suspicious: 2 });
    await allow({ kind: 'network', value: '64500', reason: 'a campus', by: 'Op' }, given);
    await takeUp(await laid(3, from));
    expect(await states()).toEqual({ pending: 13, suspicious: 2 });
    expect(await disallow({ kind: 'network', value: '64500' }, given)).toBe(true);
    await takeUp(await laid(1, from));
    expect(await states()).toEqual({ pending: 13, suspicious: 3 });
    expect(await forgetWindows({ db, now: () => new Date('2026-11-24T18:00:00Z') })).toBe(0);
    expect(await forgetWindows({ db, now: () => new Date('2026-11-24T18:02:00Z') })).toBeGreaterThan(5);
  });

  test('a crowd of made-up mailboxes at one domain is set aside though each has a proof, until an organizer allows the domain', async () => {
    await db.execute(sql`insert into form_windows (kind, key, span_seconds, starts_at, forms)
      values ('domain', convert_to('made-up.example', 'UTF8'), 60, '2026-11-22T17:30:00Z', 3000)`);
    const made = { canonical_address: sql`'p' || n || random() || '@made-up.example'` };
    await takeUp(await laid(2, made));
    expect(await states()).toEqual({ suspicious: 2 });
    await allow({ kind: 'domain', value: 'made-up.example', reason: 'an employer', by: 'Op' }, given);
    await takeUp(await laid(2, made));
    expect(await states()).toEqual({ pending: 2, suspicious: 2 });
  });
});

test('a flood without proof, from a network and at a mail domain, spends nothing of those with one', async () => {
  const there = { network_key: sql`'\\x0e'::bytea` };
  await db.execute(sql`insert into form_windows (kind, key, span_seconds, starts_at, forms)
    values ('domain-bare', convert_to('small.example', 'UTF8'), 60, '2026-11-22T18:00:00Z', 5000), ('network-bare', '\\x0e'::bytea, 60, '2026-11-22T18:00:00Z', 20000)`);
  await takeUp(await laid(50, { ...there, proof: sql`'none'`, canonical_address: sql`'b' || n || '@small.example'` }));
  await takeUp(await laid(5, { ...there, canonical_address: sql`'p' || n || '@small.example'` }));
  expect(await states()).toEqual({ pending: 5, suspicious: 50 });
});

describe('a judgement', () => {
  test('is made and counted once, also when jobs of one form run at once on several connections', async () => {
    const [id = 0] = await laid(1, { network_key: sql`'\\x0c'::bytea`, proof: sql`'none'` });
    const pools = Array.from({ length: 4 }, () => another({ max: 1 }));
    const answers = await Promise.all(pools.map((pool) => takeUpForm(id, { ...given, db: pool.db })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await takeUpForm(id, given)).toEqual({ mayMail: true, heldUntil: null, isTrusted: false });
    const kept = await db.execute(sql`select rule, version, verdict, facts from judgements order by rule`);
    expect(kept).toEqual([
      { rule: 'proof', version: 1, verdict: 'noted', facts: { points: 1, proof: 'none' } },
      { rule: 'weighing', version: 1, verdict: 'noted', facts: { points: 1, rules: ['proof'] } },
    ]);
    expect(await db.execute(sql`select distinct forms from form_windows`)).toEqual([{ forms: 1 }]);
    expect(JSON.stringify(await db.execute(sql`select * from judgements`))).not.toMatch(/@|P 1/);
  });

  test('finds a proof that other addresses used, and lets one address send its form twice', async () => {
    const digest = sql`'\\x0d'::bytea`;
    await takeUp(await laid(3, { proof_digest: digest, canonical_address: sql`'ada@mail.example'` }));
    expect(await states()).toEqual({ pending: 1 });
    for (const id of await laid(3, { proof_digest: digest, canonical_address: sql`'q' || n || '@mail.example'` }))
      await takeUpForm(id, given);
    expect(
      (await db.execute(sql`select verdict from judgements where rule = 'proof-reused' order by id`)).map(
        (row) => row.verdict,
      ),
    ).toEqual(['suspicious', 'suspicious', 'suspicious']);
  });

  test('leaves nothing behind when the statement that writes it down fails', async () => {
    const [id = 0] = await laid(1);
    await expect(
      db.transaction(async (tx) => {
        await takeUpForm(id, { ...given, db: tx });
        throw new Error('crash');
      }),
    ).rejects.toThrow('crash');
    expect(await db.execute(sql`select from form_windows`)).toHaveLength(0);
    expect(await db.execute(sql`select from judgements`)).toHaveLength(0);
    await takeUpForm(id, given);
    expect(await states()).toEqual({ pending: 1 });
  });
});

describe('the mail', () => {
  test('of a form without proof leaves at once when it is quiet, and minutes later under pressure', async () => {
    const { sent, tools } = post();
    const [quiet = 0] = await laid(1, { proof: sql`'none'` });
    expect(await mailConfirmationFor(quiet, { ...given, ...tools })).toMatchObject({ outcome: 'mailed' });
    const ids = await laid(70, { proof: sql`'none'`, canonical_address: sql`'p' || n || '@m' || n || '.example'` });
    await takeUp(ids);
    const last = ids.at(-1) ?? 0;
    expect(await mailConfirmationFor(last, { ...given, ...tools })).toEqual({ outcome: 'held' });
    expect(await mailConfirmationFor(last, { ...given, ...tools })).toEqual({ outcome: 'held' });
    const jobs = await db.execute<{ wait: number }>(sql`
      select extract(epoch from start_after - created_on)::float8 as wait from pgboss.job where data->>'challengeId' = ${String(last)}`);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.wait).toBeGreaterThanOrEqual(300);
    expect(sent).toHaveLength(1);
    const later = { ...given, now: () => new Date(at.getTime() + 600_000) };
    expect(await mailConfirmationFor(last, { ...later, ...tools })).toMatchObject({ outcome: 'mailed' });
    expect(await states()).toEqual({ pending: 71 });
  });

  test('of a trapped form never leaves, until an organizer releases it', async () => {
    const { sent, tools } = post();
    const { id } = await came({ website: 'http://spam.example' });
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({ outcome: 'trapped' });
    expect(await states()).toEqual({ suspicious: 1 });
    const before = (await db.execute(sql`select from pgboss.job`)).length;
    expect(
      await review('release', { rule: 'honeypot' }, { by: 'Op', note: 'a browser filled it', reason: 'other' }, given),
    ).toEqual({ changed: 1, confirmed: 0 });
    expect((await db.execute(sql`select from pgboss.job`)).length).toBe(before + 1);
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toMatchObject({ outcome: 'mailed' });
    expect(sent).toHaveLength(1);
  });

  test('of forms that anybody can send for nothing takes three of the five a day at most; a form with proof still gets one', async () => {
    const { tools } = post();
    const outcomes = [];
    for (const signs of [robot, plain, robot, plain, robot, undefined, undefined, undefined]) {
      const { id } = await came(signs ? { signs } : {});
      outcomes.push((await mailConfirmationFor(id, { ...given, ...tools })).outcome);
    }
    expect(outcomes).toEqual(['mailed', 'mailed', 'mailed', 'limit', 'limit', 'mailed', 'mailed', 'limit']);
  });
});

describe("a stranger's suspicious form", () => {
  const confirm = (token: string) => confirmByToken(token, given);

  test('before the own one: the own one confirms', async () => {
    await came({ name: 'Mallory', signs: robot });
    expect(await standing()).toEqual({ status: 'suspicious', name: 'Mallory' });
    const own = await came();
    expect(await confirm(own.token)).toMatchObject({ ok: true, isNew: true, isHeld: false });
    expect(await standing()).toEqual({ status: 'confirmed', name: 'Ada Lovelace' });
  });

  test('after the own one, waiting or confirmed: nothing changes', async () => {
    const own = await came();
    await came({ name: 'Mallory', signs: robot });
    expect(await standing()).toEqual({ status: 'pending', name: 'Ada Lovelace' });
    expect(await confirm(own.token)).toMatchObject({ ok: true, isHeld: false });
    await came({ name: 'Mallory', website: 'x' });
    expect(await standing()).toEqual({ status: 'confirmed', name: 'Ada Lovelace' });
  });

  test.each(['94103', '10001'])(
    'whose link was pressed by mistake (ZIP %s) holds only itself back: the own form confirms afterwards',
    async (zip) => {
      const strange = await came({ name: 'Mallory', zip, signs: robot });
      expect(await confirm(strange.token)).toMatchObject({ ok: true, isHeld: true });
      expect(await standing()).toMatchObject({ status: 'suspicious' });
      const own = await came({ zip: '94103' });
      expect(await confirm(own.token)).toMatchObject({ ok: true, isNew: true, isHeld: false });
      expect(await db.execute(sql`select name from signatures where status = 'confirmed'`)).toEqual([
        { name: 'Ada Lovelace' },
      ]);
      expect(await confirm(own.token)).toMatchObject({ ok: true, isNew: false, isHeld: false });
    },
  );

  test('and the own suspicious form: proving holds it, and a clear form under the same name counts', async () => {
    const first = await came({ signs: robot });
    expect(await confirm(first.token)).toMatchObject({ isHeld: true });
    expect(await confirm(first.token)).toMatchObject({ isHeld: true, isNew: false });
    const clear = await came();
    expect(await confirm(clear.token)).toMatchObject({ isHeld: false, isNew: true });
    expect(await states()).toEqual({ confirmed: 1 });
  });
});

describe('the database', () => {
  const raise = sql`update signatures set status = 'confirmed', confirmed_at = now(), confirmed_by = 'button',
    person_id = (select id from people limit 1)`;

  test('refuses to confirm a suspicious signature that nobody released, and takes it after a release', async () => {
    await db.execute(sql`insert into people (canonical_address, locale) values ('x@mail.example', 'en')`);
    await came({ signs: robot });
    await expect(db.execute(raise)).rejects.toMatchObject({ cause: { constraint_name: 'signatures_suspicion_kept' } });
    await expect(db.execute(sql`update signatures set status = 'pending'`)).rejects.toThrow();
    await review('release', { rule: 'proof' }, { by: 'Op', note: 'looked', reason: 'other' }, given);
    expect(await states()).toEqual({ pending: 1 });
    await db.execute(raise);
  });

  test('refuses it after a person set it aside, whatever clear form comes', async () => {
    const own = await came();
    await db.execute(sql`insert into people (canonical_address, locale) values ('x@mail.example', 'en')`);
    await review('set-aside', { since: new Date(0) }, { by: 'Op', note: 'looks made up', reason: 'other' }, given);
    await expect(db.execute(raise)).rejects.toMatchObject({ cause: { constraint_name: 'signatures_suspicion_kept' } });
    expect(await confirmByToken(own.token, given)).toMatchObject({ ok: true, isHeld: true });
    const again = await came();
    expect(await confirmByToken(again.token, given)).toMatchObject({ ok: true, isHeld: true });
    expect(await states()).toEqual({ suspicious: 1 });
  });

  test('keeps what people decided', async () => {
    await came({ signs: { ...robot, proofDigest: randomBytes(4) } });
    await review('refuse', { rule: 'proof' }, { by: 'Op', note: 'a machine', reason: 'automated' }, given);
    await expect(db.execute(sql`update signature_reviews set decided_by = 'Nobody'`)).rejects.toThrow();
    expect(await states()).toEqual({ invalidated: 1 });
  });
});
