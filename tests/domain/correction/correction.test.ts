import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  decideCorrection,
  findCorrection,
  listCorrections,
  mailCorrectionDecision,
} from '#app/domain/correction/correction.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from '../signature/setting.ts';
import { confirmed, layOutRecord, said } from '../submission/setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
await layOutRecord(db);
const given = { db, secret };

type Sent = { to: { address: string }; subject: string; text: string; messageId: string };
function post(answers: ('temporary_failure' | 'permanent_failure')[] = []) {
  const sent: Sent[] = [];
  const tools = {
    origin: 'https://petition.example',
    post: {
      async send(mail: Sent) {
        sent.push(mail);
        const outcome = answers.shift();
        return outcome ? { outcome, code: 451, response: 'no' } : { outcome: 'accepted' as const, response: '250 OK' };
      },
    },
    async renderMail(name: string, locale: string, props: object) {
      return { subject: `${name} ${locale}`, html: '', text: JSON.stringify(props), headers: {} };
    },
  };
  return { sent, tools: { ...given, ...tools } };
}
const idOf = async (publicId: string) =>
  Number(
    (await db.execute<{ id: string }>(sql`select id from incident_corrections where public_id = ${publicId}`))[0]?.id,
  );

beforeEach(async () => {
  await db.execute(sql`truncate submissions, incident_corrections cascade`);
  await db.execute(sql`delete from pgboss.job`);
});

async function corrected() {
  return (await confirmed(db, said.correction(), { locale: 'es' })).became.became;
}

describe('a correction', () => {
  test('waits for the editors without the name or address of its sender', async () => {
    const publicId = await corrected();
    const waiting = await listCorrections('new', given);
    expect(waiting).toMatchObject([{ publicId, incidentSlug: 'deal', state: 'new' }]);
    expect(JSON.stringify(waiting)).not.toMatch(/Ada|mail\.example/);
  });

  test('is decided once, by one of two editors at once, and its sender is told once', async () => {
    const publicId = await corrected();
    const pools = [another({ max: 1 }), another({ max: 1 })];
    await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
    const results = await Promise.all(
      pools.map((pool, i) =>
        decideCorrection(
          { publicId, decision: i ? 'accepted' : 'declined', note: `Note ${i}`, by: 'Ed' },
          { db: pool.db },
        ),
      ),
    );
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await db.execute(sql`select from pgboss.job where name = 'mail.correction-decision'`)).toHaveLength(1);
    const { sent, tools } = post(['temporary_failure']);
    const id = await idOf(publicId);
    await expect(mailCorrectionDecision(id, tools)).rejects.toMatchObject({ code: 451 });
    expect(await mailCorrectionDecision(id, tools)).toEqual({ outcome: 'mailed' });
    expect(await mailCorrectionDecision(id, tools)).toEqual({ outcome: 'already_mailed' });
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]).toMatchObject({ to: { address: 'ada@mail.example' }, subject: 'correction-decision es' });
    expect(JSON.parse(sent[0]?.text ?? '')).toMatchObject({
      incidentUrl: 'https://petition.example/es/incidents/deal',
      whatIsWrong: 'The order is of 12 March, not 13.',
    });
  });

  test('without a note, unknown, or not yet decided: nothing is mailed', async () => {
    const publicId = await corrected();
    const { sent, tools } = post();
    expect(await mailCorrectionDecision(await idOf(publicId), tools)).toEqual({ outcome: 'unknown' });
    await expect(decideCorrection({ publicId, decision: 'accepted', note: ' ', by: 'Ed' }, given)).rejects.toThrow(
      'note',
    );
    expect(await decideCorrection({ publicId: 'x', decision: 'accepted', note: 'n', by: 'Ed' }, given)).toMatchObject({
      reason: 'unknown',
    });
    expect(await findCorrection("' or 1=1", given)).toBeNull();
    expect(sent).toHaveLength(0);
  });

  test('of somebody who was erased or whose mailbox refuses is given up', async () => {
    const publicId = await corrected();
    await decideCorrection({ publicId, decision: 'declined', note: 'No.', by: 'Ed' }, given);
    const { tools } = post(['permanent_failure']);
    expect(await mailCorrectionDecision(await idOf(publicId), tools)).toEqual({ outcome: 'refused' });
    const second = await corrected();
    await decideCorrection({ publicId: second, decision: 'declined', note: 'No.', by: 'Ed' }, given);
    await db.execute(sql`update people set canonical_address = null, address = null, name = null, erased_at = now()`);
    expect(await mailCorrectionDecision(await idOf(second), post().tools)).toEqual({ outcome: 'nobody' });
  });
});
