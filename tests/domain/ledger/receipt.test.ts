import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { takeMailOfDay } from '#app/domain/confirmation/mail.server.ts';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { readReceipt, readReceiptOf } from '#app/domain/ledger/receipt.server.ts';
import { writeReceipt } from '#app/domain/ledger/receipt.ts';
import { mailReceiptsLater, mailSignatureReceipt } from '#app/domain/ledger/receipt-mail.server.ts';
import { insertCampaign, insertConfirmed, insertIsp, withdraw } from '#tests/domain/count/signers.ts';
import { post } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase();
const { privateKey: key } = generateKeyPairSync('ed25519');
const cable = await insertIsp(db, 'cable');
const fiber = await insertIsp(db, 'fiber');
const now = () => new Date('2026-11-22T12:00:00Z');
const folder = await mkdtemp(join(tmpdir(), 'untolled-receipt-'));
afterAll(() => rm(folder, { recursive: true }));

let number = 0;
let campaignId = 0;
let slug = '';
beforeEach(async () => {
  number += 1;
  slug = `receipts-${number}`;
  campaignId = await insertCampaign(db, slug);
  await mailReceiptsLater({ db, now });
  await db.execute(sql`delete from pgboss.job`);
});

/** Counts and signs, as the worker's loop does. */
async function count() {
  await runSequencer({ db, now });
  await signCheckpoints({ key }, { db, now });
}

/** What `node verify.mjs receipt` says of a receipt, in a folder that holds nothing else. */
async function verify(text: string) {
  await writeFile(join(folder, 'a.tlog-proof'), text);
  const asked = [resolve('public/verify.mjs'), 'receipt', 'a.tlog-proof'];
  return (await promisify(execFile)(process.execPath, asked, { cwd: folder })).stdout;
}

async function receiptOf(signatureId: number): Promise<string> {
  const standing = await readReceipt({ signatureId }, { db });
  if (standing?.is !== 'ready') throw new Error('no receipt yet');
  return writeReceipt(standing.receipt);
}

const jobs = async () =>
  (
    await db.execute<{ data: { campaignId: number; sequence: number } }>(
      sql`select data from pgboss.job where name = 'mail.signature-receipt' and state = 'created' order by (data->>'sequence')::int`,
    )
  ).map(({ data }) => data);

it('waits for a signed tree, and then holds before a verifier that shares no code with it', async () => {
  const [one = 0, two = 0] = await insertConfirmed(db, { campaignId, count: 2, ispId: cable, state: 'CA' });
  expect(await readReceipt({ signatureId: one }, { db })).toEqual({ is: 'waiting' });
  await runSequencer({ db, now });
  expect(await readReceipt({ signatureId: one }, { db })).toEqual({ is: 'waiting' });
  await signCheckpoints({ key }, { db, now });
  expect(await verify(await receiptOf(two))).toMatch(
    /signature of 2026-11-20 by p\d+@inbox\.example, ISP cable, state CA/,
  );
  await insertConfirmed(db, { campaignId, count: 300, ispId: null, state: null });
  await count();
  expect(await verify(await receiptOf(one))).toMatch(/Leaf 0 of the 302 /);
});

it('follows a correction with a receipt of the correcting leaf, and ends with a withdrawal', async () => {
  const [one = 0] = await insertConfirmed(db, { campaignId, count: 1, ispId: cable, state: 'CA' });
  await count();
  await mailReceiptsLater({ db, now });
  await db.execute(
    sql`update signatures set isp_stated_id = ${fiber}, corrected_at = ${now().toISOString()} where id = ${one}`,
  );
  await count();
  expect(await verify(await receiptOf(one))).toMatch(/Leaf 1 of the 2 .*ISP fiber/);
  expect(await mailReceiptsLater({ db, now })).toBe(1);
  const { tools, sent } = post();
  const outcomes = [];
  for (const data of await jobs()) outcomes.push((await mailSignatureReceipt(data, { db, now, ...tools })).outcome);
  expect(outcomes).toEqual(['needless', 'mailed']);
  expect(sent).toHaveLength(1);
  await withdraw(db, [one]);
  expect(await readReceipt({ signatureId: one }, { db })).toBeNull();
});

it('mails each counted signature one receipt, the same message again after a failure', async () => {
  const ids = await insertConfirmed(db, { campaignId, count: 3, ispId: cable, state: 'CA' });
  await withdraw(db, ids.slice(2));
  await count();
  expect(await Promise.all([mailReceiptsLater({ db, now }), mailReceiptsLater({ db, now })])).toContain(2);
  expect(await mailReceiptsLater({ db, now })).toBe(0);
  const [first, second] = await jobs();
  if (!first || !second) throw new Error('two jobs were expected');
  const { tools, sent } = post(['temporary_failure', 'accepted', 'permanent_failure']);
  await expect(mailSignatureReceipt(first, { db, now, ...tools })).rejects.toThrow('put off');
  expect(await mailSignatureReceipt(first, { db, now, ...tools })).toEqual({ outcome: 'mailed' });
  expect(await mailSignatureReceipt(first, { db, now, ...tools })).toEqual({ outcome: 'already_mailed' });
  expect(await mailSignatureReceipt(second, { db, now, ...tools })).toEqual({ outcome: 'refused' });
  expect(await mailSignatureReceipt(second, { db, now, ...tools })).toEqual({ outcome: 'already_mailed' });
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(2);
  expect(sent[1]?.attachments?.[0]?.fileName).toBe(`untolled-receipt-${slug}.tlog-proof`);
  expect(await verify(sent[1]?.attachments?.[0]?.text ?? '')).toContain('ISP cable');
});

it('withdrawn before the mail leaves, a signature gets none; after five mails in a day it comes a day later', async () => {
  const [gone = 0, busy = 0] = await insertConfirmed(db, { campaignId, count: 2, ispId: cable, state: 'CA' });
  await count();
  await mailReceiptsLater({ db, now });
  const [first, second] = await jobs();
  if (!first || !second) throw new Error('two jobs were expected');
  await withdraw(db, [gone]);
  const { tools, sent } = post();
  expect(await mailSignatureReceipt(first, { db, now, ...tools })).toEqual({ outcome: 'needless' });
  await db.execute(sql`
    insert into name_inquiries (canonical_address, address, locale, claim_hash, token_hash, code_hash, created_at, expires_at, mail_reserved_at)
    select canonical_address, address, 'en', sha256(n::text::bytea), sha256(n::text::bytea), sha256(n::text::bytea), now(), now(), ${now().toISOString()}
    from signatures, generate_series(1, 5) n where id = ${busy}`);
  expect(await mailSignatureReceipt(second, { db, now, ...tools })).toEqual({ outcome: 'limit' });
  const waiting = await db.execute(
    sql`select from pgboss.job where name = 'mail.signature-receipt' and start_after > now() + interval '23 hours'`,
  );
  expect(waiting).toHaveLength(1);
  const later = () => new Date(now().getTime() + 86_400_001);
  expect(await mailSignatureReceipt(second, { db, now: later, ...tools })).toEqual({ outcome: 'mailed' });
  expect(sent).toHaveLength(1);
  const [who] = await db.execute<{ canonical_address: string }>(
    sql`select canonical_address from signatures where id = ${busy}`,
  );
  const another = (most: number) => takeMailOfDay(db, who?.canonical_address ?? '', later(), async () => {}, most);
  expect([await another(1), await another(2)]).toEqual([false, true]);
});

it('lets confirmations that wait to be mailed go first', async () => {
  await insertConfirmed(db, { campaignId, count: 2 });
  await count();
  await db.execute(
    sql`select enqueue_job(gen_random_uuid(), 'mail.confirmation', '{"challengeId": 1}'::jsonb, -10000)`,
  );
  expect(await mailReceiptsLater({ db, now })).toBe(0);
  await db.execute(sql`update pgboss.job set state = 'retry' where name = 'mail.confirmation'`);
  expect(await mailReceiptsLater({ db, now, most: 1 })).toBe(1);
  expect(await mailReceiptsLater({ db, now, most: 1 })).toBe(1);
});

it('gives each of two signers of one mailbox the receipt of their own signature', async () => {
  const [one = 0, two = 0] = await insertConfirmed(db, { campaignId, count: 2, ispId: cable, state: 'CA' });
  const [row] = await db.execute<{ person_id: number }>(sql`
    update signatures s set person_id = o.person_id, canonical_address = o.canonical_address, seat = 2
    from signatures o where o.id = ${one} and s.id = ${two} returning s.person_id::int as person_id`);
  await count();
  const of = async (signatureId: number | null) => {
    const standing = await readReceiptOf({ campaignSlug: slug, personId: row?.person_id ?? 0, signatureId }, { db });
    return standing?.is === 'ready' ? standing.receipt.sequence : standing;
  };
  expect([await of(one), await of(two), await of(null), await of(999_999)]).toEqual([0, 1, 0, 0]);
  expect(await readReceiptOf({ campaignSlug: slug, personId: 999_999, signatureId: one }, { db })).toBeNull();
});
