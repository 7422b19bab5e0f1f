import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterAll, expect, test } from 'vitest';
import { composeLetterMail } from '#app/domain/delivery/letter-mail.server.ts';
import { letterSource, parseLetterSource } from '#app/domain/letter/source.ts';
import { oneLine } from '#emails/outgoing.ts';
import { createSmtpPost } from '#emails/transport.ts';
import { mailServer } from '#tests/support/mail-server.ts';

const COUNT = 10_000;
const IN_FLIGHT = 40;
const desk = {
  origin: 'https://untolled.example',
  mailFrom: 'campaign@untolled.example',
  bounces: { domain: 'bounces.untolled.example', secret: 'a secret of the tests that nobody else knows' },
};

/** What has broken mail programs before: ends of lines and of messages, list and quoting signs, encoded words, directions, parts. */
const shard = fc.constantFrom(
  '\r\n',
  '\r',
  '\n',
  '\0',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\r\n.\r\n',
  '\n.\n',
  '\r.\r',
  '\r\n\r\n',
  '.',
  '..',
  '\t',
  ' ',
  '  ',
  'Bcc: victim@evil.example',
  '\r\nBcc: victim@evil.example\r\n',
  '\nTo: victim@evil.example',
  'Content-Type: text/html',
  '\r\nX-Injected: yes',
  ',',
  ';',
  ':',
  '"',
  '\\',
  '\\"',
  '<',
  '>',
  '<victim@evil.example>',
  'a@evil.example, b@evil.example',
  '(comment)',
  'group: x@evil.example;',
  '=?utf-8?Q?=0D=0ABcc:_victim=40evil.example?=',
  '=?utf-8?B?Zm9yZ2Vk?=',
  '=?',
  '?=',
  '=0D=0A',
  '=',
  '%0d%0a',
  '&#13;&#10;',
  '<b>',
  '</div>',
  '<script>',
  '&amp;',
  '\u202e',
  '\u202d',
  '\u2066',
  '\u2069',
  '\u200f',
  '\ufeff',
  '\ud800',
  '\udc00',
  '🦄',
  '👩‍👩‍👧',
  'محمد',
  'ñandú',
  'Ａ',
  'İ',
  'ß',
  '\u0301',
  '--',
  '----_NmP-0-Part_1',
  'From here on',
  '>From ',
  'MAIL FROM:<x>',
  'QUIT',
  '[x]',
  'x'.repeat(300),
  'é'.repeat(120),
  'Ada',
  'Lovelace',
  'via',
);
const line = fc.array(shard, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const letter = fc.record({
  name: line,
  toName: line,
  subject: line,
  body: fc.array(shard, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
});

const server = await mailServer();
const post = createSmtpPost({ smtpUrl: server.url, from: { address: desk.mailFrom } });
afterAll(async () => {
  await post.close();
  await server.close();
});

/** Bytes of a head as its names: a line that begins with neither blank nor tab names a field. */
const fieldsOf = (head: string) =>
  head
    .split('\r\n')
    .filter((one) => !/^[ \t]/.test(one))
    .map((one) => one.slice(0, Math.max(0, one.indexOf(':'))).toLowerCase());
const lines = (text: string) => text.replace(/\r\n?/g, '\n');
const shown = (text: string) => oneLine(text).replace(/\s+/g, ' ').trim();
const read = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();

/** The entries that differ, as pairs. */
function different(seen: Record<string, unknown>, wanted: Record<string, unknown>) {
  return Object.keys(wanted).flatMap((key) =>
    JSON.stringify(seen[key]) === JSON.stringify(wanted[key]) ? [] : [{ key, seen: seen[key], wanted: wanted[key] }],
  );
}

test(`${COUNT} hostile names, subjects and bodies reach the one recipient, add no field and arrive as previewed`, {
  timeout: 120_000,
}, async () => {
  const samples = fc.sample(letter, { numRuns: COUNT, seed: 2017 });
  const sent = samples.map(({ name, toName, subject, body }, at) => {
    const publicId = `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
    const to = `office${at}@isp.example`;
    const previewedBytes = Buffer.from(
      letterSource({
        fromName: name,
        replyTo: `writer${at}@mail.example`,
        postal: null,
        to: toName,
        ways: [{ channel: 'email', address: to }],
        docket: null,
        about: null,
        subject,
        body,
      }),
    );
    const rest = { senderName: '', addresseeName: '', subject: '', body: '', locale: 'en' as const };
    const mail = composeLetterMail(
      { ...rest, publicId, to, replyTo: `writer${at}@mail.example`, previewedBytes },
      desk,
    );
    return { mail, to, previewed: parseLetterSource(previewedBytes) };
  });
  const waiting = [...sent.keys()];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
        const mail = sent[at]?.mail;
        if (mail) expect((await post.send(mail)).outcome).toBe('accepted');
      }
    }),
  );
  expect(server.received).toHaveLength(COUNT);
  const faults: unknown[] = [];
  for (const { from, to, source } of server.received) {
    const at = Number(/office(\d+)@/.exec(to[0] ?? '')?.[1]);
    const one = sent[at];
    const text = source.toString('latin1');
    const parsed = await PostalMime.parse(source);
    const { fromName, to: toName, subject, body } = one?.previewed ?? {};
    const seen = {
      envelope: [from, ...to],
      fields: fieldsOf(text.slice(0, text.indexOf('\r\n\r\n'))).sort(),
      lines: text.split('\r\n').every((row) => row.length <= 998 && !/[\r\n\0\x80-\xff]/.test(row)),
      from: { name: read(parsed.from?.name), address: parsed.from?.address },
      to: parsed.to?.map(({ name, address }) => ({ name: read(name), address })),
      replyTo: parsed.replyTo?.map(({ address }) => address),
      subject: read(parsed.subject),
      text: lines(parsed.text ?? '').replace(/\n$/, ''),
      parts: parsed.attachments.length,
    };
    const wanted = {
      envelope: [one?.mail.envelopeFrom, one?.to],
      fields: [
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'reply-to',
        ...(shown(subject ?? '') === '' ? [] : ['subject']),
        'to',
      ],
      lines: true,
      from: {
        name: shown(
          `${Array.from(oneLine(`${fromName} via Untolled`))
            .slice(0, 200)
            .join('')}`,
        ),
        address: desk.mailFrom,
      },
      to: [
        {
          name: shown(
            Array.from(oneLine(toName ?? ''))
              .slice(0, 200)
              .join(''),
          ),
          address: one?.to,
        },
      ],
      replyTo: [`writer${at}@mail.example`],
      subject: shown(subject ?? ''),
      // A reader takes a byte order mark at the start for one.
      text: lines(body ?? '').replace(/^\ufeff/, ''),
      parts: 0,
    };
    if (JSON.stringify(seen) !== JSON.stringify(wanted)) faults.push(at, ...different(seen, wanted));
  }
  expect(faults.slice(0, 30)).toEqual([]);
});
