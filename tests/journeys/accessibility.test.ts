import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { changeIncidentState } from '#app/domain/incident/editorial.server.ts';
import { changeReportState } from '#app/domain/report/editing.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { expectHeading, openConfirmation, signHere } from './signing.ts';

const site = await testSite();
const browser = await openBrowser();
const { page, faults } = await visit(browser, site.origin);
afterAll(() => browser.close());

const words = messagesIn('en');
const campaign = '/campaigns/put-it-in-writing';
const [bare] = await site.database.db.execute<{ slug: string }>(sql`
  select slug from isps
  where not exists (select 1 from speed_index_entries where isp_id = isps.id)
    and not exists (select 1 from incident_isps where isp_id = isps.id)
  order by slug limit 1`);

const signed = { reason: 'A sample reason.', by: 'Sample Editor' };
await changeIncidentState({ slug: 'sprint-skype-2018', to: 'withdrawn', ...signed }, { db: site.database.db });
await site.database.db.execute(sql`
  insert into isp_replies (isp_id, incident_id, domain, author_name, author_role, body, locale)
  select isps.id, incidents.id, 'comcast.example', 'Sample Person', 'Counsel', 'A sample reply.', 'en'
  from isps, incidents where isps.slug = 'comcast' and incidents.slug = 'comcast-caps-end-2025'`);

describe.each(['', '/es'])(
  'a person who uses a screen reader, enlarges text or cannot tell colours, under "%s/"',
  (prefix) => {
    test.each([
      prefix || '/',
      `${prefix}/isps`,
      `${prefix}/isps?q=xfinity`,
      `${prefix}/isps/comcast`,
      `${prefix}/speed-index`,
      `${prefix}/speed-index/2014-02`,
      `${prefix}/speed-index/2015-09`,
      `${prefix}/speed-index/compare`,
      `${prefix}/speed-index/deals`,
      `${prefix}/isps/criteria`,
      `${prefix}/isps/identify`,
      `${prefix}/isps/identify?as=8.15.5.1`,
      `${prefix}/isps/identify?as=5.101.96.1`,
      `${prefix}/?as=8.15.5.1`,
      `${prefix}/incidents/netflix-comcast-deal-2014/correct`,
      `${prefix}/incidents/netflix-comcast-deal-2014/reply`,
      `${prefix}/isps/comcast/reply`,
      `${prefix}/isps/comcast/report`,
      `${prefix}/measure`,
      `${prefix}/verify`,
      `${prefix}/counting`,
      `${prefix}${campaign}/counting`,
      `${prefix}/measurements`,
      `${prefix}/incidents`,
      `${prefix}/incidents?isp=comcast&year=2025`,
      `${prefix}/incidents?state=withdrawn`,
      `${prefix}/incidents/comcast-caps-end-2025`,
      `${prefix}/incidents/netflix-comcast-deal-2014`,
      `${prefix}/incidents/sprint-skype-2018`,
      `${prefix}/isps/${bare?.slug}`,
      `${prefix}/campaigns`,
      `${prefix}/addressees`,
      `${prefix}${campaign}`,
      `${prefix}/about`,
      `${prefix}/privacy`,
      `${prefix}/me`,
    ])('%s is open to them', { timeout: 60_000 }, async (path) => {
      const response = await page.goto(path);
      expect(response?.status()).toBe(200);
      expect(await findingsOn(page)).toEqual([]);
    });
  },
);

test('the sign form with mistakes in it', { timeout: 60_000 }, async () => {
  await page.goto(campaign);
  await page.getByRole('button', { name: words.sign.button, exact: true }).click();
  await page.getByRole('alert').waitFor();
  expect(await findingsOn(page)).toEqual([]);
});

test('a report: its mistakes, the page after sending, the confirmation and its own page', {
  timeout: 120_000,
}, async () => {
  const { report, submission } = words;
  await page.goto('/isps/comcast/report?as=73.0.0.1');
  await page.getByRole('button', { name: report.form.button }).click();
  await page.getByRole('alert').waitFor();
  expect(await findingsOn(page)).toEqual([]);
  await page.locator('#service').selectOption('youtube');
  await page.locator('#trouble').selectOption('stalls');
  await page.locator('#occurredOn').fill(new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10));
  await page.locator('#line').selectOption('home');
  await page.locator('#whatHappened').fill('It stopped every minute.');
  await page.locator('#name').fill('Ada Lovelace');
  await page.locator('#email').fill('ada.reports@example.com');
  await page.getByRole('button', { name: report.form.button }).click();
  await expectHeading(page, submission.sent.title);
  expect(await findingsOn(page)).toEqual([]);

  const { id } = await site.mail(({ to }) => to === 'ada.reports@example.com');
  const source = await (await page.request.get(`/dev/mailbox/${id}/source`)).text();
  const link = /\/submissions\/confirm\/[\w-]{43}/.exec(source.replace(/=\r?\n/g, ''))?.[0];
  await page.goto(link ?? '');
  await expectHeading(page, submission.confirm.report.title);
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('button', { name: submission.confirm.report.button }).click();
  await expectHeading(page, submission.confirm.report.doneTitle);
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('link', { name: submission.confirm.report.open }).click();
  await expectHeading(page, report.page.gatheringTitle('Comcast'));
  expect(await findingsOn(page)).toEqual([]);
  const publicId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const verified = { publicId, to: 'verified', reason: 'Checked by mail.', by: 'E. Editor' } as const;
  expect(await changeReportState(verified, { db: site.database.db })).toMatchObject({ ok: true });
  await page.reload();
  await expectHeading(page, /on Comcast reports? trouble with YouTube/);
  expect(await findingsOn(page)).toEqual([]);
});

test('a page that is not there', { timeout: 60_000 }, async () => {
  for (const path of ['/no-such-page', '/es/isps/no-such-isp']) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    expect(await findingsOn(page)).toEqual([]);
  }
  faults.splice(0);
});

test('the way from the thank-you page to the confirmed signature', { timeout: 90_000 }, async () => {
  const signer = { name: 'Ada Lovelace', email: 'ada@example.com', zip: '94103' };
  await page.goto(campaign);
  await page.getByLabel(words.sign.isp, { exact: true }).selectOption('comcast');
  await signHere(page, signer, words);
  expect(await findingsOn(page)).toEqual([]);

  await page.getByLabel(words.sign.thanks.code, { exact: true }).fill('12');
  await page.getByRole('button', { name: words.sign.thanks.confirm, exact: true }).click();
  await page.getByRole('alert').waitFor();
  expect(await findingsOn(page)).toEqual([]);

  await openConfirmation(page, site, signer);
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('link', { name: '/confirm/' }).click();
  await expectHeading(page, words.sign.confirm.title);
  expect(await findingsOn(page)).toEqual([]);
  const link = page.url();

  const { db } = site.database;
  await db.execute(sql`update signature_challenges set expires_at = now() - interval '1 day'`);
  await page.goto(link);
  await expectHeading(page, words.sign.refusals.expired.title);
  expect(await findingsOn(page)).toEqual([]);
  await page.goto(`${link.slice(0, -4)}AAAA`);
  await expectHeading(page, words.sign.refusals.unknown.title);
  expect(await findingsOn(page)).toEqual([]);
  faults.splice(0);

  await db.execute(sql`update signature_challenges set expires_at = now() + interval '1 day'`);
  await page.goto(link);
  await page.getByRole('button', { name: words.sign.confirm.button }).click();
  await expectHeading(page, words.sign.thanks.confirmedTitle);
  expect(await findingsOn(page)).toEqual([]);
});

test('the way from choosing addressees to the letter on paper', { timeout: 120_000 }, async () => {
  const { letter, addressee, compose } = words;
  await page.goto(`${campaign}/letters`);
  await expectHeading(page, addressee.choose.title);
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('button', { name: addressee.choose.button }).click();

  await expectHeading(page, /^Your letter to/);
  expect(await findingsOn(page)).toEqual([]);
  const edit = page.url();
  await page.getByLabel(letter.edit.subject, { exact: true }).fill(' ');
  await page.getByRole('button', { name: compose.next }).click();
  await page.getByRole('alert').waitFor();
  expect(await findingsOn(page)).toEqual([]);

  await page.goto(edit);
  await page.getByLabel(letter.edit.subject, { exact: true }).fill('A promise in writing');
  await page.getByRole('button', { name: compose.next }).click();
  await expectHeading(page, compose.words.title);
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('button', { name: letter.edit.preview }).click();
  await expectHeading(page, letter.preview.title);
  expect(await findingsOn(page)).toEqual([]);
  await page.locator('button[value=send]').click();
  await page.getByRole('heading', { name: letter.status.deliveries }).waitFor();
  expect(await findingsOn(page)).toEqual([]);
  const status = page.url();

  await page.goto(`${status}/print`);
  await expectHeading(page, words.paper.title);
  expect(await findingsOn(page)).toEqual([]);
  await page.goto(`${new URL(status).origin}/es${new URL(status).pathname}`);
  expect(await findingsOn(page)).toEqual([]);
  await page.goto(`${campaign}/letters`);
  expect(await findingsOn(page)).toEqual([]);

  const stranger = await visit(browser, site.origin);
  await stranger.page.goto(status);
  await expectHeading(stranger.page, letter.stranger.title);
  expect(await findingsOn(stranger.page)).toEqual([]);
  await stranger.page.goto(`${campaign}/letters`);
  await expectHeading(stranger.page, letter.signFirst.title);
  expect(await findingsOn(stranger.page)).toEqual([]);
  expect(stranger.faults).toEqual([]);
  await stranger.leave();
});

test('the mailbox and the previews of development', { timeout: 60_000 }, async () => {
  for (const path of ['/dev/mailbox', '/dev/emails', '/dev/emails/letter-receipt?in=es']) {
    await page.goto(path);
    expect(await findingsOn(page)).toEqual([]);
  }
});

test('nothing was complained of and nothing left the site on the way', () => {
  expect(faults).toEqual([]);
});
