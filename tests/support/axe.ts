import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 1280] as const;
/** The rules that see colours; the others find the same in either scheme, because the schemes differ in colours alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page as it stands, in both schemes and at both widths, and whether it can be scrolled sideways: one line a
 * finding, none when all is well. The rules: WCAG 2.2 A and AA, and axe's own best practices.
 */
export async function findingsOn(page: Page): Promise<string[]> {
  const findings: string[] = [];
  // axe waits for ever on a frame that may not run scripts; what such a frame shows is looked at as a page of its own.
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe[sandbox]'))
      frame.replaceWith(frame.getAttribute('title') ?? '');
  });
  const size = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      // One page without foreign frames needs no second page to gather, and what passed is not told: both take most of the time.
      const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
      const { violations } = await (colorScheme === 'dark' ? axe.withRules(COLOUR_RULES) : axe).analyze();
      for (const { id, nodes } of violations)
        for (const { target, failureSummary } of nodes)
          findings.push(
            `${width} px, ${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
          );
    }
    const overflowPx = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflowPx > 0) findings.push(`${width} px: the page scrolls sideways by ${overflowPx} px`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (size) await page.setViewportSize(size);
  return findings;
}
