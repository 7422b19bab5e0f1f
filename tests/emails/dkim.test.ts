import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import nodemailer from 'nodemailer';
import { afterAll, expect, test } from 'vitest';
import { signMail } from '#emails/dkim.ts';
import { createSmtpPost } from '#emails/transport.ts';
import { mailServer } from '#tests/support/mail-server.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkim = { domain: 'untolled.example', selector: 'u1', key };
const published = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
const resolver = async (name: string, type: string) => {
  if (name === 'u1._domainkey.untolled.example' && type === 'TXT') return [[`v=DKIM1; k=rsa; p=${published}`]];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

async function verdictOf(source: Buffer) {
  const { results } = await dkimVerify(source, { resolver });
  return results.map(({ status: { result, aligned }, signingDomain }) => ({ result, aligned, domain: signingDomain }));
}

const server = await mailServer();
const post = createSmtpPost({
  smtpUrl: server.url,
  from: { name: 'Untolled', address: 'campaign@untolled.example' },
  dkim,
});
afterAll(async () => {
  await post.close();
  await server.close();
});

const HARD = [
  'Plain.',
  '',
  '\n\n',
  '.\n..\n.leading dots\n',
  'Trailing blanks   \n\t\n and tabs\t\t\n\n\n\n',
  'From the start\n'.repeat(400),
  'ñ 🙂 محمد \u2028 “x” '.repeat(200),
  'y'.repeat(3_000),
];

test.each(HARD.map((text, at) => [at, text]))(
  'a receiver finds the signature of mail %i valid, text and html',
  async (at, text) => {
    server.received.length = 0;
    const outcome = await post.send({
      kind: 'letter',
      messageId: `<letter.${at}@untolled.example>`,
      envelopeFrom: 'bounce+1@bounces.untolled.example',
      from: { name: 'Añna "A." Lovelace, via Untolled '.repeat(6), address: 'campaign@untolled.example' },
      to: { name: 'Office, of   the — Attorney', address: 'office@isp.example' },
      replyTo: { name: 'Ada', address: 'ada@writers.example' },
      subject: `Una  promesa — por escrito ${'muy '.repeat(30)}larga`,
      text,
      html: `<p>${text}</p>`,
      headers: {
        'List-Unsubscribe': '<https://untolled.example/u/1>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
    expect(outcome.outcome).toBe('accepted');
    const source = server.received[0]?.source ?? Buffer.alloc(0);
    const [verdict] = await verdictOf(source);
    expect(verdict).toMatchObject({ result: 'pass', domain: 'untolled.example', aligned: 'untolled.example' });
    const signed = /\bh=([^;]+);/.exec(source.toString('latin1').replace(/\r\n\s+/g, ''))?.[1]?.split(':') ?? [];
    const counts = (name: string) => signed.filter((one) => one === name).length;
    expect(['from', 'reply-to', 'subject', 'to', 'message-id', 'date'].map(counts)).toEqual([2, 2, 2, 2, 2, 2]);
    expect([counts('list-unsubscribe'), counts('list-unsubscribe-post'), counts('cc')]).toEqual([1, 1, 1]);
  },
);

test('a changed word, a changed name and a second From or Cc break the signature', async () => {
  const source = server.received.at(-1)?.source.toString('latin1') ?? '';
  const body = source.indexOf('\r\n\r\n') + 4;
  const broken = [
    source.slice(0, body) + source.slice(body).replace('yyy', 'yyx'),
    source.replace('Reply-To: Ada', 'Reply-To: Eve'),
    `From: fcc@fcc.example\r\n${source}`,
    `Cc: all@writers.example\r\n${source}`,
  ];
  for (const one of broken) expect((await verdictOf(Buffer.from(one, 'latin1')))[0]?.result).not.toBe('pass');
  expect((await verdictOf(Buffer.from(source.replace(/^/, 'X-Scanned: yes\r\n'), 'latin1')))[0]?.result).toBe('pass');
});

test('the digest of the body is the one that nodemailer computes', async () => {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const hashOf = (source: Buffer) => /\bbh=([^;]+);/.exec(source.toString('latin1').replace(/\r\n\s+/g, ''))?.[1];
  for (const text of HARD) {
    const mail = { from: 'a@untolled.example', to: 'b@isp.example', text };
    const plain = await transport.sendMail({ ...mail, textEncoding: 'quoted-printable' });
    if (!Buffer.isBuffer(plain.message)) throw new Error('no bytes');
    const theirs = await transport.sendMail({
      envelope: { from: 'a@untolled.example', to: 'b@isp.example' },
      raw: plain.message,
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: key },
    });
    if (!Buffer.isBuffer(theirs.message)) throw new Error('no bytes');
    const ours = await signMail(plain.message, dkim, new Date());
    expect(hashOf(ours)).toBe(hashOf(theirs.message));
  }
});
