import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { mailConfirmationFor, sign } from '#app/domain/signature/signature.server.ts';
import { mailSubmissionFor } from '#app/domain/submission/mail.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { challengeId, form, layOut, secret } from '../signature/setting.ts';
import { handIn, layOutRecord, said } from './setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
await layOutRecord(db);
const given = { db, secret };

type Sent = { kind: string; messageId: string; to: { address: string }; subject: string; text: string };

/** A post that keeps what it is handed and answers as told, and a renderer that writes the props down. */
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
  return { sent, tools };
}

beforeEach(async () => {
  await db.execute(sql`delete from submissions`);
  await db.execute(sql`delete from signatures`);
});

describe('the mail of a submission', () => {
  test('carries link and code to the address as typed, in the language of the form, and nothing else of it', async () => {
    const { id, token, code } = await handIn(db, said.correction({ email: 'Ada@MAIL.example' }), { locale: 'es' });
    const { sent, tools } = post();
    expect(await mailSubmissionFor(id, { ...given, ...tools })).toEqual({ outcome: 'mailed' });
    expect(sent[0]).toMatchObject({
      to: { address: 'Ada@mail.example' },
      messageId: `<submission.${id}@petition.example>`,
      subject: 'submission-confirmation es',
    });
    expect(JSON.parse(sent[0]?.text ?? '')).toMatchObject({
      kind: 'correction',
      about: 'Incident deal',
      code,
      confirmUrl: `https://petition.example/es/submissions/confirm/${token}`,
    });
    expect(sent[0]?.text).not.toContain('12 March');
    expect(await mailSubmissionFor(id, { ...given, ...tools })).toEqual({ outcome: 'already_mailed' });
    expect(sent).toHaveLength(1);
  });

  test('is thrown when the server puts it off, the same when it is tried again, and given up when it is refused for good', async () => {
    const { id } = await handIn(db, said.correction());
    const { sent, tools } = post(['temporary_failure', 'permanent_failure']);
    await expect(mailSubmissionFor(id, { ...given, ...tools })).rejects.toMatchObject({ code: 451 });
    expect(await mailSubmissionFor(id, { ...given, ...tools })).toEqual({ outcome: 'refused' });
    expect(sent[1]).toEqual(sent[0]);
    expect(await mailSubmissionFor(id, { ...given, ...tools })).toEqual({ outcome: 'already_mailed' });
    expect(await mailSubmissionFor(999_999, { ...given, ...tools })).toEqual({ outcome: 'unknown' });
  });

  test('and of a signature go to one address five times a day together, however many workers race', async () => {
    const jobs: ((tools: Parameters<typeof mailSubmissionFor>[1]) => Promise<{ outcome: string }>)[] = [];
    const { sent, tools } = post();
    for (let i = 0; i < 6; i++) {
      const { id } = await handIn(db, said.correction({ email: `ada+${i}@mail.example` }));
      jobs.push((given) => mailSubmissionFor(id, given));
      const signed = await sign(form({ email: `ada+s${i}@mail.example` }), given);
      if (!signed.ok) throw new Error(signed.reason);
      const challenge = await challengeId(db, signed.claim);
      jobs.push((given) => mailConfirmationFor(challenge, given));
    }
    const pools = jobs.map(() => another({ max: 1 }));
    await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
    const results = await Promise.all(jobs.map((job, i) => job({ secret, ...tools, db: pools[i]?.db ?? db })));
    expect(results.filter(({ outcome }) => outcome === 'mailed')).toHaveLength(5);
    expect(results.filter(({ outcome }) => outcome === 'limit')).toHaveLength(7);
    expect(sent).toHaveLength(5);
    const { id } = await handIn(db, said.correction({ email: 'bob@mail.example' }));
    expect(await mailSubmissionFor(id, { ...given, ...tools })).toEqual({ outcome: 'mailed' });
  });

  test('is not sent when signatures took three of today, and leaves two for signatures with a proof', async () => {
    const { tools } = post();
    const mailForm = async (over: Parameters<typeof form>[0] = {}) => {
      const signed = await sign(form(over), given);
      if (!signed.ok) throw new Error(signed.reason);
      return (await mailConfirmationFor(await challengeId(db, signed.claim), { ...given, ...tools })).outcome;
    };
    const mailOther = async () => {
      const { id } = await handIn(db, said.correction());
      return (await mailSubmissionFor(id, { ...given, ...tools })).outcome;
    };
    const free = { proof: 'none', proofDigest: null, openMs: 20_000, networkKey: null } as const;
    expect([await mailOther(), await mailForm({ signs: free }), await mailOther()]).toEqual(Array(3).fill('mailed'));
    expect([await mailOther(), await mailForm({ signs: free })]).toEqual(['limit', 'limit']);
    expect([await mailForm(), await mailForm(), await mailForm()]).toEqual(['mailed', 'mailed', 'limit']);
  });
});
