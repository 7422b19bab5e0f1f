import { describe, expect, test } from 'vitest';
import { MAIL_LOCALES, MAIL_NAMES, type MailLocale, type MailName } from '#emails/catalogue.ts';
import { previewEmails } from '#emails/preview.ts';
import { renderMail, sampleOf } from '#emails/render.ts';

const now = new Date('2026-11-22T12:00:00Z');
const every = MAIL_NAMES.flatMap((name) => MAIL_LOCALES.map((locale) => ({ name, locale })));

function sampleMail(name: MailName, locale: MailLocale) {
  return renderMail(name, locale, sampleOf(name, locale, now));
}

/** What a person reads of an html mail: tags gone, entities resolved. */
function wordsOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

describe.each(every)('the mail $name in $locale', ({ name, locale }) => {
  test('reads as its snapshot says', async () => {
    const mail = await sampleMail(name, locale);
    expect(`${mail.subject}\n\n${mail.text}`).toMatchSnapshot('text');
    expect(mail.html.replaceAll('><', '>\n<')).toMatchSnapshot('html');
  });

  test('fits plain-text programs: one-line subject, lines of at most 78 characters unless one word is longer', async () => {
    const { subject, text } = await sampleMail(name, locale);
    expect(subject).not.toMatch(/[\r\n]/);
    const body = text.split('---')[0] ?? '';
    const verbatim = name === 'letter-receipt' ? sampleOf('letter-receipt', locale, now).letterBody : '';
    for (const line of body.replace(verbatim, '').split('\n')) {
      if (line.trim().includes(' ')) expect(line.length, line).toBeLessThanOrEqual(78);
    }
  });

  test('has the same links in both parts, fetches nothing and names its language', async () => {
    const { html, text } = await sampleMail(name, locale);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
    expect(new Set(links)).toEqual(new Set(text.match(/https:\/\/\S+/g)));
    expect(html).not.toMatch(/<img|<script|<link|<iframe|@import|url\(| src=/i);
    expect(html).toContain(`lang="${locale}"`);
  });

  test('leaves no blank unfilled', async () => {
    const { html, text, subject } = await sampleMail(name, locale);
    expect(html + text + subject).not.toMatch(/[\ue000\ue001]|undefined|\[object/);
  });

  test('keeps its style sheet readable to browsers', async () => {
    const { html } = await sampleMail(name, locale);
    expect(html.match(/<style>([\s\S]*?)<\/style>/)?.[1]).toMatch(/prefers-color-scheme: dark/);
    expect(html.match(/<style>([\s\S]*?)<\/style>/)?.[1]).not.toMatch(/&\w+;/);
  });

  test('says that a machine sent it', async () => {
    expect((await sampleMail(name, locale)).headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
  });
});

test.each(['confirmation', 'already-signed'] as const)('%s carries link and code in both parts', async (name) => {
  const props = { ...sampleOf(name, 'en', now), code: '007421', confirmUrl: 'https://a.example/confirm/x?y=1&z=2' };
  const { html, text } = await renderMail(name, 'en', props as never);
  expect(text).toContain('https://a.example/confirm/x?y=1&z=2');
  expect(text).toContain('007421');
  expect(html).toContain('href="https://a.example/confirm/x?y=1&amp;z=2"');
  expect(wordsOf(html)).toContain('007421');
});

test('a confirmation that differs only in its values keeps the same page around them', async () => {
  const props = sampleOf('confirmation', 'en', now);
  const first = await renderMail('confirmation', 'en', props);
  const second = await renderMail('confirmation', 'en', { ...props, code: '111111', name: 'Grace' });
  expect(second.html).toBe(first.html.replace('402918', '111111').replace('Ada Lovelace', 'Grace'));
});

test('markup in a name or a title is shown, never obeyed', async () => {
  const { html, text } = await renderMail('confirmation', 'en', {
    ...sampleOf('confirmation', 'en', now),
    name: '<b onclick="x">Eve</b> & \'Co\' \ue000code\ue001',
    campaignTitle: '</p><script>alert(1)</script>',
  });
  expect(html).not.toMatch(/<script|<b onclick/);
  expect(wordsOf(html)).toContain('Hello <b onclick="x">Eve</b> & \'Co\' code,');
  expect(text).toContain('Hello <b onclick="x">Eve</b>');
});

test.each([
  ['Win at http://evil.example now'],
  ['www.evil.example'],
  ['write to eve@evil.example'],
  ['Cheap pills evil.com'],
  ['x'.repeat(10_000)],
])('a name that advertises or runs on is left out of the greeting', async (name) => {
  const { html, text } = await renderMail('confirmation', 'en', { ...sampleOf('confirmation', 'en', now), name });
  expect(text.startsWith('Hello,\n')).toBe(true);
  expect(html).not.toContain(name);
});

test('line breaks and direction marks in a name cannot write lines of their own', async () => {
  const name = 'Eve\r\n\r\nYour account is blocked\u2028call\u202Eus';
  const { text, subject } = await renderMail('confirmation', 'es', {
    ...sampleOf('confirmation', 'es', now),
    name,
    campaignTitle: 'Title\r\nBcc: victim@example.net',
  });
  expect(text.split('\n')[0]).toBe('Hola, Eve Your account is blocked callus:');
  expect(subject).toBe('Por favor, confirme su firma: Title Bcc: victim@example.net');
});

test.each(['javascript:alert(1)', 'mailto:a@b.example', 'https://a.example/"onclick="x'])(
  'a link that is not a plain http(s) address is a fault: %s',
  async (confirmUrl) => {
    const props = { ...sampleOf('confirmation', 'en', now), confirmUrl };
    await expect(renderMail('confirmation', 'en', props)).rejects.toThrow(/http|URL/);
  },
);

test('a receipt keeps the letter line for line and says which server refused it', async () => {
  const sample = sampleOf('letter-receipt', 'en', now);
  const letterBody = `Dear <sir> & madam,\r\n\r\n${'a long line '.repeat(12).trim()}\n  indented`;
  const accepted = sample.deliveries[0];
  if (!accepted) throw new Error('the sample has no delivery');
  const refused = { ...accepted, outcome: 'permanent_failure', answer: '550 5.1.1 <no> such\r\nuser' } as const;
  const mixed = await renderMail('letter-receipt', 'en', { ...sample, letterBody, deliveries: [accepted, refused] });
  expect(mixed.subject).toContain('came back');
  expect(mixed.text).toContain(letterBody.replaceAll('\r\n', '\n'));
  expect(mixed.text).toContain('Answer of the mail server: 550 5.1.1 <no> such user');
  expect(mixed.html).toContain('Dear &lt;sir&gt; &amp; madam,<br><br>a long line');
  expect(wordsOf(mixed.html)).toContain('550 5.1.1 <no> such user');
  const failed = await renderMail('letter-receipt', 'en', { ...sample, deliveries: [refused] });
  expect(failed.subject).toContain('could not be delivered');
  expect(wordsOf(failed.html)).toContain('Not delivered, and not tried again');
  const silent = await renderMail('letter-receipt', 'es', { ...sample, deliveries: [{ ...refused, answer: '' }] });
  expect(silent.text).toContain('Respuesta del servidor de correo: ninguna');
});

test('the preview lists every mail and knows no other', async () => {
  expect(previewEmails.list()).toEqual(MAIL_NAMES);
  expect(await previewEmails.render('confirmation', 'es')).toMatchObject({ subject: expect.stringContaining('firma') });
  expect(await previewEmails.render('__proto__', 'en')).toBeNull();
});
