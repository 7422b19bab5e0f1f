import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { confirmByCode, confirmByToken, sign } from '#app/domain/signature/signature.server.ts';
import { connect, type Db } from '#db/client.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut, mailed, markMailed, secret, sign as signTakenUp } from './setting.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);
await signTakenUp(form({ email: 'first@mail.example' }), { db, secret });
await runSequencer({ db });
let claim = '';
let person = 0;

beforeEach(async () => {
  person += 1;
  const answer = await sign(form({ email: `p${person}@mail.example`, isp: 'cox' }), { db, secret });
  if (!answer.ok) throw new Error(answer.reason);
  claim = answer.claim;
  await markMailed(db, claim);
});

/** Everything that signers have in common: whole tables whose rows the crowd points at or adds up to. */
const SHARED = [
  'campaigns',
  'campaign_texts',
  'isps',
  'consent_texts',
  'address_rules',
  'campaign_counts',
  'count_journal',
  'ledgers',
  'ledger_tallies',
];

/** Does `work` on a connection that gives up after a moment, while another transaction holds every shared row for itself. Throws when it had to wait. */
async function whileAllIsHeld<T>(work: (impatient: Db) => Promise<T>): Promise<T> {
  const holder = database.another({ max: 1 });
  const impatient = connect(`${database.url}?options=${encodeURIComponent('-c lock_timeout=250')}`, { max: 1 });
  try {
    return await holder.db.transaction(async (tx) => {
      for (const table of SHARED) await tx.execute(sql`select 1 from ${sql.identifier(table)} for update`);
      return await work(impatient.db);
    });
  } finally {
    await impatient.close();
  }
}

describe('while another transaction holds every row that signers share', () => {
  it('a form is taken', async () => {
    expect(
      await whileAllIsHeld((held) => sign(form({ email: 'new@mail.example' }), { db: held, secret })),
    ).toMatchObject({
      ok: true,
    });
  });

  it('a signature is confirmed by the button', async () => {
    const { token } = mailed(claim);
    expect(await whileAllIsHeld((held) => confirmByToken(token, { db: held, secret }))).toMatchObject({
      ok: true,
      isNew: true,
    });
  });

  it('a signature is confirmed by the code, also from a later form that says something else', async () => {
    const second = await sign(form({ email: `p${person}@mail.example`, isp: 'comcast' }), { db, secret });
    if (!second.ok) throw new Error(second.reason);
    await markMailed(db, second.claim);
    const { code } = mailed(second.claim);
    const answer = await whileAllIsHeld((held) => confirmByCode({ claim: second.claim, code }, { db: held, secret }));
    expect(answer).toMatchObject({ ok: true, isNew: true });
  });

  it('the test can tell: whoever touches a shared row waits', async () => {
    const touch = whileAllIsHeld((held) => held.execute(sql`update campaigns set goal = goal`));
    await expect(touch).rejects.toMatchObject({ cause: { code: '55P03' } });
  });
});
