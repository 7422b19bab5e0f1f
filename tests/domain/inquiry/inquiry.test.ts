import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { runSequencer } from '#app/domain/count/sequencer.server.ts';
import { letterMessageId } from '#app/domain/delivery/delivery.ts';
import { askAboutName, deleteExpiredInquiries, openByCode } from '#app/domain/inquiry/ask.server.ts';
import { doForName } from '#app/domain/inquiry/deed.server.ts';
import { correctionRequest, inquiryForm } from '#app/domain/inquiry/inquiry.ts';
import { mailInquiryFor } from '#app/domain/inquiry/mail.server.ts';
import { findNameUse } from '#app/domain/inquiry/name-use.server.ts';
import { keepMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { erasePerson } from '#app/domain/person/erase.server.ts';
import { renderMail } from '#emails/render.ts';
import { drafted, now, sent } from '#tests/domain/letter/stage.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase('template_seeded');
const secret = 'a secret of the tests, longer than thirty-two characters';
const given = { db, now, secret };

/** A question about an address, its mail taken as sent; answers the token and code that the mail carries. */
async function asked(email: string, name?: string) {
  const { claim } = await askAboutName({ email, name, website: '', locale: 'en' }, given);
  await db.execute(
    sql`update name_inquiries set mail_reserved_at = now(), mailed_at = now() where claim_hash = ${digestOf(claim)}::bytea`,
  );
  return { claim, ...challengeSecrets(digestOf(claim), secret) };
}
const usesOf = async (token: string) => {
  const uses = await findNameUse({ token, locale: 'en' }, given);
  if (!uses.ok) throw new Error(uses.reason);
  return uses;
};
const text = async (query: ReturnType<typeof sql>) => JSON.stringify(await db.execute(query));

describe('what was sent in the name of an address', () => {
  test('is shown whole behind the mailed link: signatures, letters with their bytes and ways, and nothing of others', async () => {
    const letter = await sent(db, { name: 'Ana Ruiz' });
    await sent(db, { name: 'Ben Okafor' });
    const { token } = await asked(letter.address.toUpperCase());
    const uses = await usesOf(token);
    expect(uses.signatures).toMatchObject([
      { name: 'Ana Ruiz', status: 'confirmed', confirmedBy: 'button', state: 'CA' },
    ]);
    expect(uses.letters).toMatchObject([
      { publicId: letter.publicId, status: 'sent', subject: letter.letter.subject, bytesSha256: letter.letter.seen },
    ]);
    expect(uses.letters[0]?.ways.map(({ channel, state }) => [channel, state])).toContainEqual(['email', 'queued']);
    const shown = uses.letters[0]?.source ?? '';
    expect(shown).toContain(`From: Ana Ruiz\nReply-To: ${letter.address}\n`);
    expect(createHash('sha256').update(shown).digest('hex')).toBe(letter.letter.seen);
    expect(uses.letters[0]?.consent).toContain('Send this letter exactly as shown');
    expect(JSON.stringify(uses)).not.toContain('Okafor');
  });

  test('is asked for in the same way, and mailed in the same words, whether there is anything', async () => {
    const { address } = await sent(db);
    const mails: { subject: string; text: string; to: { address: string } }[] = [];
    const post = {
      async send(mail: (typeof mails)[number]) {
        mails.push(mail);
        return { outcome: 'accepted' as const, response: '250 taken' };
      },
    };
    for (const email of [address, 'nobody@mail.example'])
      await askAboutName({ email, website: '', locale: 'en' }, given);
    const rows = await db.execute<{ id: string }>(sql`select id from name_inquiries order by id desc limit 2`);
    for (const { id } of rows)
      expect(
        await mailInquiryFor(Number(id), { ...given, post, renderMail, origin: 'https://untolled.example' }),
      ).toEqual({
        outcome: 'mailed',
      });
    const [one, other] = mails.map((mail) => mail.text.replace(/my-name\/\S+/, '').replace(/\b\d{6}\b/, ''));
    expect(one).toBe(other);
    expect(mails.map(({ to }) => to.address).sort()).toEqual([address, 'nobody@mail.example'].sort());
    expect(await usesOf((await asked('nobody@mail.example')).token)).toMatchObject({ signatures: [], letters: [] });
  });

  test('takes at most three of the five mails a day of an address, so that two are left for a form with a proof', async () => {
    const post = { send: async () => ({ outcome: 'accepted' as const, response: '250 taken' }) };
    const outcomes: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      await askAboutName({ email: 'flood@mail.example', website: '', locale: 'en' }, given);
      const [row] = await db.execute<{ id: string }>(sql`select max(id) as id from name_inquiries`);
      const tools = { ...given, post, renderMail, origin: 'https://untolled.example' };
      outcomes.push((await mailInquiryFor(Number(row?.id), tools)).outcome);
    }
    expect(outcomes).toEqual(['mailed', 'mailed', 'mailed', 'limit', 'limit', 'limit', 'limit']);
  });

  test('opens by the code of the mail too, five wrong ones shut it, and a day ends it', async () => {
    const { claim, code, token } = await asked('code@mail.example');
    expect(await openByCode({ claim, code }, given)).toEqual({ ok: true, token });
    const wrong = code === '000000' ? '000001' : '000000';
    for (let count = 0; count < 5; count += 1) await openByCode({ claim, code: wrong }, given);
    expect(await openByCode({ claim, code }, given)).toEqual({ ok: false, reason: 'code_locked' });
    const later = (hours: number) => () => new Date(now().getTime() + hours * 3_600_000);
    expect(await findNameUse({ token, locale: 'en' }, { ...given, now: later(25) })).toEqual({
      ok: false,
      reason: 'inquiry_expired',
    });
    expect(await doForName({ token, intent: 'erase' }, { ...given, now: later(25) })).toMatchObject({ ok: false });
    expect(await deleteExpiredInquiries({ db, now: later(25) })).toBe(0);
    expect(await deleteExpiredInquiries({ db, now: later(49) })).toBeGreaterThan(0);
  });

  test('keeps nothing when the trap field is filled, and takes an empty name for none', async () => {
    const count = () => text(sql`select count(*) from name_inquiries`);
    const before = await count();
    await askAboutName({ email: 'trap@mail.example', website: 'x', locale: 'en' }, given);
    expect(await count()).toBe(before);
    expect(inquiryForm.parse({ email: 'a@b.example', name: '  ' }).name).toBeUndefined();
    expect(inquiryForm.safeParse({ email: 'a@b.example', name: 'see www.spam.example' }).success).toBe(false);
  });
});

describe('the holder of the mailbox', () => {
  test('withdraws a signature, which leaves the count, and cannot touch another’s', async () => {
    const mine = await sent(db);
    const other = await sent(db);
    const { token } = await asked(mine.address);
    const theirs = await usesOf((await asked(other.address)).token);
    const [signature] = (await usesOf(token)).signatures;
    const which = String(theirs.signatures[0]?.id);
    expect(await doForName({ token, intent: 'withdraw-signature', which }, given)).toEqual({
      ok: false,
      reason: 'unknown',
    });
    await runSequencer({ db, now });
    const counted = () =>
      text(
        sql`select counted_at is not null as a, uncounted_at is not null as b from signatures where id = ${signature?.id ?? 0}`,
      );
    expect(await counted()).toBe('[{"a":true,"b":false}]');
    for (let twice = 0; twice < 2; twice += 1)
      expect(await doForName({ token, intent: 'withdraw-signature', which: String(signature?.id) }, given)).toEqual({
        ok: true,
      });
    await runSequencer({ db, now });
    expect(await counted()).toBe('[{"a":true,"b":true}]');
  });

  test('withdraws a letter: what has not left is cancelled, what has left is said to have', async () => {
    const mine = await sent(db);
    const other = await sent(db);
    const { token } = await asked(mine.address);
    expect(await doForName({ token, intent: 'withdraw-letter', which: other.publicId }, given)).toMatchObject({
      ok: false,
    });
    expect(await doForName({ token, intent: 'withdraw-letter', which: mine.publicId }, given)).toEqual({ ok: true });
    const [letter] = (await usesOf(token)).letters;
    expect(letter?.withdrawnAt).not.toBeNull();
    expect(letter?.ways.map(({ state }) => state)).toEqual(letter?.ways.map(() => 'cancelled'));
    expect((await usesOf((await asked(other.address)).token)).letters[0]?.withdrawnAt).toBeNull();
  });

  test('erases everything: no table of the database holds the name, the address or the words any more', async () => {
    const name = 'Zyxwvut Erasable';
    const address = 'zyxwvut.erasable@mail.example';
    const words = 'My stream of qwxyzzy stalls every evening, and nobody at the company answers me.';
    const mine = await sent(db, { name, address }, { body: words });
    await drafted(db, 'attorney_general', { name, address: `other-${address}` });
    const { token } = await asked(address, name);
    // What a site without a mail server keeps of the letter itself, which went to the ISP's address.
    const source = Buffer.from(`Reply-To: ${name} <${address}>\r\n\r\n${words}`);
    const kept = { kind: 'letter', from: 'a@untolled.example', to: 'desk@isp.example', subject: 'A letter', source };
    await keepMessage(
      { ...kept, messageId: letterMessageId(mine.deliveryPublicId, 'https://untolled.example') },
      given,
    );
    await runSequencer({ db, now });
    expect(await doForName({ token, intent: 'erase' }, given)).toEqual({ ok: true });
    expect(await findNameUse({ token, locale: 'en' }, given)).toEqual({ ok: false, reason: 'inquiry_unknown' });
    const tables = await db.execute<{ name: string }>(sql`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`);
    const found: string[] = [];
    for (const table of tables) {
      const rows = await db.execute(sql`select 1 from ${sql.raw(table.name)} t
        where (t::text like ${`%${address}%`} and t::text not like ${`%other-${address}%`}) or t::text like '%qwxyzzy%'
          or t::text like ${`%${Buffer.from('qwxyzzy').toString('hex')}%`}`);
      if (rows.length > 0) found.push(table.name);
    }
    expect(found).toEqual([]);
    expect(tables.length).toBeGreaterThan(50);
    expect(
      await text(sql`select status, subject, body, sender_name from letters where public_id = ${mine.publicId}`),
    ).toBe('[{"status":"sent","subject":"","body":"","sender_name":""}]');
    await runSequencer({ db, now });
    expect(
      await text(
        sql`select count(*)::int as n from signatures where erased_at is not null and uncounted_at is not null`,
      ),
    ).toBe('[{"n":1}]');
    expect(await text(sql`select name from people where canonical_address = ${`other-${address}`}`)).toContain(name);
    await erasePerson(address, given);
  });

  test('may sign again after erasing, as somebody new', async () => {
    const { address } = await sent(db);
    await erasePerson(address, given);
    const again = await sent(db, { address });
    expect((await usesOf((await asked(again.address)).token)).signatures).toHaveLength(1);
  });

  test('erases while the count goes on and while somebody else erases, and both end well', async () => {
    const { address } = await sent(db);
    const second = another();
    const results = await Promise.allSettled([
      erasePerson(address, given),
      runSequencer({ db: second.db, now }),
      erasePerson(address, { ...given, db: second.db }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    await runSequencer({ db, now });
    expect(
      await text(
        sql`select count(*)::int as n from signatures where erased_at is not null and counted_at is not null and uncounted_at is null`,
      ),
    ).toBe('[{"n":0}]');
  });
});

describe('a name on the public record', () => {
  test('is found in filings from other mailboxes, by docket and number alone, and only when a name was asked for', async () => {
    const filed = await sent(db, { name: 'Maria Public', campaign: 'keep-the-labels-whole' });
    await db.execute(sql`
      update letters set addressee_kind = 'fcc_docket', isp_id = null, regulator_id = (select id from regulators where slug = 'fcc'),
        docket_id = (select docket_id from campaigns where slug = 'keep-the-labels-whole') where public_id = ${filed.publicId}`);
    await db.execute(sql`
      insert into deliveries (letter_id, contact_id, channel, state, external_id, external_at)
      select l.id, (select min(id) from contacts), 'docket', 'filed', '2026112212345', '2026-11-20' from letters l where public_id = ${filed.publicId}`);
    const { token } = await asked('another.maria@mail.example', 'maria public');
    expect((await usesOf(token)).publicUses).toEqual([
      { kind: 'letter', docket: 'CG 22-2', filedAt: new Date('2026-11-20T00:00:00Z'), confirmation: '2026112212345' },
    ]);
    expect(JSON.stringify(await usesOf(token))).not.toContain(filed.address);
    expect((await usesOf((await asked('another.maria@mail.example')).token)).publicUses).toBeNull();
    expect((await usesOf((await asked(filed.address, 'Maria Public')).token)).publicUses).toEqual([]);
  });

  test('comes with the wording of a correction that names docket, filing and fact, and says no more than is true', () => {
    const facts = { docket: 'CG 22-2', name: 'Maria Public', filedOn: '2026-11-20', confirmation: '2026112212345' };
    expect(correctionRequest(facts, false)).toContain('I did not write or send this comment');
    expect(correctionRequest(facts, true)).toContain('I sent this comment and withdraw it.');
    for (const isMine of [true, false])
      expect(correctionRequest(facts, isMine)).toMatch(/CG 22-2[\s\S]*Maria Public[\s\S]*2026112212345/);
    expect(correctionRequest({ ...facts, confirmation: null }, false)).toContain('no confirmation number known');
  });
});
