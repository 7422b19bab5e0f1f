import { afterAll, expect, test } from 'vitest';
import { MAIL_LOCALES, MAIL_NAMES } from '#emails/catalogue.ts';
import { renderMail, sampleOf } from '#emails/render.ts';
import { findingsWithout } from '#tests/support/axe.ts';
import { openBrowser } from '#tests/support/browser.ts';

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
afterAll(() => browser.close());

test.each(MAIL_NAMES.flatMap((name) => MAIL_LOCALES.map((locale) => ({ name, locale }))))(
  'a person who cannot see well reads the mail $name in $locale on a narrow screen, light and dark',
  async ({ name, locale }) => {
    const { html } = await renderMail(name, locale, sampleOf(name, locale, new Date()));
    await page.setContent(html);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findingsWithout(page, ['region', 'landmark-one-main'])).toEqual([]);
      const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflowPx).toBeLessThanOrEqual(0);
    }
  },
);
