import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { messagesIn } from '#app/messages/messages.ts';
import { openBrowser, type Visitor, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { expectHeading } from './signing.ts';

const site = await testSite();
const browser = await openBrowser();
afterAll(() => browser.close());

const { report, submission } = messagesIn('en');
const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);

/** Somebody with scripting off on an address of Comcast's network of their own. */
async function somebody(): Promise<Visitor> {
  return visit(browser, site.origin, { scripting: false, width: 390 });
}

/** Sends the form that is open, then confirms it by the link of its mail. */
async function sendAndConfirm(page: Page, sender: { name: string; email: string }, button: string, confirm: string) {
  await page.locator('#name').fill(sender.name);
  await page.locator('#email').fill(sender.email);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL(/\/submissions\/sent\?claim=/);
  await expectHeading(page, submission.sent.title);
  const { id } = await site.mail(({ kind, to }) => kind === 'submission-confirmation' && to === sender.email);
  await page.goto(`/dev/mailbox/${id}`);
  const source = await page.request.get(`/dev/mailbox/${id}/source`);
  const link = /\/submissions\/confirm\/[\w-]{43}/.exec((await source.text()).replace(/=\r?\n/g, ''))?.[0];
  await page.goto(link ?? '');
  await page.getByRole('button', { name: confirm, exact: true }).click();
}

test('without scripting: somebody reports, three others confirm by its address, and it stands on the page of the ISP', {
  timeout: 120_000,
}, async () => {
  const reporter = await somebody();
  await reporter.page.goto('/isps/comcast/report?as=73.0.0.1');
  await reporter.page.getByRole('button', { name: report.form.button }).click();
  await reporter.page.getByRole('alert').waitFor();
  expect(await reporter.page.getByRole('alert').innerText()).toContain(submission.faults.service_missing);
  await reporter.page.locator('#service').selectOption('youtube');
  await reporter.page.locator('#trouble').selectOption('stalls');
  await reporter.page.locator('#occurredOn').fill(yesterday);
  await reporter.page.locator('#line').selectOption('home');
  await reporter.page.locator('#whatHappened').fill('It stopped every minute, and only there.');
  await sendAndConfirm(
    reporter.page,
    { name: 'Ada Lovelace', email: 'ada@example.com' },
    report.form.button,
    submission.confirm.report.button,
  );
  await expectHeading(reporter.page, submission.confirm.report.doneTitle);
  await reporter.page.getByRole('link', { name: submission.confirm.report.open }).click();
  await expectHeading(reporter.page, report.page.gatheringTitle('Comcast'));
  const address = new URL(reporter.page.url()).pathname;
  expect(await reporter.page.locator('body').innerText()).not.toContain('every minute');
  await reporter.page.goto('/isps/comcast');
  expect(await reporter.page.locator('#reports').innerText()).toContain(report.section.none('Comcast'));

  for (const n of [2, 3, 4]) {
    const { page, faults, leave } = await somebody();
    await page.goto(`${address}?as=73.0.${n}.1`);
    const sender = { name: `Neighbour ${n} Smith`, email: `n${n}@example.com` };
    await sendAndConfirm(page, sender, report.page.meTooButton, submission.confirm.me_too.button);
    await expectHeading(page, submission.confirm.me_too.doneTitle);
    expect(await page.locator('body').innerText()).toContain(submission.confirm.me_too.outcomes.counted);
    expect(faults).toEqual([]);
    await leave();
  }
  await reporter.page.goto(address);
  await expectHeading(reporter.page, /^People on Comcast report/);
  expect(await reporter.page.locator('body').innerText()).toContain(report.page.confirmations(3));
  await expect
    .poll(
      async () => {
        await reporter.page.goto('/isps/comcast');
        return reporter.page.locator('#reports').innerText();
      },
      { timeout: 15_000, interval: 500 },
    )
    .toContain('People on Comcast report');
  expect(reporter.faults).toEqual([]);
  await reporter.leave();
});

test('without scripting: an ISP replies from its own domain, nobody else can, and the words stand under the entry', {
  timeout: 90_000,
}, async () => {
  const { page, faults, leave } = await somebody();
  await page.goto('/incidents/netflix-comcast-deal-2014');
  await page.locator('a[href$="/reply"]').first().click();
  await expectHeading(page, submission.reply.title);
  expect(await page.locator('body').innerText()).toContain('xfinity.com');
  await page.locator('#body').fill('We disagree.\n\n  This is why.');
  await page.locator('#role').fill('Vice President');
  await page.locator('#name').fill('Grace Hopper');
  await page.locator('#email').fill('anyone@comcast.net');
  await page.getByRole('button', { name: submission.reply.button }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toContain(submission.faults.domain_unlisted);
  expect(await page.locator('#body').inputValue()).toBe('We disagree.\n\n  This is why.');
  await sendAndConfirm(
    page,
    { name: 'Grace Hopper', email: 'grace@xfinity.com' },
    submission.reply.button,
    submission.confirm.reply.button,
  );
  await expectHeading(page, submission.confirm.reply.doneTitle);
  await expect
    .poll(
      async () => {
        await page.goto('/incidents/netflix-comcast-deal-2014');
        return page.locator('.reply-words').allTextContents();
      },
      { timeout: 15_000, interval: 500 },
    )
    .toEqual(['We disagree.\n\n  This is why.']);
  expect(await page.locator('.reply').innerText()).toContain(submission.replies.provedBy('xfinity.com'));
  expect(faults).toEqual([]);
  await leave();
});
