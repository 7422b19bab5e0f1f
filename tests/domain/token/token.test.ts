import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { forgetAnswers, writeOnce } from '#app/domain/token/once.server.ts';
import { readMembers, readSigners } from '#app/domain/token/people.server.ts';
import { recordSignature } from '#app/domain/token/sign.server.ts';
import { createToken, findTokenHolder, listTokens, revokeToken } from '#app/domain/token/token.server.ts';
import { recordedForm } from '#app/domain/token/token.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testOrganization } from '#tests/support/organizer.ts';
import { layOut } from '../signature/setting.ts';

const database = await testDatabase();
const { db } = database;
const organizationId = await testOrganization(db, 'coalition');
const foreignId = await testOrganization(db, 'strangers');
await layOut(db);
await db.execute(sql`update campaigns set organization_id = ${organizationId}`);
const wish = { organizationId, actor: 'organizer:1', name: 'CRM', scopes: ['counts.read' as const], days: 30 as const };

test('a token opens what it says until it ends or is taken back, and is kept nowhere', async () => {
  const { id, token } = await createToken(wish, { db });
  expect(token).toMatch(/^untolled_[\w-]{43}$/);
  expect(await findTokenHolder(token, { db })).toMatchObject({ tokenId: id, organizationId, scopes: ['counts.read'] });
  const [row] = await db.execute(sql`select t::text as kept from api_tokens t where id = ${id}`);
  expect(String(row?.kept)).not.toContain(token);
  expect(await findTokenHolder(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, { db })).toBeNull();
  const later = () => new Date(Date.now() + 30 * 86_400_000 + 1000);
  expect(await findTokenHolder(token, { db, now: later })).toBeNull();
  expect(await revokeToken({ tokenId: id, organizationId: foreignId, actor: 'organizer:2' }, { db })).toBe(false);
  expect(await findTokenHolder(token, { db })).not.toBeNull();
  expect(await revokeToken({ tokenId: id, organizationId, actor: 'organizer:1' }, { db })).toBe(true);
  expect(await findTokenHolder(token, { db })).toBeNull();
  expect(await listTokens(foreignId, { db })).toEqual([]);
  const [seen] = await listTokens(organizationId, { db });
  expect(seen).toMatchObject({ name: 'CRM', hint: token.slice(0, 15) });
  expect(seen?.lastUsedAt).not.toBeNull();
});

test('a write under one key is done once on two connections, and its answer is given again for a day', async () => {
  const { id: tokenId } = await createToken(wish, { db });
  const other = database.another().db;
  const requestHash = randomBytes(32);
  let written = 0;
  const write = (pauseMs: number) => async () => {
    written += 1;
    await new Promise((done) => setTimeout(done, pauseMs));
    return { ok: true as const, answer: { status: 202, body: `{"n":${written}}` } };
  };
  const keyed = { tokenId, key: 'one', requestHash };
  const race = await Promise.all([writeOnce(keyed, write(60), { db }), writeOnce(keyed, write(60), { db: other })]);
  expect(race.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'under_way']);
  expect(written).toBe(1);
  expect(await writeOnce(keyed, write(0), { db })).toEqual({
    outcome: 'repeated',
    answer: { status: 202, body: '{"n":1}' },
  });
  expect(await writeOnce({ ...keyed, requestHash: randomBytes(32) }, write(0), { db })).toEqual({
    outcome: 'other_request',
  });
  const refused = { tokenId, key: 'two', requestHash };
  expect(await writeOnce(refused, async () => ({ ok: false, refusal: 'no' }), { db })).toEqual({
    outcome: 'refused',
    refusal: 'no',
  });
  await expect(writeOnce(refused, () => Promise.reject(new Error('broken')), { db })).rejects.toThrow('broken');
  expect((await writeOnce(refused, write(0), { db })).outcome).toBe('done');
  const tomorrow = () => new Date(Date.now() + 86_400_001);
  expect((await writeOnce({ ...keyed, requestHash: randomBytes(32) }, write(0), { db, now: tomorrow })).outcome).toBe(
    'done',
  );
  expect(await forgetAnswers({ db, now: tomorrow })).toBe(1);
});

test('a signature that comes by a token waits for its mailbox, and needs a wording of its campaign', async () => {
  const [text] = await db.execute<{ id: number }>(
    sql`select id from consent_texts where kind = 'sign' and version = 2`,
  );
  const form = recordedForm.parse({
    campaign: 'no-tolls',
    name: 'Ada Lovelace',
    email: 'ada@mail.example',
    zip: '94103',
    isp: 'comcast',
    consentTextId: text?.id,
    source: 'partner-form',
  });
  const record = (over: Partial<typeof form>, organization = organizationId) =>
    recordSignature({ organizationId: organization, actor: 'token:1', form: { ...form, ...over } }, { db });
  expect(await record({})).toEqual({ ok: true });
  expect(await record({})).toEqual({ ok: true });
  expect(await record({ consentTextId: 999 })).toEqual({ ok: false, reason: 'consent_unknown' });
  expect(await record({ locale: 'es' })).toEqual({ ok: false, reason: 'consent_unknown' });
  expect(await record({ campaign: 'closed' })).toEqual({ ok: false, reason: 'campaign_closed' });
  expect(await record({}, foreignId)).toEqual({ ok: false, reason: 'campaign_unknown' });
  const forms = await db.execute(
    sql`select source, consent_text_id as consent, used_at as used from signature_challenges`,
  );
  expect([...forms]).toEqual([1, 2].map(() => ({ source: 'api-partner-form', consent: text?.id, used: null })));
  const deeds = await db.execute<{ facts: object }>(
    sql`select facts from audit_events where action = 'signatures.record'`,
  );
  expect(JSON.stringify(deeds)).not.toMatch(/ada/i);
});

test('people are read in pages by their own organization alone, and each reading is on record', async () => {
  await db.execute(sql`
    insert into subscriptions (organization_id, canonical_address, address, locale, status, source, consent_text_id, consented_at, consented_where, created_at, confirmed_at)
    select ${organizationId}, n || '@m.example', n || '@m.example', 'en', 'confirmed', 'page', (select min(id) from consent_texts), now(), '/', timestamptz '2026-01-01' + n * interval '1 day', timestamptz '2026-01-01' + n * interval '1 day'
    from generate_series(1, 5) n`);
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status)
    select id, 'w@m.example', 'w@m.example', 'W', '94103', 'en', 'pending' from campaigns where slug = 'no-tolls'`);
  const asked = { organizationId, actor: 'token:1', after: 0, limit: 2, modifiedSince: null };
  const seen: (string | null)[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof readMembers>> = await readMembers({ ...asked, after }, { db });
    seen.push(...page.rows.map(({ email }) => email));
    after = page.next;
  }
  expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => `${n}@m.example`));
  const since = await readMembers({ ...asked, limit: 9, modifiedSince: new Date('2026-01-05T00:00:00Z') }, { db });
  expect(since.rows.map(({ email }) => email)).toEqual(['4@m.example', '5@m.example']);
  expect((await readMembers({ ...asked, organizationId: foreignId }, { db })).rows).toEqual([]);
  expect((await readSigners({ ...asked, limit: 9 }, { db })).rows).toEqual([]);
  const [deeds] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from audit_events where action in ('read.people', 'read.signatures') and actor = 'token:1'`,
  );
  expect(deeds?.n).toBe(6);
});
