import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { findMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { en } from '#app/messages/en/index.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;
const browser = await openBrowser();
const slug = 'put-it-in-writing';

/** A newspaper's page on an origin of its own, with a policy that lets nothing in but the embed. */
const paper = createServer((request, response) => {
  const policy = `default-src 'none'; script-src ${site.origin}; connect-src ${site.origin}; frame-src ${site.origin}`;
  const tag = (kind: string) =>
    `<div data-untolled><a href="${site.origin}/campaigns/${slug}?partner=paper">Sign</a>` +
    `<script async src="${site.origin}/embed.js" data-campaign="${slug}" data-kind="${kind}" data-partner="paper"></script></div>`;
  const framed = `<iframe src="${site.origin}/embed/${slug}/counter" title="Count" width="300" height="260"></iframe>`;
  const body = request.url === '/frame' ? framed : tag('form') + tag('counter');
  response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
  response.end(
    `<!doctype html><html lang="en"><title>The paper</title><meta name="viewport" content="width=device-width"><main><h1>News</h1>${body}</main>`,
  );
});
await new Promise<void>((ready) => paper.listen(0, '127.0.0.1', ready));
const { port } = paper.address() as AddressInfo;
const there = `http://127.0.0.1:${port}`;
afterAll(async () => {
  await browser.close();
  paper.close();
});

await db.execute(sql`insert into organizations (slug, name) values ('coalition', 'The coalition')`);
await db.execute(sql`update campaigns set organization_id = (select max(id) from organizations) where slug = ${slug}`);
await db.execute(
  sql`insert into embed_origins (campaign_id, origin, added_by) select id, ${there}, 'command' from campaigns where slug = ${slug}`,
);
await db.execute(
  sql`insert into partners (campaign_id, slug, name, wording_version, created_by) select id, 'paper', 'The Paper', 1, 'command' from campaigns where slug = ${slug}`,
);
await db.execute(sql`insert into partner_wordings (partner_id, version, locale, body, created_by)
  select id, 1, l, 'The Paper may write to me about its work.', 'command' from partners, unnest(array['en', 'es']) l`);

test('a reader of a newspaper signs, confirms and is counted for it without leaving its page', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error' && !/422/.test(line.text())) complaints.push(line.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(there);
  const name = page.getByLabel(en.sign.name, { exact: true });
  await name.waitFor();
  await page.getByText(en.embed.signedAlone).waitFor();
  expect(await findingsOn(page)).toEqual([]);
  expect(await page.getByText('The Paper may write').isVisible()).toBe(true);
  const [shown] = await db.execute<{ id: number }>(
    sql`select max(id) as id from consent_texts where kind = 'sign' and locale = 'en'`,
  );
  expect(await page.locator('input[name=consent]').inputValue()).toBe(String(shown?.id));
  expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0);
  await page.getByRole('button', { name: en.embed.button }).press('Enter');
  await page.getByText(en.sign.faults.name_missing).waitFor();
  expect(await name.evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field)).toBe(true);
  await page.keyboard.type('Reader Page');
  await page.keyboard.press('Tab');
  await page.keyboard.type('reader@mail.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('94103');
  await page.getByLabel(en.sign.isp, { exact: true }).selectOption('comcast');
  await page.getByLabel(/^Write to me when Comcast/).check();
  await page.getByLabel(en.sign.partnerBox('The Paper')).check();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: en.embed.sentTitle }).waitFor();
  const { id } = await site.mail(({ to }) => to === 'reader@mail.example');
  const mail = await findMessage(id, { db });
  const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? '';
  await page.getByLabel(en.sign.thanks.code).fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: en.embed.confirmedTitle }).waitFor();
  const way = page.getByRole('link', { name: en.embed.write });
  expect(await way.getAttribute('href')).toMatch(new RegExp(`^${site.origin}/confirm/[\\w-]{43}$`));
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  expect([kept, await context.cookies(), complaints]).toEqual([[0, 0, ''], [], []]);
  const [signature] = await db.execute(sql`
    select s.status, s.source, p.slug, c.proof, (select count(*)::integer from partner_signups) as agreed, (select source from subscriptions) as member
    from signatures s join partners p on p.id = s.partner_id join signature_challenges c on c.signature_id = s.id`);
  expect(signature).toEqual({
    status: 'confirmed',
    source: `embed:127.0.0.1:${port}`,
    slug: 'paper',
    proof: 'valid',
    agreed: 1,
    member: 'embed',
  });
  await page.goto(`${there}/frame`);
  await page.frameLocator('iframe').getByText(en.embed.signedAlone).waitFor();
  await context.close();
});

test('a site that is not listed, and a browser without scripts, show the link', async () => {
  const elsewhere = `http://localhost:${port}`;
  const page = await browser.newPage();
  const warned = new Promise<string>((heard) =>
    page.on('console', (line) => {
      if (line.type() === 'warning') heard(line.text());
    }),
  );
  await page.goto(elsewhere);
  expect(await warned).toContain(`${elsewhere} is not among the sites that may show it`);
  expect(await page.getByRole('link', { name: 'Sign' }).first().isVisible()).toBe(true);
  await page.close();
  const still = await browser.newPage({ javaScriptEnabled: false });
  await still.goto(there);
  await still.getByRole('link', { name: 'Sign' }).first().click();
  await still.getByRole('heading', { name: en.campaign.signTitle }).waitFor();
  expect(await still.locator('input[name=partner]').getAttribute('value')).toBe('paper');
  await still.close();
});

test('the script may be kept for minutes, is compressed, and is asked for again by its tag', async () => {
  const first = await fetch(`${site.origin}/embed.js`);
  const head = (name: string) => first.headers.get(name);
  expect(head('Cross-Origin-Resource-Policy')).toBe('cross-origin');
  expect(head('Cache-Control')).toMatch(/^public, max-age=300\b/);
  expect(head('Content-Type')).toMatch(/javascript/);
  const again = await fetch(`${site.origin}/embed.js`, { headers: { 'If-None-Match': head('ETag') ?? '' } });
  expect(again.status).toBe(304);
  const count = await fetch(`${site.origin}/campaigns/${slug}/count.json`);
  expect(count.headers.get('Access-Control-Allow-Origin')).toBe('*');
});
