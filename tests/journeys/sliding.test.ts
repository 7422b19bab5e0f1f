import { expect, test } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const browser = await openBrowser();

test('a reader slides to a month by keyboard, and nothing moves before the link is followed', async () => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage();
  await page.goto(`${site.origin}/speed-index/2014-02`);
  const slider = page.getByRole('slider', { name: 'Slide to a month' });
  expect(await slider.getAttribute('aria-valuetext')).toBe('February 2014');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(await slider.getAttribute('aria-valuetext')).toBe('March 2014');
  expect(new URL(page.url()).pathname).toBe('/speed-index/2014-02');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  const link = page.locator('.time-slider a');
  expect(await link.textContent()).toMatch(/^Show \w+ 20\d\d$/);
  await page.keyboard.press('Home');
  expect(await link.textContent()).toBe('Show November 2012');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/speed-index/2012-11');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('with scripting off there is no slider, and its months are plain links', async () => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${site.origin}/es/speed-index/2014-02`);
  expect(await page.getByRole('slider').count()).toBe(0);
  await page.locator('.month-nav a[href="/es/speed-index/2014-03"]').first().click();
  expect(new URL(page.url()).pathname).toBe('/es/speed-index/2014-03');
});
