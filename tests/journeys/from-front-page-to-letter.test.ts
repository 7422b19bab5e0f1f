import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { MailboxMessage } from '#app/domain/mailbox/mailbox.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { expectHeading, openConfirmation, type Signer, signHere } from './signing.ts';
import { beginLettersTo, exportedCounts, finishLetter, openLetter } from './writing.ts';

const site = await testSite();
const browser = await openBrowser();
afterAll(() => browser.close());

const words = messagesIn('en');
const campaign = 'put-it-in-writing';
const office = 'Office of the Attorney General, California';

test('a Comcast subscriber goes from the front page to a delivered letter', { timeout: 120_000 }, async () => {
  const signer = { name: 'Ada Lovelace', email: 'ada@example.com', zip: '94103' };
  const { page, faults, leave } = await visit(browser, site.origin);
  await chooseComcastAndSign(page, signer);

  await openConfirmation(page, site, signer);
  await page.getByRole('link', { name: '/confirm/' }).click();
  await expectHeading(page, words.sign.confirm.title);
  await page.getByRole('button', { name: words.sign.confirm.button }).click();
  await expectHeading(page, words.sign.thanks.confirmedTitle);

  await write(page, signer, [office, 'Comcast'], 'Each evening at eight my stream drops to a blur.');
  expect(await exportedCounts(site, campaign, 1)).toEqual([
    expect.objectContaining({ isp: 'comcast', state: 'CA', counted: 1 }),
  ]);
  expect(faults).toEqual([]);
  await leave();
});

test('so does one whose browser runs no scripts, with the code in place of the button, to three kinds of addressee', {
  timeout: 120_000,
}, async () => {
  const signer = { name: 'Grace Hopper', email: 'grace@example.com', zip: '10001' };
  const { page, faults, leave } = await visit(browser, site.origin, { scripting: false, width: 390 });
  await chooseComcastAndSign(page, signer);
  const thanks = page.url();

  await openConfirmation(page, site, signer);
  const code = /\b\d{6}\b/.exec(await page.locator('pre').innerText())?.[0] ?? '';
  await page.goto(thanks);
  await page.getByLabel(words.sign.thanks.code, { exact: true }).fill(code);
  await page.getByRole('button', { name: words.sign.thanks.confirm, exact: true }).click();
  await expectHeading(page, words.sign.thanks.confirmedTitle);

  const own = 'My line is fast for everything but films.';
  await write(page, signer, ['Office of the Attorney General, New York', 'Comcast'], own, ['Federal Trade Commission']);
  const counts = await exportedCounts(site, campaign, 2);
  expect(counts).toContainEqual(expect.objectContaining({ isp: 'comcast', state: 'NY', counted: 1 }));
  expect(faults).toEqual([]);
  await leave();
});

/** From the front page, which cannot see an ISP on this machine, to the thank-you page. */
async function chooseComcastAndSign(page: Page, signer: Signer): Promise<void> {
  await page.goto('/');
  await page.getByText(words.front.cannotSee).waitFor();
  await page.getByLabel(words.front.chooseLabel, { exact: true }).first().selectOption('comcast');
  await page.getByRole('button', { name: words.front.chooseButton }).click();
  await page.getByText(words.front.youSaid).waitFor();
  await expectHeading(page, /Comcast/);
  await signHere(page, signer, words);
}

/**
 * From the confirmed signature to each letter in the mailbox, checked as its addressee gets it, and the receipts; then to those that take no mail, whose
 * form the writer fills in.
 */
async function write(
  page: Page,
  signer: Signer,
  addressees: readonly string[],
  sentence: string,
  byForm: readonly string[] = [],
): Promise<void> {
  await page.getByRole('link', { name: words.sign.thanks.write }).click();
  await beginLettersTo(page, [...addressees, ...byForm], words);
  for (const [at, addressee] of addressees.entries()) {
    if (at > 0) {
      await page.goto(`/campaigns/${campaign}/letters`);
      await page.getByRole('link', { name: words.addressee.choose.continue(addressee) }).click();
    }
    const { publicId, shown } = await finishLetter(page, addressee, sentence, words);
    const letter = await openLetter(page, site, publicId);
    expectHeadersOf(letter, signer, addressee);
    expect(letter.html).toContain(sentence);
    expect(letter.html).not.toMatch(/<img|<link|url\(/);
    expect(letter.text).toContain(sentence);
    expect(plain(shown)).toContain(plain(letter.text));

    const { id } = await site.mail((mail) => mail.messageId === `<receipt.${publicId}@localhost>`);
    await page.goto(`/dev/mailbox/${id}`);
    await page.getByRole('link', { name: `/letters/${publicId}` }).click();
    await page.getByText(words.letter.states.sent).waitFor();
    if (addressee === 'Comcast') continue;
    await page.getByRole('button', { name: words.compose.status.posted, exact: true }).click();
    await page.getByText(words.letter.states.posted).waitFor();
  }
  for (const addressee of byForm) {
    await page.goto(`/campaigns/${campaign}/letters`);
    await page.getByRole('link', { name: words.addressee.choose.continue(addressee) }).click();
    const { publicId } = await finishLetter(page, addressee, sentence, words);
    await page.getByRole('link', { name: words.compose.status.toForm }).click();
    await page.getByLabel(words.filing.day).fill(new Date().toISOString().slice(0, 10));
    await page.getByRole('button', { name: words.filing.noted }).click();
    await page.getByRole('heading', { name: words.filing.filedTitle }).waitFor();
    expect(await site.mail((mail) => mail.messageId === `<receipt.${publicId}@localhost>`)).toBeTruthy();
  }
}

/** The letter comes from the platform's address in the sender's name, answers go to the sender, and nothing else is said or traced. */
function expectHeadersOf(letter: MailboxMessage, signer: Signer, addressee: string): void {
  const headers = Object.fromEntries(letter.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  expect(headers.from).toBe(`${signer.name} via Untolled <campaign@untolled.example>`);
  expect(headers['reply-to']).toBe(`${signer.name} <${signer.email}>`);
  expect(headers.to?.replaceAll('"', '')).toBe(`${addressee} <${letter.to}>`);
  expect(letter.to).toMatch(/\.example$/);
  expect(headers['message-id']).toMatch(/^<letter\.[0-9a-f-]{36}@localhost>$/);
  expect(headers.subject).toBe(letter.subject);
  expect(Object.keys(headers).sort().join(' ')).toBe(
    'content-type date from message-id mime-version reply-to subject to',
  );
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
