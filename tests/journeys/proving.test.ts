import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { en } from '#app/messages/en/index.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { signHere } from './signing.ts';

const site = await testSite();
const browser = await openBrowser();
afterAll(() => browser.close());

const person = (email: string) => ({ name: 'Tove Provesen', email, zip: '97214' });
const nearby = '/campaigns/put-it-in-writing?as=73.0.0.1';

/** What is stored of the forms of one address, oldest first. */
function signsOf(email: string) {
  return site.database.db.execute<{
    proof: string;
    digest: string | null;
    open_ms: number | null;
    network: string;
  }>(sql`
    select proof, encode(proof_digest, 'hex') as digest, open_ms, encode(network_key, 'hex') as network from signature_challenges
    where address = ${email} order by id`);
}

test('the browser of a person who types proves its work without their notice, and a second use of it shows', async () => {
  const email = 'tove@mail.example';
  const { page, faults, leave } = await visit(browser, site.origin);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ['/?as=73.0.0.1', nearby]) {
    await page.goto(path);
    const proof = page.locator('input[name=proof]');
    expect([await proof.inputValue(), asked.includes('/proof')]).toEqual(['', false]);
    await page.getByLabel(en.sign.name, { exact: true }).pressSequentially('Tove');
    await expect.poll(() => proof.inputValue(), { timeout: 10_000 }).toMatch(/^[0-9a-f]{32}\./);
    expect(asked.splice(0).filter((one) => one === '/proof')).toHaveLength(1);
  }
  const fields = await page
    .locator('#sign input[type=hidden]')
    .evaluateAll((inputs) =>
      inputs.map((input) => [(input as HTMLInputElement).name, (input as HTMLInputElement).value]),
    );
  await signHere(page, person(email), en);
  const body = new URLSearchParams([
    ...fields,
    ...Object.entries({ ...person('another@mail.example'), isp: 'comcast', website: '' }),
  ] as string[][]);
  const again = await fetch(site.origin + nearby, { method: 'POST', body, redirect: 'manual' });
  expect(again.status).toBe(303);
  const [first] = await signsOf(email);
  const [second] = await signsOf('another@mail.example');
  expect(first).toMatchObject({ proof: 'valid', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(second).toMatchObject({ proof: 'valid', digest: first?.digest });
  expect(first?.network).toMatch(/^[0-9a-f]{32}$/);
  expect(first?.open_ms).toBeGreaterThan(0);
  expect(first?.open_ms).toBeLessThan(60_000);
  expect(faults).toEqual([]);
  await leave();
});

test('without scripting a form says since when it lies open, also after a fault, and no work', async () => {
  const email = 'still@mail.example';
  const { page, leave } = await visit(browser, site.origin, { scripting: false });
  await page.goto(nearby);
  const stamp = await page.locator('input[name=stamp]').inputValue();
  await page.getByRole('button', { name: en.sign.button, exact: true }).click();
  await page.getByText(en.sign.faults.name_missing).first().waitFor();
  expect(await page.locator('input[name=stamp]').inputValue()).toBe(stamp);
  await signHere(page, person(email), en);
  expect(await signsOf(email)).toMatchObject([{ proof: 'none', digest: null, open_ms: expect.any(Number) }]);
  await leave();
});

test('a form that is sent before the work is done goes without it, and at once', async () => {
  const email = 'quick@mail.example';
  const { page, leave } = await visit(browser, site.origin);
  await page.route(/\/proof(\?|$)/, () => {});
  await page.goto(nearby);
  await signHere(page, person(email), en);
  expect(await signsOf(email)).toMatchObject([{ proof: 'none', digest: null }]);
  await leave();
});
