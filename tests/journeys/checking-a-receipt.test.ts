import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { messagesIn } from '#app/messages/messages.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { expectHeading, openConfirmation, signHere } from './signing.ts';

const site = await testSite();
const browser = await openBrowser();
const folder = await mkdtemp(join(tmpdir(), 'untolled-own-computer-'));
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const words = messagesIn('en');
const { verify } = words;
const campaign = 'put-it-in-writing';
const signer = { name: 'Ada Lovelace', email: 'ada@example.com', zip: '94103' };

/** The count as the campaign's page follows it. */
async function counted(): Promise<number> {
  const answer = await fetch(`${site.origin}/campaigns/${campaign}/count.json`);
  return ((await answer.json()) as { counted: number }).counted;
}

/** Follows the link that a mail of this kind to the signer brings. */
async function follow(page: Page, kind: string, link: RegExp) {
  const { id } = await site.mail((mail) => mail.kind === kind && mail.to === signer.email);
  await page.goto(`/dev/mailbox/${id}`);
  const address = await page.frameLocator('iframe').getByRole('link', { name: link }).first().getAttribute('href');
  await page.goto(address ?? '');
}

async function until(condition: () => Promise<boolean>) {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not come about in time\n${await site.logs()}`);
    await new Promise((done) => setTimeout(done, 250));
  }
}

test('a signer checks the receipt on a computer without us, withdraws, and sees the count fall by one', {
  timeout: 120_000,
}, async () => {
  const { page, faults, leave } = await visit(browser, site.origin);
  await page.goto(`/campaigns/${campaign}?as=73.0.0.1`);
  await signHere(page, signer, words);
  await openConfirmation(page, site, signer);
  await follow(page, 'confirmation', /Confirm my signature/);
  await page.getByRole('button', { name: words.sign.confirm.button }).click();
  await expectHeading(page, words.sign.thanks.confirmedTitle);
  const download = page.getByRole('link', { name: verify.thanks.download });
  await until(async () => {
    if (await download.isVisible()) return true;
    await page.getByRole('link', { name: verify.thanks.look }).click();
    await page.waitForLoadState();
    return false;
  });
  const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
  expect(file.suggestedFilename()).toBe(`untolled-receipt-${campaign}.tlog-proof`);
  const receipt = join(folder, 'mine.tlog-proof');
  await file.saveAs(receipt);
  await cp(resolve('public/verify.mjs'), join(folder, 'verify.mjs'));
  const run = promisify(execFile);
  const check = await run(process.execPath, ['verify.mjs', 'receipt', 'mine.tlog-proof'], { cwd: folder });
  expect(check.stdout).toContain('by ada@example.com, ISP comcast, state CA');

  const mailed = await site.mail((mail) => mail.kind === 'signature-receipt' && mail.to === signer.email);
  expect(mailed.subject).toContain('receipt');

  await page.getByRole('link', { name: verify.thanks.check }).click();
  await page.locator('#receipt-file').waitFor();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.locator('#receipt-file').setInputFiles(receipt);
  await page.getByRole('button', { name: verify.receipt.button }).click();
  await page.getByRole('heading', { name: verify.receipt.holds }).waitFor();
  const steps = page.locator('.check-steps');
  expect(await steps.innerText()).toContain('ada@example.com');
  expect(await steps.locator('.check-holds').count()).toBe(4);
  const pasted = await page.locator('#receipt-text').inputValue();
  await page.locator('#receipt-text').fill(pasted.replace('index 0', 'index 1'));
  await page.getByRole('button', { name: verify.receipt.button }).click();
  await page.getByRole('heading', { name: verify.receipt.fails }).waitFor();
  expect(await steps.innerText()).toContain(verify.receipt.faults.place);
  await page.locator('#receipt-text').fill(pasted.replaceAll('localhost', 'elsewhere.example'));
  await page.getByRole('button', { name: verify.receipt.button }).click();
  await page.getByText('none of this site’s').waitFor();
  expect(requests).toEqual([]);
  expect(await page.locator('form[method=post] #receipt-text, form #receipt-file').count()).toBe(0);

  const before = await counted();
  await page.goto('/me');
  await page.getByLabel(words.inquiry.form.email).fill(signer.email);
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/sent/);
  await follow(page, 'my-page', /./);
  await page.getByRole('button', { name: words.inquiry.uses.withdrawSignature }).click();
  await page.getByText(words.inquiry.uses.done['withdraw-signature']).waitFor();
  await until(async () => (await counted()) === before - 1);
  const recount = await run(process.execPath, ['verify.mjs', 'recount', `${site.origin}/log/${campaign}`], {
    cwd: folder,
  });
  expect(recount.stdout).toContain('all 2 leaves');
  expect(faults).toEqual([]);
  await leave();
});
