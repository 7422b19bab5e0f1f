import { readdir, readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { afterAll, expect, inject, test } from 'vitest';
import { letterDigest } from '#app/domain/letter/edit.server.ts';
import { parseLetterSource } from '#app/domain/letter/source.ts';

const FOLDER = 'db/migrations';
const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();

const name = `upgrade_${process.pid}_${Date.now()}`;
const admin = postgres(inject('databaseUrl'), { max: 1, onnotice: () => {} });
await admin.unsafe(`create database ${name} template template0`);
const sql = postgres(Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).toString(), {
  max: 1,
  onnotice: () => {},
});
afterAll(async () => {
  await sql.end();
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
});

async function apply(which: (file: string) => boolean): Promise<void> {
  for (const file of files.filter(which))
    for (const statement of (await readFile(`${FOLDER}/${file}`, 'utf8')).split('--> statement-breakpoint'))
      if (statement.trim() !== '') await sql.unsafe(statement);
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
