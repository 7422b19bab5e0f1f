import { afterEach, expect, test } from 'vitest';
import { createSmtpPost, type Post } from '#emails/transport.ts';
import { type Misbehaviour, type SmtpStep, smtpSink } from '#tests/support/smtp-sink.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

const mail = {
  kind: 'letter',
  messageId: '<letter.1@untolled.example>',
  envelopeFrom: 'bounce+1@bounces.untolled.example',
  to: { address: 'office@isp.example' },
  subject: 'A promise',
  text: 'In writing.',
};

async function meeting(at: SmtpStep, odd: Misbehaviour) {
  const sink = await smtpSink((step) => (step === at ? odd : null));
  opened.push(sink);
  const post: Post = createSmtpPost({
    smtpUrl: sink.url,
    from: { address: 'campaign@untolled.example' },
    sendTimeoutMs: 400,
  });
  opened.push(post);
  return { sink, outcome: await post.send(mail) };
}

const put = { outcome: 'temporary_failure', shouldHold: false };
const held = { outcome: 'temporary_failure', shouldHold: true, code: 421 };

test.each<[SmtpStep, Misbehaviour, object]>([
  ['greeting', { answer: '421 4.3.2 Closing' }, held],
  ['greeting', { answer: '554 5.7.1 No service for you' }, { ...put, code: 554 }],
  ['greeting', 'stall', { ...put, code: null }],
  ['greeting', 'reset', { ...put, code: null }],
  ['EHLO', { answer: '421 4.3.2 Closing' }, held],
  ['EHLO', 'drop', { ...put, code: null }],
  ['MAIL', { answer: '421 4.7.0 Too many' }, held],
  ['MAIL', { answer: '451 4.3.0 Later' }, { ...put, code: 451 }],
  ['MAIL', { answer: '550 5.7.1 Not from you' }, { outcome: 'permanent_failure', code: 550 }],
  ['MAIL', 'drop', { ...put, code: null }],
  ['RCPT', { answer: '421 4.7.0 Too many' }, held],
  ['RCPT', { answer: '450 4.2.0 Greylisted' }, { ...put, code: 450 }],
  ['RCPT', { answer: '452 4.5.3 Full' }, { ...put, code: 452 }],
  ['RCPT', { answer: '550 5.1.1 Unknown' }, { outcome: 'permanent_failure', code: 550 }],
  ['RCPT', 'stall', { ...put, code: null }],
  ['RCPT', 'reset', { ...put, code: null }],
  ['DATA', { answer: '421 4.3.2 Closing' }, held],
  ['DATA', { answer: '451 4.3.0 Later' }, { ...put, code: 451 }],
  ['DATA', { answer: '554 5.5.1 No valid recipients' }, { outcome: 'permanent_failure', code: 554 }],
  ['DATA', 'drop', { ...put, code: null }],
  ['dot', { answer: '421 4.3.2 Closing' }, held],
  ['dot', { answer: '451 4.3.0 Later' }, { ...put, code: 451 }],
  ['dot', { answer: '550 5.7.1 Spam' }, { outcome: 'permanent_failure', code: 550 }],
  ['dot', 'drop', { outcome: 'unknown', code: null }],
  ['dot', 'reset', { outcome: 'unknown', code: null }],
  ['dot', 'stall', { outcome: 'unknown', code: null }],
  ['dot', { lateMs: 100 }, { outcome: 'accepted', response: expect.stringMatching(/^250/) }],
])('a server that at %s does %j is understood, and asked once', async (step, odd, expected) => {
  const { sink, outcome } = await meeting(step, odd);
  expect(outcome).toMatchObject(expected);
  expect(sink.connections).toBe(1);
  expect(sink.received).toHaveLength(step === 'dot' ? 1 : 0);
  if (step === 'dot') expect(sink.received[0]).toMatchObject({ from: mail.envelopeFrom, to: ['office@isp.example'] });
});

test('a server that hangs up in the middle of a message has no message, and the outcome is not unknown', async () => {
  const { createServer } = await import('node:net');
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 sink.example ESMTP\r\n');
    let isData = false;
    socket.on('data', (chunk) => {
      if (isData) return void socket.destroy();
      isData = /^DATA/m.test(String(chunk));
      socket.write(isData ? '354 Go on\r\n' : '250 Ok\r\n');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  opened.push({ close: () => server.close() });
  const { port } = server.address() as { port: number };
  const post = createSmtpPost({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: { address: 'campaign@untolled.example' },
    sendTimeoutMs: 5_000,
  });
  opened.push(post);
  const outcome = await post.send({ ...mail, text: 'x '.repeat(8_000_000) });
  expect(outcome).toMatchObject({ outcome: 'temporary_failure', code: null, shouldHold: false });
});

test('the end of patience is counted for each mail from when it has a connection', async () => {
  const sink = await smtpSink((step) => (step === 'dot' ? { lateMs: 150 } : null));
  opened.push(sink);
  const post = createSmtpPost({
    smtpUrl: sink.url,
    from: { address: 'campaign@untolled.example' },
    sendTimeoutMs: 1_000,
  });
  opened.push(post);
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, at) => post.send({ ...mail, messageId: `<letter.${at}@untolled.example>` })),
  );
  expect(outcomes.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
});
