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
  await expectHeading(page, words.letter.choose.title);
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  for (const addressee of addressees) await page.getByRole('checkbox', { name: addressee }).check();
  await page.getByRole('button', { name: words.letter.choose.button }).click();
}

/** Adds a sentence of the sender's own to the open draft, reads the preview and sends. Gives the public id and what was shown. */
export async function finishLetter(page: Page, addressee: string, sentence: string, words: Messages) {
  const { edit, preview, status } = words.letter;
  await page.waitForURL(/\/letters\/[0-9a-f-]{36}\/edit/);
  await expectHeading(page, edit.title(addressee));
  const body = page.getByLabel(edit.body, { exact: true });
  await body.fill((await body.inputValue()).replace(/\n\n/, `\n\n${sentence}\n\n`));
  await page.getByRole('button', { name: edit.preview }).click();
  await expectHeading(page, preview.title);
  const sheet = page.locator('article.letter-sheet');
  expect(await sheet.innerText()).toContain(sentence);
  const shown = await sheet.innerText();
  await page.getByRole('button', { name: preview.button(addressee) }).click();
  await expectHeading(page, status.title(addressee));
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
