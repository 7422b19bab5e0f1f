import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { addMailDomain, listMailDomains, removeMailDomain } from '#app/domain/reply/mail-domain.server.ts';
import { listReplies, listRepliesOfIsp, listRepliesToEntries, withdrawReply } from '#app/domain/reply/reply.server.ts';
import { confirmSubmissionByToken } from '#app/domain/submission/confirm.server.ts';
import { replyForm } from '#app/domain/submission/submission.ts';
import { submit } from '#app/domain/submission/submit.server.ts';
import { readFacts } from '#db/seed/facts.ts';
import { isSubscriberMailDomain } from '#db/subscriber-mail-domains.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from '../signature/setting.ts';
import { confirmed, handIn, layOutRecord, onNetworkOf, said } from '../submission/setting.ts';

const { db } = await testDatabase();
await layOut(db);
await layOutRecord(db);
const given = { db, secret };
const idOf = async (table: 'isps' | 'incidents', slug: string) =>
  Number((await db.execute<{ id: string }>(sql`select id from ${sql.identifier(table)} where slug = ${slug}`))[0]?.id);
const incidentId = await idOf('incidents', 'deal');
const repliesTo = async (id: number) => (await listReplies([id], given))(id);
const by = 'Ed';

async function refusalOf(email: string, about?: Parameters<typeof said.reply>[1]) {
  const form = said.reply({ email }, about);
  const result = await submit({ ...form, locale: 'en', seen: onNetworkOf(), networkKey: null }, given);
  return result.ok ? 'taken' : result.reason;
}

beforeEach(async () => {
  await db.execute(sql`truncate submissions, isp_replies cascade`);
  await db.execute(sql`update isp_mail_domains set removed_at = null, removed_by = null`);
});

describe('a reply', () => {
  test('is published on confirmation, letter for letter, with author, role, domain and day', async () => {
    await confirmed(db, said.reply({ body: '  We see it\r\n\r\n\tdifferently. <b>Ünïcode</b>  ' }));
    expect(await repliesTo(incidentId)).toMatchObject([
      {
        ispSlug: 'comcast',
        domain: 'xfinity.example',
        said: {
          authorName: 'Grace Hopper',
          authorRole: 'Vice President',
          body: '  We see it\n\n\tdifferently. <b>Ünïcode</b>  ',
        },
        withdrawn: null,
      },
    ]);
    expect(JSON.stringify(await repliesTo(incidentId))).not.toContain('grace');
    expect(await listRepliesToEntries(['deal', 'both'], given)).toEqual({ deal: await repliesTo(incidentId) });
  });

  test('can stand beside the record as a whole', async () => {
    await confirmed(db, said.reply({}, { ispSlug: 'comcast' }));
    expect(await listRepliesOfIsp(await idOf('isps', 'comcast'), given)).toMatchObject([{ incidentSlug: null }]);
    expect(await repliesTo(incidentId)).toHaveLength(0);
  });

  test('to an incident of two ISPs is that of the one whose domain it comes from', async () => {
    await confirmed(db, said.reply({ email: 'vp@cox.example' }, { incidentSlug: 'both' }));
    expect(await repliesTo(await idOf('incidents', 'both'))).toMatchObject([{ ispSlug: 'cox' }]);
  });

  test.each([
    'ceo@xfinity.example.evil.example',
    'ceo@evilxfinity.example',
    'ceo@mail.xfinity.example',
    'ceo@cox.example',
    'ceo@xfinity.examples',
    'ceo@xfınity.example',
    'ceo@хfinity.example',
    'ceo@xn--finity-z2f.example',
    'xfinity.example@evil.example',
    'ceo+xfinity.example@evil.example',
    'ceo@gmail.com',
  ])('from %s is refused', async (email) => {
    expect(await refusalOf(email)).toBe('domain_unlisted');
    expect(await db.execute(sql`select from submissions`)).toHaveLength(0);
  });

  test.each([
    'ceo@xfinity.example@evil.example',
    'ceo@xfinity.example\r\nBcc: x@evil.example',
    '"ceo@xfinity.example"@evil.example',
    'ceo@evil.example?x=@xfinity.example#',
    'ceo@[127.0.0.1]',
  ])('from %s is no address', (email) => {
    const form = { name: 'A', role: 'B', body: 'Hello there', email };
    expect(replyForm.safeParse(form).success).toBe(false);
  });

  test.each(['ceo@XFINITY.example', 'ceo@xfinity.example.', 'ceo@ｘfinity.example'])(
    'from %s, the same domain, is taken',
    async (email) => {
      expect(await refusalOf(email)).toBe('taken');
    },
  );

  test('in the name of an ISP without a domain, or of an incident that names none, is refused', async () => {
    expect(await refusalOf('vp@tiny.example', { ispSlug: 'tiny' })).toBe('domain_unlisted');
    expect(await refusalOf('vp@xfinity.example', { incidentSlug: 'nobody' })).toBe('domain_unlisted');
  });

  test('is not published when the domain was taken off meanwhile', async () => {
    const { token } = await handIn(db, said.reply());
    expect(await removeMailDomain({ ispSlug: 'comcast', domain: 'xfinity.example', by }, given)).toBe(true);
    expect(await confirmSubmissionByToken(token, given)).toEqual({ ok: false, reason: 'domain_unlisted' });
    expect(await repliesTo(incidentId)).toHaveLength(0);
  });

  test('cannot be edited, only withdrawn with a reason that is shown in place of its words', async () => {
    const { became } = await confirmed(db, said.reply());
    for (const column of ['body', 'author_name', 'author_role', 'domain'])
      await expect(db.execute(sql`update isp_replies set ${sql.identifier(column)} = 'x'`)).rejects.toMatchObject({
        cause: { constraint_name: 'isp_replies_words_kept' },
      });
    await expect(withdrawReply({ publicId: became.became, reason: ' ' }, given)).rejects.toThrow('reason');
    expect(await withdrawReply({ publicId: became.became, reason: 'Sent by an impostor.' }, given)).toBe(true);
    expect(await withdrawReply({ publicId: became.became, reason: 'Again.' }, given)).toBe(false);
    expect(await repliesTo(incidentId)).toMatchObject([
      { said: null, withdrawn: { reason: 'Sent by an impostor.' }, domain: 'xfinity.example' },
    ]);
  });
});

describe('the list of mail domains', () => {
  test.each(['comcast.net', 'nyc.rr.com', 'optimum.net', 'frontier.com', 'sonic.net', 'gmail.com'])(
    'never takes %s, where subscribers or all have mailboxes',
    async (domain) => {
      expect(await addMailDomain({ ispSlug: 'comcast', domain, source: 's', by }, given)).toEqual({
        ok: false,
        reason: 'subscribers',
      });
    },
  );

  test('ignores such a domain even when it stands in the table', async () => {
    await db.execute(sql`insert into isp_mail_domains (isp_id, domain, source, added_by)
      select id, 'comcast.net', 's', 'a slip' from isps where slug = 'comcast'`);
    expect(await refusalOf('anyone@comcast.net')).toBe('domain_unlisted');
    await db.execute(sql`delete from isp_mail_domains where domain = 'comcast.net'`);
  });

  test('takes a domain, makes it ASCII, and takes it again after it was removed', async () => {
    const add = () => addMailDomain({ ispSlug: 'tiny', domain: ' Bücher.example ', source: 's', by }, given);
    expect(await add()).toEqual({ ok: true, domain: 'xn--bcher-kva.example' });
    expect(await removeMailDomain({ ispSlug: 'tiny', domain: 'xn--bcher-kva.example', by }, given)).toBe(true);
    expect(await add()).toMatchObject({ ok: true });
    const ofTiny = await listMailDomains({ ispIds: [await idOf('isps', 'tiny')] }, given);
    expect(ofTiny.map(({ domain }) => domain)).toEqual(['xn--bcher-kva.example']);
    expect(await addMailDomain({ ispSlug: 'gone', domain: 'a.example', source: 's', by }, given)).toMatchObject({
      reason: 'isp_unknown',
    });
    expect(await addMailDomain({ ispSlug: 'tiny', domain: 'localhost', source: 's', by }, given)).toMatchObject({
      reason: 'shape',
    });
  });

  test('of the seed holds website domains only, and none where subscribers have mailboxes', async () => {
    const { mailDomains, isps } = await readFacts();
    expect(mailDomains.length).toBeGreaterThan(5);
    for (const { isp, domain } of mailDomains) {
      expect(isSubscriberMailDomain(domain), domain).toBe(false);
      expect(isps.isps.find(({ slug }) => slug === isp)?.contacts.website, isp).toContain(domain);
    }
    const said = await readFile('db/seed/mail-domains.yaml', 'utf8');
    for (const doubtful of ['optimum', 'frontier', 'sonic', 'wow', 'charter', 'cable-one', 'midco'])
      expect(said).not.toContain(`isp: ${doubtful},`);
  });
});
