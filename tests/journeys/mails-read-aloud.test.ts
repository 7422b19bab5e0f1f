import AxeBuilder from '@axe-core/playwright';
import { afterAll, expect, test } from 'vitest';
import { MAIL_LOCALES, MAIL_NAMES } from '#emails/catalogue.ts';
import { renderMail, sampleOf } from '#emails/render.ts';
import { openBrowser } from '#tests/support/browser.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

test.each(MAIL_NAMES.flatMap((name) => MAIL_LOCALES.map((locale) => ({ name, locale }))))(
  'a person who cannot see well reads the mail $name in $locale on a narrow screen, light and dark',
  async ({ name, locale }) => {
    const { html } = await renderMail(name, locale, sampleOf(name, locale, new Date()));
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 800 } });
      const page = await context.newPage();
      await page.setContent(html);
      const { violations } = await new AxeBuilder({ page }).disableRules(['region', 'landmark-one-main']).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflowPx).toBeLessThanOrEqual(0);
      await context.close();
    }
  },
);
