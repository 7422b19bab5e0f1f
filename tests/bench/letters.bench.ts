import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { currentConsent } from '#app/domain/campaign/campaign.server.ts';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { previewLetter } from '#app/domain/letter/edit.server.ts';
import { loadTemplates } from '#app/domain/letter/load-templates.server.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { connect, type Db } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { letters } from '#db/schema/letter.ts';
import { seed } from '#db/seed/load.ts';
import { confirmedWriter } from '#tests/support/writer.ts';
import { alternate, type Bench } from './alternate.ts';

const CLIENTS = 8;
const ROUND_MS = 4000;
const CAMPAIGN = 'put-it-in-writing';
const BODY = `To whom it may concern:\n\n${'My films stop every evening at eight, and nothing else does. '.repeat(30)}\n`;

/** What the runner says of this benchmark. */
export const description =
  'letters drafted, previewed and sent with their deliveries and jobs, per s, against the same rows by plain SQL';

/** Fewer than usual: each round needs some thousand people. */
export const rounds = 3;

/**
 * Ours: eight people at a time, each with a confirmed signature of their own, who draft one letter from its template, preview it as they changed it and
 * send it: one letter row in three states, its deliveries by mail and on paper, three jobs. The limit: eight connections that write rows of the same
 * tables and sizes by prepared statements, one transaction a letter, and read nothing. One PostgreSQL serves both, with fsync on. The letters of a
 * round are counted in the tables afterwards.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-letters-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true, unsafe: false });
  try {
    await database.createDatabase('bench');
    const url = database.url('bench');
    await migrate(url);
    const pool = connect(url, { max: CLIENTS });
    const sql = postgres(url, { max: CLIENTS, onnotice: () => {} });
    try {
      await seed({ db: pool.db, demonstration: true });
      await loadTemplates({ db: pool.db });
      const stage = await prepare(pool.db);
      await ours(pool.db, stage, 500);
      return await alternate(tools, 'letters/s', {
        ours: () => ours(pool.db, stage, ROUND_MS),
        limit: () => limit(sql, stage, ROUND_MS),
      });
    } finally {
      await sql.end();
      await pool.close();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

interface Stage {
  targetId: number;
  consentTextId: number;
  /** A letter that was sent, whose row the limit copies. */
  letterId: number;
}

async function prepare(db: Db): Promise<Stage> {
  const { personId } = await confirmedWriter(db, { campaign: CAMPAIGN });
  const writing = await findWriting({ slug: CAMPAIGN, personId, locale: 'en' }, { db });
  const options = writing.ok ? writing.options : [];
  const target = options.find((option) => option.ok && option.targetKind === 'isp_customer_relations');
  const consent = await currentConsent('letter', 'en', { db });
  if (!target || !consent) throw new Error('the seed has no addressee or no wording');
  const stage = { targetId: target.targetId, consentTextId: consent.id, letterId: 0 };
  await writeOne(db, stage, personId);
  const [row] = await db.select({ id: letters.id }).from(letters).limit(1);
  return { ...stage, letterId: row?.id ?? 0 };
}

async function writeOne(db: Db, { targetId, consentTextId }: Stage, personId: number): Promise<void> {
  const choice = { targets: [targetId], templates: {} };
  const drafted = await draftLetters({ slug: CAMPAIGN, personId, locale: 'en', choice }, { db });
  if (!drafted.ok) throw new Error(drafted.reason);
  const owner = { publicId: drafted.publicIds[0] ?? '', personId };
  const shown = await previewLetter({ ...owner, subject: 'A promise in writing', body: BODY }, { db });
  if (!shown.ok) throw new Error(shown.reason);
  const [row] = await db.execute<{ seen: string }>(
    `select encode(bytes_sha256, 'hex') as seen from letters where public_id = '${owner.publicId}'`,
  );
  const sent = await sendLetter({ ...owner, seen: row?.seen ?? '', consentTextId }, { db });
  if (!sent.ok) throw new Error(sent.reason);
}

async function ours(db: Db, stage: Stage, forMs: number): Promise<number> {
  const people = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const some: number[] = [];
      for (let index = 0; index < Math.ceil(forMs / 10); index += 1)
        some.push((await confirmedWriter(db, { campaign: CAMPAIGN })).personId);
      return some;
    }),
  );
  return perSecond(forMs, async (client) => {
    const personId = people[client]?.pop();
    if (personId === undefined) throw new Error('the benchmark ran out of people');
    await writeOne(db, stage, personId);
  });
}

const bytes = Buffer.from(`Subject: A promise in writing\n\n${BODY}`);
const digest = createHash('sha256').update(bytes).digest();

function limit(sql: postgres.Sql, { letterId }: Stage, forMs: number): Promise<number> {
  return perSecond(forMs, () =>
    sql.begin(async (tx) => {
      const [letter] = await tx<{ id: number }[]>`
        insert into letters (person_id, signature_id, campaign_id, template_id, addressee_kind, isp_id, sender_isp_id, sender_state, sender_name,
            locale, status, subject, body, template_body, evidence, previewed_bytes, bytes_sha256, consent_text_id, previewed_at)
          select person_id, signature_id, campaign_id, template_id, addressee_kind, isp_id, sender_isp_id, sender_state, sender_name,
            locale, 'previewed', subject, body, template_body, evidence, ${bytes}, ${digest}, consent_text_id, now()
          from letters where id = ${letterId} returning id`;
      const id = letter?.id ?? 0;
      await tx`insert into deliveries (letter_id, contact_id, channel, state)
        select ${id}, contact_id, channel, 'queued' from deliveries where letter_id = ${letterId}`;
      await tx`select enqueue_job(gen_random_uuid(), name, jsonb_build_object('letterId', ${id}::bigint), 0)
        from unnest(array['letter.deliver', 'letter.print']) as name`;
    }),
  );
}

async function perSecond(forMs: number, one: (client: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const client = async (number: number) => {
    while (performance.now() - startedAt < forMs) {
      await one(number);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  return (done * 1000) / (performance.now() - startedAt);
}
