import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { ORGANIZER } from '#app/commands/organizer-deeds.ts';
import { findMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { runToEnd } from '#db/guarded-process.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { aloneInBrowser } from './organizing-device.ts';

const site = await testSite();
const { db } = site.database;
const words = organizeMessagesIn('en');
const en = messagesIn('en');
const browser = await openBrowser();
const folder = await mkdtemp(join(tmpdir(), 'untolled-organizing-'));
const pictures = '.data/pictures';
await mkdir(pictures, { recursive: true });

/** A newspaper on an origin of its own, whose page holds what the organizer's snippet says. */
const paper = { snippet: '' };
const server = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end(`<!doctype html><html lang="en"><title>The paper</title><main><h1>News</h1>${paper.snippet}</main>`);
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const { page, faults } = await visit(browser, site.origin);
await aloneInBrowser(page);

/** Looks at the page as it stands: no fault of accessibility, nothing that scrolls sideways, and a picture at both widths under `.data/pictures`. */
async function look(at: Page, name: string): Promise<void> {
  expect(await findingsOn(at), name).toEqual([]);
  for (const width of [320, 1280]) {
    await at.setViewportSize({ width, height: 900 });
    await at.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
  }
}
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click();
const home = '/organize/open-net';

test('an organizer comes in by passkey, after the operator made the first account', async () => {
  const said: string[] = [];
  const create = ORGANIZER.deeds.find(({ name }) => name === 'create');
  await create?.run({
    words: ['ada@organizers.example'],
    options: { organization: 'Open Net' },
    given: { db },
    say: (line) => said.push(line),
  });
  await page.goto(/\/organize\/invitation\/[^\s"<]+/.exec(said.join('\n'))?.[0] ?? '');
  await page.getByLabel('Your name, as your team will see it').fill('Ada Lovelace');
  await press('Accept');
  await page.getByLabel('Name of the new passkey').fill('Laptop');
  await press('Add a passkey');
  await page.waitForURL(/\?added$/);
  await press('Sign out');
  await press('Sign in with a passkey');
  await page.waitForURL((url) => url.pathname === '/organize');
  await page.goto(`${home}/settings`);
  await page.locator('#postalAddress').fill('Open Net\n1 Example Street\nSan Francisco, CA 94103');
  await press(/Save/);
}, 60_000);

test('they make a campaign with its letter in a few steps, see it as the public will, and open it', async () => {
  const { make, life } = words.campaigns;
  await page.goto(home);
  await page.getByRole('link', { name: words.campaigns.list.make }).click();
  await page.getByLabel(make.name).fill('Keep the evening fast');
  await page.getByLabel(make.from).selectOption({ index: 1 });
  await press(make.button);
  await page.waitForURL(/campaigns\/keep-the-evening-fast/);
  await look(page, 'campaign');
  await press(life.open_);
  await page.getByText(life.open, { exact: false }).first().waitFor();
}, 60_000);

test('a reader of a newspaper signs there, confirms by the code, and asks for alerts', async () => {
  await page.goto(`${home}/embeds/keep-the-evening-fast`);
  await page.getByLabel(words.embeds.sites.origin).fill(there);
  await press(words.embeds.sites.add);
  await page.getByText(there).first().waitFor();
  paper.snippet = await page.locator('textarea, input[readonly]').first().inputValue();
  await look(page, 'embeds');
  const reader = await browser.newPage();
  const name = reader.getByLabel(en.sign.name, { exact: true });
  // A site that was just added is known to every process within seconds.
  for (let tries = 0; tries < 10 && !(await name.isVisible()); tries += 1) {
    await reader.goto(there);
    await reader.waitForTimeout(1000);
  }
  await name.fill('Reader Page');
  await reader.getByLabel(en.sign.email, { exact: true }).fill('reader@mail.example');
  await reader.getByLabel(en.sign.zip, { exact: true }).fill('94103');
  await reader.getByLabel(en.sign.isp, { exact: true }).selectOption('comcast');
  await reader.getByLabel(/^Write to me when Comcast/).check();
  await reader.getByRole('button', { name: en.embed.button }).click();
  await reader.getByRole('heading', { name: en.embed.sentTitle }).waitFor();
  const { id } = await site.mail(({ to }) => to === 'reader@mail.example');
  const code = /\b\d{6}\b/.exec((await findMessage(id, { db }))?.text ?? '')?.[0] ?? '';
  await reader.getByLabel(en.sign.thanks.code).fill(code);
  await reader.keyboard.press('Enter');
  await reader.getByRole('heading', { name: en.embed.confirmedTitle }).waitFor();
  await look(reader, 'newspaper');
  await reader.close();
}, 60_000);

test('the dashboard shows the signature within ten seconds, by itself', async () => {
  await page.goto(`${home}/dashboard/keep-the-evening-fast`);
  await page.locator('main').getByText('1', { exact: true }).first().waitFor({ timeout: 10_000 });
  await look(page, 'dashboard');
}, 60_000);

test('a mail to the members of that ISP reaches the reader, who can leave in one click', async () => {
  await page.goto(`${home}/audience/segments/new?isp=comcast`);
  await page.locator('#name').fill('People on Comcast');
  await look(page, 'segment');
  await press(words.audience.segments.save);
  await page.goto(`${home}/broadcasts`);
  await press(words.broadcasts.new);
  await page.locator('#subjectEn').fill('{{isp|Your provider}} got slower');
  await page.locator('#bodyEn').fill('Evenings on {{isp|your provider}} got slower. [Look]({{isp_link}}).');
  await page.locator('#segment').selectOption({ label: 'People on Comcast' });
  await press(words.broadcasts.one.save);
  await look(page, 'broadcast');
  await page.getByLabel(words.broadcasts.one.sure).check();
  await press(words.broadcasts.one.leaveButton);
  const mail = await site.mail(({ subject }) => /^Comcast.* got slower$/.test(subject));
  expect(mail.to).toBe('reader@mail.example');
  const source = await (await page.request.get(`/dev/mailbox/${mail.id}/source`)).text();
  expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
  const way = /^List-Unsubscribe:\s+<([^>]+)>/m.exec(source.replace(/\r?\n[ \t]+/g, ' '))?.[1] ?? '';
  const left = await fetch(way, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
  expect(left.status).toBe(200);
  const members = await db.execute(sql`select status from subscriptions`);
  expect([...members]).toEqual([{ status: 'unsubscribed' }]);
  await look(page, 'broadcast-sent');
}, 60_000);

test('an export of the counts is ready in a moment, and its manifest proves it on another computer', async () => {
  const { exports } = words;
  await page.goto(`${home}/exports`);
  await page.getByRole('link', { name: exports.ask }).click();
  await look(page, 'export');
  await press(exports.show);
  await press(exports.make);
  await page.waitForURL(/\/exports\/[\w-]+$/);
  for (let tries = 0; tries < 40 && !(await page.locator('#files').isVisible()); tries += 1) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  for (const name of await page.locator('#files a').allTextContents()) {
    const answer = await page.request.get(`${new URL(page.url()).pathname}/${name}`);
    await writeFile(join(folder, name), await answer.body());
  }
  const { code, output } = await runToEnd(
    [process.execPath, '--import', 'tsx', 'app/commands/verify.ts', 'export', folder],
    {
      cwd: process.cwd(),
      variables: { PATH: process.env.PATH },
    },
  );
  expect([code, output]).toEqual([0, expect.stringContaining('all of it holds')]);
  expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
}, 60_000);
