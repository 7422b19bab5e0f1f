import { afterAll, expect, test } from 'vitest';
import { messagesIn } from '#app/messages/messages.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { expectHeading, openConfirmation, signHere } from './signing.ts';

const site = await testSite();
const browser = await openBrowser();
afterAll(() => browser.close());

test('a Spanish-speaking subscriber signs and confirms without reading a word of English', {
  timeout: 90_000,
}, async () => {
  const words = messagesIn('es');
  const signer = { name: 'Lucía Núñez', email: 'lucia@example.com', zip: '33101' };
  const { page, faults, leave } = await visit(browser, site.origin, { locale: 'es-US', width: 390 });

  await page.goto('/es/campaigns/put-it-in-writing');
  expect(await page.locator('html').getAttribute('lang')).toBe('es');
  await page.getByLabel(words.sign.isp, { exact: true }).selectOption('comcast');
  await signHere(page, signer, words);

  await openConfirmation(page, site, signer);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('confirme su firma');
  const mail = page.frameLocator('iframe');
  const [confirmation] = await Promise.all([
    page.waitForEvent('popup'),
    mail.getByRole('link', { name: 'Confirmar mi firma' }).click(),
  ]);
  await expectHeading(confirmation, words.sign.confirm.title);
  await confirmation.getByRole('button', { name: words.sign.confirm.button }).click();
  await expectHeading(confirmation, words.sign.thanks.confirmedTitle);
  expect(new URL(confirmation.url()).pathname).toBe('/es/campaigns/put-it-in-writing/thanks');
  expect(faults).toEqual([]);
  await leave();
});
