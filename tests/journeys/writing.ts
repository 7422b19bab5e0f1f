import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findMessage } from '#app/domain/mailbox/mailbox.server.ts';
import type { MailboxMessage } from '#app/domain/mailbox/mailbox.ts';
import type { Messages } from '#app/messages/catalogue.ts';
import { runToEnd } from '#db/guarded-process.ts';
import type { TestSite } from '#tests/support/site.ts';
import { expectHeading } from './signing.ts';

/** Chooses who hears from the sender, of all that the campaign offers, and begins the letters. Ends on the first one's edit page. */
export async function beginLettersTo(page: Page, addressees: readonly string[], words: Messages): Promise<void> {
  await expectHeading(page, words.addressee.choose.title);
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  for (const addressee of addressees) await page.getByRole('checkbox', { name: addressee }).first().check();
  await page.getByRole('button', { name: words.addressee.choose.button }).click();
}

/**
 * Takes the open draft through its stages: the sender's sentence by one of the questions, the preview, the deed. Each stage is reloaded once, as people
 * do, and loses nothing. Gives the public id and what was shown.
 */
export async function finishLetter(page: Page, addressee: string, sentence: string, words: Messages) {
  const { letter, compose } = words;
  await page.waitForURL(/\/letters\/[0-9a-f-]{36}\/edit/);
  await expectHeading(page, letter.edit.title(addressee));
  await page.reload();
  await page.getByRole('button', { name: compose.next }).click();
  await expectHeading(page, compose.words.title);
  await page.getByLabel(compose.words.prompts.tried).fill(sentence);
  await page.getByRole('button', { name: compose.words.insertAnswers }).click();
  await page.getByRole('status').getByText(compose.words.done).waitFor();
  await page.reload();
  expect(await page.locator('mark').allInnerTexts()).toContain(sentence);
  await page.getByRole('button', { name: letter.edit.preview }).click();
  await expectHeading(page, letter.preview.title);
  const shown = await page.locator('main').innerText();
  expect(shown).toContain(sentence);
  await page.locator('button[value=send]').click();
  await expectHeading(page, letter.status.title(addressee));
  return { publicId: /letters\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '', shown };
}

/** Waits for the sender's letter in the mailbox, opens it there as its list shows it, and gives it taken apart. */
export async function openLetter(page: Page, site: TestSite, publicId: string): Promise<MailboxMessage> {
  const { db } = site.database;
  const [delivery] = await db.execute<{ public_id: string }>(sql`
    select deliveries.public_id from deliveries join letters on letters.id = letter_id
    where letters.public_id = ${publicId} and channel = 'email'`);
  const { id } = await site.mail((mail) => mail.messageId === `<letter.${delivery?.public_id}@localhost>`);
  await page.goto('/dev/mailbox');
  await page.locator(`a[href="/dev/mailbox/${id}"]`).click();
  await page.waitForURL(`**/dev/mailbox/${id}`);
  const message = await findMessage(id, { db });
  if (!message) throw new Error(`message ${id} is gone`);
  return message;
}

/** What `npm run export -- counts` writes for the campaign, by ISP and state, once the sequencer has counted `total` signatures. */
export async function exportedCounts(
  site: TestSite,
  campaign: string,
  total: number,
): Promise<Record<string, unknown>[]> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const { code, output } = await runToEnd(
      [
        'npm',
        'run',
        '--silent',
        'export',
        '--',
        'counts',
        '--campaign',
        campaign,
        '--by',
        'isp,state',
        '--format',
        'json',
      ],
      { cwd: process.cwd(), variables: { ...site.variables, npm_config_loglevel: 'silent' } },
    );
    if (code !== 0) throw new Error(`the export ended with ${code}:\n${output}`);
    const rows = JSON.parse(output) as { counted: number }[];
    if (rows.reduce((sum, row) => sum + row.counted, 0) === total) return rows;
    if (Date.now() > deadline) throw new Error(`the count never came to ${total}:\n${output}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}
