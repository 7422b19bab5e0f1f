import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inTurn } from './turn.ts';

/** The few switches a Chromium without a sandbox and a screen needs; the package's own make it die on the second context. */
export const CHROMIUM_SWITCHES = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] as const;

/** The Chromium to drive: the one named by `CHROMIUM_PATH`, else the one that ships in npm, unpacked once. */
export async function chromiumPath(): Promise<string> {
  return process.env.CHROMIUM_PATH || (await inTurn('chromium', () => sparticuz.executablePath(), ''));
}

/** Starts a browser, with `more` switches if need be; the caller closes it. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: [...CHROMIUM_SWITCHES, ...more] });
}

/** Who visits: with or without scripting, in which scheme, width and language. */
export interface VisitorOptions {
  scripting?: boolean;
  colorScheme?: 'light' | 'dark';
  width?: number;
  locale?: string;
}

/** A person at a fresh browser. `faults`: what the browser complained of, and every request that left the origin. */
export interface Visitor {
  page: Page;
  faults: string[];
  leave(): Promise<void>;
}

/** Opens a window of its own on `origin`, with no cookies, watching for complaints. */
export async function visit(browser: Browser, origin: string, options: VisitorOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: origin,
    javaScriptEnabled: options.scripting ?? true,
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    locale: options.locale ?? 'en-US',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const faults: string[] = [];
  context.on('console', (message) => {
    // The browser reports every page that answers 4xx; tests that open one check its status themselves.
    const { url } = message.location();
    const isPageItself =
      /the server responded with a status of 4\d\d/.test(message.text()) && url === message.page()?.url();
    if (message.type() === 'error' && !isPageItself) faults.push(`console: ${message.text()} (${url})`);
  });
  context.on('weberror', (error) => faults.push(`page error: ${error.error()}`));
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|about|blob):/.test(url)) faults.push(`left the origin: ${url}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
  });
  return { page: await context.newPage(), faults, leave: () => context.close() };
}
