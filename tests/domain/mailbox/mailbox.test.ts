import { expect, test } from 'vitest';
import { findMessage, findMessageSource, keepMessage, listMessages } from '#app/domain/mailbox/mailbox.server.ts';
import { messageNumber } from '#app/domain/mailbox/mailbox.ts';
import { createMailboxPost } from '#emails/transport.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase();
const now = () => new Date('2026-11-22T12:00:00Z');

function post(at = now()) {
  return createMailboxPost({
    from: { name: 'Untolled', address: 'campaign@untolled.example' },
    keep: (mail) => keepMessage(mail, { db, now: () => at }),
  });
}

test('a kept message is found again with its headers, both parts and its links', async () => {
  await post().send({
    kind: 'confirmation',
    messageId: '<confirm.1@untolled.example>',
    to: { name: 'José Núñez', address: 'jose@example.com' },
    replyTo: { address: 'answers@example.com' },
    subject: '¿Confirma usted?',
    text: 'Abra https://untolled.example/confirm/abc y https://untolled.example/confirm/abc\n',
    html: '<p>Abra <a href="https://untolled.example/confirm/abc">esto</a></p>',
  });
  const [entry] = await listMessages({ db });
  expect(entry).toMatchObject({ kind: 'confirmation', to: 'jose@example.com', subject: '¿Confirma usted?' });
  expect(entry?.keptAt).toBe('2026-11-22T12:00:00.000Z');
  const message = await findMessage(entry?.id ?? 0, { db });
  const header = (name: string) => message?.headers.find((one) => one.name === name)?.value;
  expect(header('Subject')).toBe('¿Confirma usted?');
  expect(header('To')).toBe('José Núñez <jose@example.com>');
  expect(header('Reply-To')).toBe('answers@example.com');
  expect(header('Message-ID')).toBe('<confirm.1@untolled.example>');
  expect(message?.text).toContain('Abra https://');
  expect(message?.html).toContain('<p>Abra');
  expect(message?.links).toEqual(['https://untolled.example/confirm/abc']);
  const source = await findMessageSource(entry?.id ?? 0, { db });
  expect(source?.toString()).toMatch(/^From: Untolled <campaign@untolled\.example>\r\n/);
});

test('fifty simultaneous copies of one message are kept once', async () => {
  const second = another();
  const mail = {
    messageId: '<letter.2@untolled.example>',
    kind: 'letter',
    from: 'campaign@untolled.example',
    to: 'office@agency.example',
    subject: 'A letter',
    source: Buffer.from('Subject: A letter\r\n\r\nHello\r\n'),
  };
  const kept = await Promise.all(
    Array.from({ length: 50 }, (_, i) => keepMessage(mail, { db: i % 2 ? db : second.db, now })),
  );
  expect(kept.filter((one) => one.isNew)).toHaveLength(1);
  const listed = await listMessages({ db });
  expect(listed.filter((one) => one.kind === 'letter')).toHaveLength(1);
});

test('the newest message stands first', async () => {
  const mail = { kind: 'letter', to: { address: 'a@example.com' }, text: 'x' };
  await post(new Date('2026-11-23T00:00:00Z')).send({ ...mail, messageId: '<new@x.example>', subject: 'newest' });
  await post(new Date('2026-11-21T00:00:00Z')).send({ ...mail, messageId: '<old@x.example>', subject: 'oldest' });
  const subjects = (await listMessages({ db })).map((one) => one.subject);
  expect(subjects.at(0)).toBe('newest');
  expect(subjects.at(-1)).toBe('oldest');
});

test('a number that no message has finds nothing, and an address without a number has none', async () => {
  expect(await findMessage(2 ** 40, { db })).toBeNull();
  expect(await findMessageSource(2 ** 40, { db })).toBeNull();
  expect(['1', '42', '0', '01', '-1', '1e3', 'abc', '', '9'.repeat(16), undefined].map(messageNumber)).toEqual([
    1,
    42,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
