import PostalMime from 'postal-mime';
import { afterAll, expect, test } from 'vitest';
import { listMessages } from '#app/domain/mailbox/mailbox.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { mailServer } from '#tests/support/mail-server.ts';
import { testSite } from '#tests/support/site.ts';
import { expectHeading, signHere } from './signing.ts';
import { beginLettersTo, finishLetter } from './writing.ts';

const post = await mailServer();
afterAll(() => post.close());
const site = await testSite({ SMTP_URL: post.url, MAIL_FROM: 'campaign@petition.example' });
const browser = await openBrowser();
afterAll(() => browser.close());

test('a Verizon subscriber gets mail by SMTP, and so does Verizon', { timeout: 90_000 }, async () => {
  const words = messagesIn('en');
  const signer = { name: 'O’Hara, Zoë', email: 'zoe@example.com', zip: '07030' };
  const { page, faults, leave } = await visit(browser, site.origin);
  await page.goto('/campaigns/put-it-in-writing');
  await page.getByLabel(words.sign.isp, { exact: true }).selectOption('verizon');
  await signHere(page, signer, words);

  const confirmation = await arrived((to) => to === signer.email);
  await page.goto(/http:\S+\/confirm\/\S+/.exec(confirmation.text ?? '')?.[0] ?? '');
  await page.getByRole('button', { name: words.sign.confirm.button }).click();
  await page.getByRole('link', { name: words.sign.thanks.write }).click();
  await beginLettersTo(page, ['Verizon'], words);
  await finishLetter(page, 'Verizon', 'Films stall on my line, and nothing else does.', words);

  const letter = await arrived((to) => /verizon/.test(to));
  expect(letter.from).toMatchObject({ name: 'O’Hara, Zoë via Untolled', address: 'campaign@petition.example' });
  expect(letter.replyTo).toEqual([expect.objectContaining({ name: 'O’Hara, Zoë', address: signer.email })]);
  expect(letter.text).toContain('Films stall on my line, and nothing else does.');
  await page.reload();
  await expectHeading(page, words.letter.status.title('Verizon'));
  await page.getByText(words.letter.states.sent).waitFor();
  expect(post.received.every(({ from, to }) => from === 'campaign@petition.example' && to.length === 1)).toBe(true);
  expect(await listMessages({ db: site.database.db })).toEqual([]);
  expect(faults).toEqual([]);
  await leave();
});

/** The first message for an address that fits, taken apart, once it has come. */
async function arrived(fits: (to: string) => boolean) {
  await expect.poll(() => post.received.some(({ to }) => to.some(fits)), { timeout: 15_000 }).toBe(true);
  return PostalMime.parse(post.received.find(({ to }) => to.some(fits))?.source ?? '');
}
