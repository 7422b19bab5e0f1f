import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import yauzl from 'yauzl';
import { exportFilingSet } from '#app/domain/filing/files.server.ts';
import { filerSchema } from '#app/domain/filing/filing.ts';
import { letterSource } from '#app/domain/letter/source.ts';
import type { Db } from '#db/client.ts';
import { confirmedWriter } from '#tests/support/writer.ts';

/** The day on which these tests play. */
export const now = () => new Date('2026-11-22T12:00:00Z');
/** The campaign with a docket. */
export const campaign = 'keep-the-labels-whole';
/** Who hands in. */
export const filer = filerSchema.parse({
  name: 'Example Campaign',
  email: 'org@campaign.example',
  line1: '1 Example Way',
  city: 'Denver',
  state: 'CO',
  zip: '80202',
});

interface Written {
  name?: string;
  body?: string;
  group?: number;
  unique?: number;
}

let number = 0;
/** A letter that waits for the docket, compared already. `group`: the cluster that it is of; `unique`: its own words of 100. */
export async function waiting(
  db: Db,
  { name = 'Ana Ruiz', body = 'Keep the labels whole.', group, unique = 0 }: Written = {},
) {
  number += 1;
  const { personId, address } = await confirmedWriter(db, { campaign, name, address: `filer${number}@mail.example` });
  const source = letterSource({
    fromName: name,
    replyTo: address,
    postal: { line1: `${number} Main St`, line2: null, city: 'Denver', state: 'CO', zip: '80202', zipExtension: null },
    to: 'Federal Communications Commission',
    ways: [{ channel: 'docket', address: 'CG 22-2' }],
    docket: { number: 'CG 22-2', title: 'Labels' },
    about: null,
    subject: 'Keep the label',
    body: `${body}\n`,
  });
  const bytes = Buffer.from(source);
  const digest = createHash('sha256').update(bytes).digest();
  const [row] = await db.execute<{ id: string; public_id: string }>(sql`
    insert into letters (person_id, signature_id, campaign_id, template_id, addressee_kind, docket_id, regulator_id, sender_name, sender_address, locale, status,
      subject, body, template_body, previewed_bytes, bytes_sha256, consent_text_id, previewed_at, sent_at)
    select ${personId}, s.id, c.id, (select min(id) from letter_templates where campaign_id = c.id), 'fcc_docket', c.docket_id,
      (select id from regulators where slug = 'fcc'), ${name}, ${JSON.stringify({ state: 'CO', zip: '80202' })}::text::jsonb, 'en', 'sent', 'Keep the label', ${`${body}\n`}, '',
      ${bytes}::bytea, ${digest}::bytea, (select min(id) from consent_texts), now(), timestamptz '2026-11-20' + ${number} * interval '1 second'
    from campaigns c join signatures s on s.campaign_id = c.id and s.person_id = ${personId} where c.slug = ${campaign} returning id, public_id`);
  const id = Number(row?.id);
  await db.execute(sql`
    insert into letter_prints (letter_id, campaign_id, method, words, sketch, personal_share, own_words, unique_words, text_key, form_id, cluster_id, computed_at)
    select ${id}, campaign_id, 1, 100, '\\x00', ${unique / 100}, ${unique}, ${unique}, ${unique > 0 ? id : -1}, ${group ?? id}, ${group ?? id}, now() from letters where id = ${id}`);
  await db.execute(sql`insert into deliveries (letter_id, contact_id, channel, state)
    select ${id}, (select min(id) from contacts), 'docket', 'awaiting'`);
  return { id, number, personId, address, publicId: row?.public_id ?? '' };
}

/** Every file of a set by name. */
export async function filesOf(db: Db, publicId: string) {
  const kept = new Map<string, Buffer>();
  const keep = async (name: string, source: Readable) => {
    kept.set(name, await buffer(source));
  };
  const result = await exportFilingSet({ publicId }, keep, { db, now });
  if (!result.ok) throw new Error(result.reason);
  const file = (end: string) => [...kept].find(([name]) => name.endsWith(end))?.[1] ?? Buffer.alloc(0);
  return { kept, file, result, rows: (end: string) => parse(file(end), { record_delimiter: '\r\n' }) as string[][] };
}

/** The files in a zip by name. */
export async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file))),
  );
  return new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', () => resolve(found));
    zip.on('entry', (entry: yauzl.Entry) =>
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        buffer(stream).then((content) => {
          found.set(entry.fileName, content);
          zip.readEntry();
        }, reject);
      }),
    );
    zip.readEntry();
  });
}
