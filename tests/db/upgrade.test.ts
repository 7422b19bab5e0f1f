import { readdir, readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { afterAll, expect, inject, test } from 'vitest';
import { auditCounts, runSequencer } from '#app/domain/count/count.server.ts';
import { parseLeaf } from '#app/domain/ledger/leaf.ts';
import { letterDigest } from '#app/domain/letter/edit.server.ts';
import { parseLetterSource } from '#app/domain/letter/source.ts';
import { connect } from '#db/client.ts';

const FOLDER = 'db/migrations';
const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();

const name = `upgrade_${process.pid}_${Date.now()}`;
const admin = postgres(inject('databaseUrl'), { max: 1, onnotice: () => {} });
const urlOf = (database: string) =>
  Object.assign(new URL(inject('databaseUrl')), { pathname: `/${database}` }).toString();
await admin.unsafe(`create database ${name} template template0`);
await admin.unsafe(`create database ${name}_counted template template0`);
const sql = postgres(urlOf(name), { max: 1, onnotice: () => {} });
const counted = connect(urlOf(`${name}_counted`), { max: 1 });
afterAll(async () => {
  await sql.end();
  await counted.close();
  for (const one of [name, `${name}_counted`]) await admin.unsafe(`drop database if exists ${one} with (force)`);
  await admin.end();
});

async function apply(which: (file: string) => boolean, on = sql): Promise<void> {
  for (const file of files.filter(which))
    for (const statement of (await readFile(`${FOLDER}/${file}`, 'utf8')).split('--> statement-breakpoint'))
      if (statement.trim() !== '') await on.unsafe(statement);
}

const STATES = ['queued', 'sending', 'sent', 'deferred', 'failed', 'bounced', 'cancelled'];
const subject = 'The path C:\\new and \\ more';
const body = 'To Comcast:\n\nÑandú — 你好\r\n\n\nSubject: no\n';

/** What an installation of before migration 0012 may hold: two campaigns, contacts of each kind, letters and deliveries in every state. */
async function fillOld(): Promise<void> {
  await sql`insert into isps (slug, name, technologies) values ('comcast', 'Comcast', '{cable}')`;
  await sql`
    insert into regulators (slug, kind, state, state_name, name, confidence) values ('fcc', 'federal', null, null, 'FCC', 'sourced'),
      ('ftc', 'federal', null, null, 'FTC', 'sourced'), ('ag-ca', 'attorney_general', 'CA', 'California', 'Attorney General', 'sourced')`;
  await sql`insert into dockets (regulator_id, number, title, state_note) select id, 'CG 22-2', 'Labels', 'open' from regulators where slug = 'fcc'`;
  await sql`insert into campaigns (slug, state, goal, docket_id) values ('labels', 'open', 10, (select id from dockets)), ('promise', 'open', 10, null)`;
  await sql`
    insert into campaign_targets (campaign_id, kind, regulator_id, position)
    select c.id, t.kind, r.id, t.position
    from (values ('labels', 'regulator', 'fcc', 1), ('labels', 'isp', null, 2), ('promise', 'attorney_general', null, 1), ('promise', 'regulator', 'ftc', 2))
      as t (campaign, kind, regulator, position) join campaigns c on c.slug = t.campaign left join regulators r on r.slug = t.regulator`;
  await sql`
    insert into contacts (isp_id, channel, label, value, state, verified_by, verified_at, confidence, source) select i.id, 'email', 'Care', v.value, v.state, v.by, v.at::timestamptz, v.confidence, v.source
    from isps i, (values ('a@isp.example', 'verified', 'Olga', '2026-03-01', 'sourced', 'a bill'), ('b@isp.example', 'verified', 'Olga', '2026-03-02', 'sourced', null),
      ('c@isp.example', 'bounced', null, null, 'sourced', 'a bill'), ('d@isp.example', 'unverified', null, null, 'partly', null), ('e@isp.example', 'unverified', null, null, 'memory', null))
      as v (value, state, by, at, confidence, source)`;
  await sql`insert into consent_texts (kind, version, locale, body) values ('letter', 1, 'en', 'I send it.')`;
  await sql`
    insert into letter_templates (campaign_id, slug, locale, version, name, target_kind, position, source, source_sha256)
    select id, 'ask', 'en', 1, 'Ask', kind, 1, 'text', kind from campaigns, unnest(array['isp', 'regulator']) kind where kind = 'isp' or slug = 'never'`;
  for (const [number, state] of [...STATES, 'draft', 'previewed', 'discarded'].entries()) {
    const status = ['draft', 'previewed', 'discarded'].includes(state) ? state : 'sent';
    const digest = status === 'draft' ? null : letterDigest(Buffer.from(`Subject: ${subject}\n\n${body}`));
    const at = status === 'draft' ? null : '2026-05-01T00:00:00Z';
    for (const to of ['isp', 'fcc']) {
      const address = `w${number}${to}@mail.example`;
      const [person] =
        await sql`insert into people (canonical_address, address, name, locale) values (${address}, ${address}, 'Ana', 'en') returning id`;
      const [letter] = await sql`
        with signed as (
          insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by)
          select id, ${address}, ${address}, 'Ana', '94110', 'en', 'confirmed', ${person?.id}, now(), 'button' from campaigns where slug = 'labels' returning id, campaign_id
        )
        insert into letters (person_id, signature_id, campaign_id, template_id, regulator_id, isp_id, sender_name, locale, status, subject, body, template_body,
          bytes_sha256, previewed_at, sent_at, consent_text_id)
        select ${person?.id}, signed.id, signed.campaign_id, (select min(id) from letter_templates), (select id from regulators where slug = ${to}),
          (select id from isps where ${to} = 'isp'), 'Ana', 'en', ${status}, ${subject}, ${body}, 'text', ${digest}, ${at}::timestamptz,
          ${status === 'sent' ? at : null}::timestamptz, (select id from consent_texts where ${status} = 'sent') from signed returning id`;
      if (status !== 'sent') continue;
      await sql`
        insert into deliveries (letter_id, contact_id, channel, state, sent_at, next_attempt_at, attempts)
        select ${letter?.id}, min(id), 'email', ${state}, now(), now(), 1 from contacts`;
      await sql`insert into delivery_attempts (delivery_id, number, started_at, outcome) select max(id), 1, now(), 'started' from deliveries`;
    }
  }
}

const texts = () => sql`
  select id, public_id, status, subject, body, encode(bytes_sha256, 'hex') as digest, previewed_at, sent_at, consent_text_id, template_id from letters order by id`;
const ways = () =>
  sql`select id, public_id, letter_id, contact_id, channel, state, attempts, sent_at, next_attempt_at from deliveries order by id`;
const tries = () => sql`select * from delivery_attempts order by id`;

test('letters, deliveries, contacts and campaigns of before migration 0012 come through all later ones', async () => {
  await apply((file) => file < '0012');
  await fillOld();
  const before = [await texts(), await ways(), await tries()];
  await apply((file) => file >= '0012');
  expect([await texts(), await ways(), await tries()]).toEqual(before);

  const letters =
    await sql`select addressee_kind, status, docket_id, subject, body, bytes_sha256, previewed_bytes from letters order by id`;
  expect(letters).toHaveLength(2 * (STATES.length + 3));
  for (const { status, addressee_kind, docket_id, ...letter } of letters) {
    expect(docket_id !== null).toBe(addressee_kind === 'fcc_docket' && (status === 'draft' || status === 'previewed'));
    if (status === 'draft') expect(letter.previewed_bytes).toBeNull();
    else {
      expect(parseLetterSource(letter.previewed_bytes)).toMatchObject({ subject, body, fromName: null });
      expect(letterDigest(letter.previewed_bytes)).toEqual(letter.bytes_sha256);
    }
  }
  expect([
    ...(await sql`select c.slug, t.kind from campaign_targets t join campaigns c on c.id = campaign_id order by 1, t.position`),
  ]).toEqual([
    { slug: 'labels', kind: 'fcc_docket' },
    { slug: 'labels', kind: 'isp_customer_relations' },
    { slug: 'promise', kind: 'attorney_general' },
    { slug: 'promise', kind: 'ftc' },
  ]);
  expect(
    (await sql`select value, state, confidence, source from contacts order by value`).map((row) => Object.values(row)),
  ).toEqual([
    ['a@isp.example', 'verified', 'sourced', 'a bill'],
    ['b@isp.example', 'verified', 'sourced', 'checked by the organizers of this site on 2026-03-02'],
    ['c@isp.example', 'bounced', 'sourced', 'a bill'],
    ['d@isp.example', 'unverified', 'memory', null],
    ['e@isp.example', 'unverified', 'memory', null],
  ]);
  expect((await sql`select checked_by from contact_checks`).map(({ checked_by }) => checked_by)).toEqual([
    'Olga',
    'Olga',
  ]);

  await sql`update deliveries set state = 'sending' where state in ('queued', 'deferred')`;
  await sql`update deliveries set state = 'sent' where state = 'sending'`;
  await expect(sql`update deliveries set state = 'queued' where state = 'cancelled'`).rejects.toThrow(
    'may not go from cancelled to queued',
  );
});

/** Twelve signatures as they were counted before migration 0025: two withdrawn and one of them erased, one invalidated, one waiting. */
async function fillCounted(): Promise<void> {
  const { sql } = counted;
  await sql`insert into isps (slug, name, technologies) values ('comcast', 'Comcast', '{cable}')`;
  await sql`insert into campaigns (slug, state, goal) values ('labels', 'open', 10)`;
  await sql`
    insert into people (canonical_address, address, name, locale)
    select 'p' || n || '@mail.example', 'p' || n || '@mail.example', 'Ana', 'en' from generate_series(0, 11) n`;
  await sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, locale, status, person_id, confirmed_at, confirmed_by, counted_at)
    select 1, canonical_address, address, 'Ana', '94110', case when id % 2 = 0 then 'CA' end, case when id % 3 = 0 then 1 end, 'en', 'confirmed', id,
      '2026-05-01T12:00:00Z', 'button', case when id < 12 then timestamptz '2026-05-01T12:00:02Z' end from people order by id`;
  await sql`
    insert into count_entries (campaign_id, sequence, kind, signature_id, day, isp_id, state)
    select 1, id - 1, 'sign', id, '2026-05-01', isp_stated_id, state from signatures where counted_at is not null`;
  await sql`
    update signatures set status = case when id = 3 then 'invalidated' else 'withdrawn' end, withdrawn_at = case when id = 3 then null else timestamptz '2026-05-02' end,
      invalidated_at = case when id = 3 then timestamptz '2026-05-02' end, invalidation_reason = case when id = 3 then 'bulk' end, uncounted_at = '2026-05-02' where id <= 3`;
  await sql`
    insert into count_entries (campaign_id, sequence, kind, signature_id, day, isp_id, state)
    select 1, 10 + id, case when id = 3 then 'invalidate' else 'withdraw' end, id, '2026-05-02', isp_stated_id, state from signatures where id <= 3`;
  await sql`
    update signatures set erased_at = '2026-05-03', canonical_address = 'erased:' || id, address = '', name = '', zip = '00000' where id = 2`;
  await sql`
    insert into count_journal (campaign_id, day, isp_id, state, signed, withdrawn, invalidated)
    select 1, day, isp_id, state, count(*) filter (where kind = 'sign'), count(*) filter (where kind = 'withdraw'), count(*) filter (where kind = 'invalidate')
    from count_entries group by day, isp_id, state`;
  await sql`insert into campaign_counts (campaign_id, size, signed, withdrawn, invalidated, updated_at) values (1, 14, 11, 2, 1, now())`;
}

test('what was counted before migration 0025 gets a ledger whose recount equals the count, and goes on', async () => {
  const { db, sql } = counted;
  await apply((file) => file < '0025', sql);
  await fillCounted();
  await apply((file) => file >= '0025', sql);
  expect(await runSequencer({ db })).toMatchObject({ counted: 1, brokenLedgers: [] });
  const entries = await sql`select entry from count_entries order by sequence`;
  const leaves = entries.map(({ entry }) => parseLeaf(entry));
  expect(leaves.map((leaf, at) => leaf?.sequence === at)).toEqual(leaves.map(() => true));
  expect(leaves.map((leaf) => leaf?.kind)).toEqual([
    ...Array(11).fill('sign'),
    'withdraw',
    'withdraw',
    'invalidate',
    'sign',
  ]);
  expect(leaves.slice(11, 14).map((leaf) => leaf && 'of' in leaf && leaf.of)).toEqual([0, 1, 2]);
  expect([...(await sql`select tree_size::int from ledgers`)]).toEqual([{ tree_size: 15 }]);
  expect(await auditCounts(1, { db })).toEqual({ isSound: true, differences: [], waiting: 0 });
  const [salts] = await sql`select count(salt)::int as given from signatures`;
  expect(salts?.given).toBe(11);
});
