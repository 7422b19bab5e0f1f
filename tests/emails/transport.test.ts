import { createServer, type Server } from 'node:net';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import type { OutgoingMail } from '#emails/outgoing.ts';
import { createMailboxPost, createPost, createSmtpPost, type KeptMail, type Post } from '#emails/transport.ts';
import { mailServer } from '#tests/support/mail-server.ts';

const from = { name: 'Untolled', address: 'campaign@untolled.example' };
const mail: OutgoingMail = {
  kind: 'confirmation',
  messageId: '<confirm.1@untolled.example>',
  to: { name: 'Ada Lovelace', address: 'ada@example.com' },
  subject: 'Please confirm',
  text: 'Hello\n\nGood-bye\n',
};

const HOSTILE_NAMES: Record<string, string> = {
  'a line break and a Bcc': 'Eve\r\nBcc: victim@example.net',
  'a bare line feed': 'Eve\nX-Injected: yes',
  'a second address after a comma': 'a@example.net, victim@example.net',
  'quotes and angle brackets': '"quoted" <victim@example.net>',
  '10,000 characters': 'x'.repeat(10_000),
  'an emoji': '🦄 Ünïcorn',
  'a right-to-left override': '\u202Eedocne\u202C',
  'Arabic letters': 'محمد الأمين',
  'a lone surrogate': 'lone \uD800 surrogate',
  'a forged encoded word and control characters': '=?utf-8?Q?forged?= \u0000\u0007 bell',
};

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function smtp(options: SMTPServerOptions = {}) {
  const server = await mailServer(options);
  opened.push(server);
  return server;
}

function open(post: Post): Post {
  opened.unshift(post);
  return post;
}

function answering(code: number, words: string): (...given: unknown[]) => void {
  return (...given) => {
    const done = given.at(-1) as (error: Error) => void;
    done(Object.assign(new Error(words), { responseCode: code }));
  };
}

describe('over SMTP', () => {
  test('an accepted message carries the given Message-ID and keeps the answer of the server', async () => {
    const server = await smtp();
    const outcome = await open(createSmtpPost({ smtpUrl: server.url, from })).send({
      ...mail,
      replyTo: { name: 'Ada', address: 'reply@example.com' },
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    expect(outcome).toEqual({ outcome: 'accepted', response: expect.stringMatching(/^250/) });
    expect(server.received[0]).toMatchObject({ from: from.address, to: ['ada@example.com'] });
    const parsed = await PostalMime.parse(server.received[0]?.source ?? '');
    expect(parsed.messageId).toBe(mail.messageId);
    expect(parsed.from).toMatchObject(from);
    expect(parsed.to).toEqual([expect.objectContaining(mail.to)]);
    expect(parsed.replyTo).toEqual([expect.objectContaining({ name: 'Ada', address: 'reply@example.com' })]);
    expect(parsed.text).toBe(mail.text);
    expect(parsed.headers.find((header) => header.key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(parsed.headers.find((header) => header.key === 'x-mailer')).toBeUndefined();
  });

  test('a refused recipient is a permanent failure with code and answer', async () => {
    const server = await smtp({ onRcptTo: answering(550, 'No such person') });
    expect(await open(createSmtpPost({ smtpUrl: server.url, from })).send(mail)).toEqual({
      outcome: 'permanent_failure',
      code: 550,
      response: expect.stringContaining('No such person'),
    });
  });

  test('a recipient that is put off is a temporary failure', async () => {
    const server = await smtp({ onRcptTo: answering(451, 'Greylisted') });
    expect(await open(createSmtpPost({ smtpUrl: server.url, from })).send(mail)).toMatchObject({
      outcome: 'temporary_failure',
      code: 451,
    });
  });

  test('a server that refuses our log-in does not make the letter undeliverable', async () => {
    const server = await smtp({ authOptional: false, allowInsecureAuth: true, onAuth: answering(535, 'Wrong') });
    const url = server.url.replace('smtp://', 'smtp://user:wrong@');
    expect(await open(createSmtpPost({ smtpUrl: url, from })).send(mail)).toMatchObject({
      outcome: 'temporary_failure',
      code: 535,
    });
  });

  test('a server that is not there is a temporary failure without a code', async () => {
    const outcome = await open(createSmtpPost({ smtpUrl: 'smtp://127.0.0.1:9', from })).send(mail);
    expect(outcome).toMatchObject({ outcome: 'temporary_failure', code: null });
  });

  test('a server that hangs up is a temporary failure, and the message is offered only once', async () => {
    let greeted = 0;
    const server: Server = createServer((socket) => {
      greeted += 1;
      socket.on('error', () => {});
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => new Promise<void>((resolve) => server.close(() => resolve())) });
    const { port } = server.address() as { port: number };
    const outcome = await open(createSmtpPost({ smtpUrl: `smtp://127.0.0.1:${port}`, from })).send(mail);
    expect(outcome).toMatchObject({ outcome: 'temporary_failure', code: null });
    expect(greeted).toBe(1);
  });

  test('a server that never answers is a temporary failure when patience ends', async () => {
    const server: Server = createServer((socket) => void opened.push({ close: () => socket.destroy() }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => void server.close() });
    const { port } = server.address() as { port: number };
    const post = open(createSmtpPost({ smtpUrl: `smtp://127.0.0.1:${port}`, from, sendTimeoutMs: 300 }));
    expect(await post.send(mail)).toMatchObject({ outcome: 'temporary_failure', code: null });
  });

  test.each(Object.keys(HOSTILE_NAMES))('a name with %s reaches one recipient and adds no header', async (label) => {
    const name = HOSTILE_NAMES[label] ?? '';
    const server = await smtp();
    const post = open(createSmtpPost({ smtpUrl: server.url, from }));
    await post.send({
      ...mail,
      from: { name, address: from.address },
      to: { name, address: 'ada@example.com' },
      replyTo: { name, address: 'ada@example.com' },
      subject: `About ${name}`,
      headers: { 'X-Campaign': name },
    });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({ from: from.address, to: ['ada@example.com'] });
    const source = server.received[0]?.source ?? Buffer.alloc(0);
    const parsed = await PostalMime.parse(source);
    expect(parsed.from?.address).toBe(from.address);
    expect(parsed.to?.map((one) => one.address)).toEqual(['ada@example.com']);
    expect(parsed.replyTo?.map((one) => one.address)).toEqual(['ada@example.com']);
    expect(parsed.headers.map((header) => header.key).sort()).toEqual([
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'reply-to',
      'subject',
      'to',
      'x-campaign',
    ]);
    const head = source.toString('latin1').split('\r\n\r\n')[0] ?? '';
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });
});

describe('into the mailbox', () => {
  test('the kept bytes are those that SMTP would have carried', async () => {
    const kept: KeptMail[] = [];
    const both = { ...mail, subject: '¿Confirma usted?', text: 'Sí, señora.\n', html: '<p>Sí, señora.</p>' };
    await createMailboxPost({ from, keep: async (one) => kept.push(one) }).send(both);
    const server = await smtp();
    await open(createSmtpPost({ smtpUrl: server.url, from })).send(both);
    const comparable = (source: Buffer | undefined) =>
      source
        ?.toString()
        .replace(/^Date: .*$/m, 'Date')
        .replaceAll(/--_NmP-[^\s"]+/g, '--boundary')
        .trim();
    expect(comparable(kept[0]?.source)).toBe(comparable(server.received[0]?.source));
    expect(kept[0]).toMatchObject({
      messageId: mail.messageId,
      kind: 'confirmation',
      from: from.address,
      to: 'ada@example.com',
      subject: '¿Confirma usted?',
    });
  });

  test('without an SMTP address the post keeps, with one it sends', async () => {
    const kept: KeptMail[] = [];
    const keep = async (one: KeptMail) => void kept.push(one);
    await createPost({ smtpUrl: undefined, from, keep }).send(mail);
    expect(kept).toHaveLength(1);
    const server = await smtp();
    await open(createPost({ smtpUrl: server.url, from, keep })).send(mail);
    expect(kept).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  test.each([
    '',
    'no-at-sign',
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example, c@d.example',
    'a@b@c.example',
    '<a@b.example>',
  ])('an address that cannot exist is a permanent failure and keeps nothing: %j', async (address) => {
    const post = createMailboxPost({ from, keep: async () => expect.unreachable('kept a message') });
    expect(await post.send({ ...mail, to: { address } })).toMatchObject({ outcome: 'permanent_failure', code: null });
  });
});
