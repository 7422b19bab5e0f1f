import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { auditCounts } from '#app/domain/count/count.server.ts';
import { runSequencer } from '#app/domain/count/sequencer.server.ts';
import { askAboutName } from '#app/domain/inquiry/ask.server.ts';
import { readOwnData } from '#app/domain/inquiry/own-data.server.ts';
import { erasePerson } from '#app/domain/person/erase.server.ts';
import { now, sent } from '#tests/domain/letter/stage.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const secret = 'a secret of the tests, longer than thirty-two characters';
const given = { db, now, secret };

/** The link to the page of an address. */
async function asked(email: string) {
  const { claim } = await askAboutName({ email, website: '', locale: 'en', entrance: 'me' }, given);
  return { claim, ...challengeSecrets(digestOf(claim), secret) };
}

test('a copy of all data holds every row of the mailbox with its wordings and judgements, nothing of others, and nothing that opens a link', async () => {
  const mine = await sent(db, { name: 'Dee Copy' });
  await sent(db, { name: 'Eli Other' });
  await db.execute(sql`
      insert into signature_challenges (campaign_id, canonical_address, address, name, zip, locale, claim_hash, token_hash, code_hash, signature_id, network_key, expires_at, consent_text_id)
      select campaign_id, canonical_address, address, 'A name typed', '10001', 'en', sha256('claim'), sha256('token'), sha256('code'), id, 'network-digest', now(),
        (select max(id) from consent_texts where kind = 'sign' and locale = 'en')
      from signatures where canonical_address = ${mine.address}`);
  await db.execute(sql`
      insert into judgements (challenge_id, rule, version, verdict, facts, judged_at)
      select id, 'time-trap', 1, 'noted', '{"openMs": 900}', now() from signature_challenges where name = 'A name typed'`);
  await db.execute(sql`
      insert into signature_challenges (campaign_id, canonical_address, address, name, zip, locale, claim_hash, created_at, expires_at)
      select campaign_id, canonical_address, address, 'Not judged yet', '10001', 'en', sha256('waiting'), ${now().toISOString()}::timestamptz, now()
      from signatures where canonical_address = ${mine.address}`);
  await runSequencer({ db, now });
  const { token, claim } = await asked(mine.address);
  const result = await readOwnData(token, given);
  if (!result.ok) throw new Error(result.reason);
  const { data } = result;
  expect(data.signatures).toMatchObject([{ name: 'Dee Copy', isp_stated: 'Comcast', ledger: [{ kind: 'sign' }] }]);
  expect(data.signatures[0]?.salt).toMatch(/^\\x[0-9a-f]{64}$/);
  expect(data.forms).toMatchObject([
    {
      name: 'A name typed',
      has_network_key: true,
      consent: { kind: 'sign' },
      judgements: [{ rule: 'time-trap', facts: { openMs: 900 } }],
    },
    { name: 'Not judged yet', judgements: [] },
  ]);
  expect(data.letters).toMatchObject([{ sender_name: 'Dee Copy', deliveries: [{ channel: 'email', attempts: [] }] }]);
  expect(data.letters[0]?.exact_text).toContain('From: Dee Copy');
  const text = JSON.stringify(data);
  expect(text).not.toContain('Eli Other');
  for (const secretBytes of ['claim', 'token', 'code'].map((word) => createHash('sha256').update(word).digest('hex')))
    expect(text).not.toContain(secretBytes);
  expect(text).not.toContain(digestOf(claim).toString('hex'));
  expect(text).not.toContain(Buffer.from('network-digest').toString('hex'));
  await erasePerson(mine.address, given);
  expect(
    await db.execute(sql`select from signature_challenges where name in ('A name typed', 'Not judged yet')`),
  ).toHaveLength(0);
  await runSequencer({ db, now });
  expect(
    await db.execute(
      sql`select from ledger_shares h join signatures s on s.id = h.signature_id where s.erased_at is not null and h.status = 'held'`,
    ),
  ).toHaveLength(0);
  const [campaign] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = 'put-it-in-writing'`);
  expect((await auditCounts(campaign?.id ?? 0, given)).differences).toEqual([]);
});
