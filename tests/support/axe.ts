import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 1280] as const;
/** The rules that see colours; the others find the same in either scheme, because the schemes differ in colours alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Puts axe into the page as it stands; once is enough until it is left. */
async function prepare(page: Page): Promise<void> {
  await page.evaluate(source);
}

/** What axe, put into the page before, finds under `options`: one line a finding. */
async function ask(page: Page, options: RunOptions): Promise<string[]> {
  return page.evaluate(
    async (asked) => {
      const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
      const { violations } = await axe.run(asked);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
        ),
      );
    },
    { ...options, resultTypes: ['violations' as const] },
  );
}

/** What axe finds on a page that is no page of the site, such as a mail, without the rules named. */
export async function findingsWithout(page: Page, rules: readonly string[]): Promise<string[]> {
  await prepare(page);
  return ask(page, { rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])) });
}

/**
 * What axe finds on the page as it stands, in both schemes and at both widths, and whether it can be scrolled sideways: one line a
 * finding, none when all is well. The rules: WCAG 2.2 A and AA, and axe's own best practices. axe is put into the page once and asked four times.
 */
export async function findingsOn(page: Page): Promise<string[]> {
  const findings: string[] = [];
  // axe waits for ever on a frame that may not run scripts; what such a frame shows is looked at as a page of its own.
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe[sandbox]'))
      frame.replaceWith(frame.getAttribute('title') ?? '');
  });
  const size = page.viewportSize();
  await prepare(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const found = await ask(page, colorScheme === 'dark' ? { runOnly: COLOUR_RULES } : {});
      findings.push(...found.map((line) => `${width} px, ${colorScheme}: ${line}`));
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
