import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { now, previewed } from '../domain/letter/stage.ts';
import { expectHeading } from './signing.ts';

const site = await testSite();
const browser = await openBrowser();
afterAll(() => browser.close());
const { db } = site.database;

/** A letter that its writer has just sent, and a window that knows the writer. */
async function writerOf(kind: 'fcc_complaint' | 'fcc_docket', scripting: boolean) {
  const campaign = kind === 'fcc_docket' ? 'keep-the-labels-whole' : 'put-it-in-writing';
  const { act, personId, publicId } = await previewed(db, { campaign }, { kind });
  await sendLetter(act, { db, now });
  const visitor = await visit(browser, site.origin, { scripting });
  const [pair = ''] = (await writerCookie(personId)).split(';');
  await visitor.page.context().addCookies([{ name: 'writer', value: pair.slice('writer='.length), url: site.origin }]);
  return { ...visitor, publicId };
}

async function note(page: Page, words: ReturnType<typeof messagesIn>, label: string, number: string) {
  await page.getByLabel(words.submission.optional(label)).fill(number);
  await page.getByLabel(words.filing.day).fill(new Date().toISOString().slice(0, 10));
  await page.getByRole('button', { name: words.filing.noted }).click();
}

test('A writer copies their complaint into the form of the FCC, notes it, and says what became of it', async () => {
  const words = messagesIn('en');
  const { page, publicId, faults, leave } = await writerOf('fcc_complaint', true);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin });
  await page.goto(`/letters/${publicId}`);
  await page.getByRole('link', { name: words.compose.status.toForm }).click();
  await expectHeading(page, words.filing.formTitle('Federal Communications Commission'));
  await page.getByRole('button', { name: new RegExp(`^${words.filing.copy} ?${words.filing.fields.text}$`) }).click();
  await page.getByRole('status').getByText(words.filing.copied).waitFor({ state: 'attached' });
  const letter = await page.getByLabel(words.filing.fields.text, { exact: true }).inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(letter);
  expect(await findingsOn(page)).toEqual([]);
  await note(page, words, words.filing.ticket, '#7654321');
  await page.getByRole('heading', { name: words.filing.filedTitle }).waitFor();
  await page.getByRole('link', { name: words.filing.outcomeLink }).click();
  await page.getByLabel(words.filing.outcomes.no_answer.label).check();
  await page.getByRole('button', { name: words.filing.outcome.save }).click();
  await page.getByRole('heading', { name: words.filing.outcome.saidTitle }).waitFor();
  expect(await findingsOn(page)).toEqual([]);
  await page.goto(`/letters/${publicId}`);
  await page.getByText('7654321').waitFor();
  expect(faults).toEqual([]);
  await leave();
});

test('A writer without scripting files their comment in the docket, and no filing set takes it any more', async () => {
  const words = messagesIn('es');
  const { page, publicId, faults, leave } = await writerOf('fcc_docket', false);
  await page.goto(`/es/letters/${publicId}`);
  await page.getByRole('link', { name: words.filing.toDocket }).click();
  await expectHeading(page, words.filing.docketTitle('CG 22-2'));
  expect(await page.getByRole('button', { name: new RegExp(`^${words.filing.copy}`) }).count()).toBe(0);
  expect(await page.getByLabel(words.filing.fields.text, { exact: true }).inputValue()).toContain('22-2');
  expect(await page.locator('main a[href*="fcc.gov/ecfs"]').count()).toBe(0);
  await note(page, words, words.filing.confirmation, '202611220001');
  await page.getByRole('heading', { name: words.filing.filedTitle }).waitFor();
  const [row] = await db.execute(sql`
    select d.state, d.external_id from deliveries d join letters l on l.id = d.letter_id where l.public_id = ${publicId} and d.channel = 'docket'`);
  expect(row).toEqual({ state: 'filed', external_id: '202611220001' });
  expect(faults).toEqual([]);
  await leave();
});
