import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { timeTrapMs } from '#app/domain/judgement/judgement.ts';
import type { Messages } from '#app/messages/catalogue.ts';
import type { TestSite } from '#tests/support/site.ts';

/** A person who signs. */
export interface Signer {
  name: string;
  email: string;
  zip: string;
}

/** What is filled in faster than this is noted as a machine's (decision 0026). */
const PATIENCE_MS = timeTrapMs.noted + 100;

/** Fills in the sign form on the page and sends it; the ISP is the one the page chose beforehand. Ends on the thank-you page. */
export async function signHere(page: Page, signer: Signer, words: Messages): Promise<void> {
  await page.getByLabel(words.sign.name, { exact: true }).fill(signer.name);
  await page.getByLabel(words.sign.email, { exact: true }).fill(signer.email);
  await page.getByLabel(words.sign.zip, { exact: true }).fill(signer.zip);
  await page.waitForTimeout(PATIENCE_MS);
  await page.getByRole('button', { name: words.sign.button, exact: true }).click();
  await page.waitForURL(/\/thanks\?claim=/);
  await expectHeading(page, words.sign.thanks.title);
}

/** Opens the confirmation of `signer` in the mailbox, as its list shows it. */
export async function openConfirmation(page: Page, site: TestSite, signer: Signer): Promise<void> {
  const { id } = await site.mail((mail) => mail.kind === 'confirmation' && mail.to === signer.email);
  await page.goto('/dev/mailbox');
  await page.locator(`a[href="/dev/mailbox/${id}"]`).click();
  await page.waitForURL(`**/dev/mailbox/${id}`);
}

/** Waits for the page's title line and checks it. */
export async function expectHeading(page: Page, words: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: words }).waitFor();
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
}
