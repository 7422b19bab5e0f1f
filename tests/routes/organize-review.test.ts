import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { sent } from '#tests/domain/letter/stage.ts';
import { signedIn } from '#tests/support/organizer.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;
const { cookie, organizationId, slug, actor } = await signedIn(
  { db, origin: site.origin },
  { role: 'moderator', runsInstallation: true },
);
await db.execute(sql`update campaigns set organization_id = ${organizationId}`);
const home = `/organize/${slug}`;
const letter = await sent(db, { name: 'Ana <b>Ruiz</b>', address: 'ana.review@mail.example' });

const get = (path: string) => fetch(site.origin + path, { headers: { Cookie: cookie } });
const post = (path: string, form: Record<string, string>) =>
  fetch(site.origin + path, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
    headers: { Cookie: cookie, Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' },
  });
async function until(fits: () => Promise<boolean>) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fits()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('it did not come to that');
}
const statusOf = async () =>
  (await db.execute<{ status: string }>(sql`select status from signatures where address = ${letter.address}`))[0]
    ?.status;

test('a moderator finds a signature, sees how many a batch would change, does it, and undoes it; each look and deed is on record', async () => {
  expect(await (await get(`${home}/review`)).text()).not.toContain('ana.review');
  const found = await (await get(`${home}/review?address=Ana.Review%2Bx%40mail.example`)).text();
  expect(found).toContain('Ana &lt;b&gt;Ruiz&lt;/b&gt;');
  const by = `${home}/review?domain=mail.example&name=`;
  const wish = { deed: 'invalidate', reason: 'automated', note: 'One machine.' };
  expect((await post(`${home}/review?address=ana.review%40mail.example`, wish)).status).toBe(422);
  const slip = await post(by, { ...wish, note: '' });
  expect([slip.status, (await slip.text()).includes('value="automated" selected')]).toEqual([422, true]);
  const preview = await (await post(by, wish)).text();
  const hidden = (name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(preview)?.[1] ?? '';
  expect([hidden('expected'), await statusOf()]).toEqual(['1', 'confirmed']);
  const asked = await post(by, { ...wish, upToId: hidden('upToId'), expected: hidden('expected') });
  const batch = asked.headers.get('location') ?? '';
  expect(batch).toMatch(/\/review\/batches\/\d+$/);
  await until(async () => (await statusOf()) === 'invalidated');
  await until(async () => (await (await get(batch)).text()).includes('Undo'));
  expect((await post(batch, { intent: 'undo', why: ' ' })).status).toBe(422);
  expect((await post(batch, { intent: 'undo', why: 'They were a school.' })).status).toBe(200);
  await until(async () => (await (await get(`/es${batch}`)).text()).includes('deshecho'));
  expect(await statusOf()).toBe('confirmed');
  const deeds = await db.execute<{ action: string; facts: object }>(
    sql`select action, facts from audit_events where actor = ${actor} order by id`,
  );
  expect(deeds.map(({ action }) => action).filter((action, at, all) => action !== all[at - 1])).toEqual([
    'read.signatures',
    'batch.ask',
    'signatures.invalidate',
    'batch.undo',
    'signatures.restore',
  ]);
  expect(JSON.stringify(deeds)).not.toContain('mail.example');
  expect(await (await get(`${home}/review/log`)).text()).toContain('signatures.restore');
});

test('conditions that cannot be read are named, kept as typed, and nothing is searched', async () => {
  const answer = await get(`${home}/review?state=California&domain=mail.example`);
  const page = await answer.text();
  expect([answer.status, page.includes('value="California"'), page.includes('ana.review')]).toEqual([422, true, false]);
});

test('a letter that came back is listed without its words, and can be sent again', async () => {
  await db.execute(
    sql`update deliveries set state = 'sending' where letter_id in (select id from letters where public_id = ${letter.letter.publicId}::uuid) and state = 'queued'`,
  );
  const page = await (await get(`${home}/review/letters?show=all`)).text();
  expect(page).toContain('Ana &lt;b&gt;Ruiz&lt;/b&gt;');
  expect(page).not.toContain((letter.letter.seen ?? '?').slice(0, 60));
  expect((await post(`${home}/review/letters?show=all`, { delivery: '999999' })).status).toBe(409);
});

test('the register’s moderators decide about a report with a reason, and a slip loses nothing', async () => {
  const [report] = await db.execute<{ id: string }>(sql`
    insert into reports (isp_id, person_id, service, trouble, line, occurred_on, what_happened, is_own_network, locale)
    select id, (select min(id) from people), 'youtube', 'stalls', 'home', '2026-11-20', 'It stopped.', true, 'en' from isps where slug = 'comcast' returning public_id as id`);
  const id = report?.id ?? '';
  const slip = await post(`${home}/register`, { what: 'report', id, to: 'verified', why: 'x' });
  expect([slip.status, (await slip.text()).includes('value="x"')]).toEqual([422, true]);
  expect((await post(`${home}/register`, { what: 'report', id, to: 'verified', why: 'Checked by mail.' })).status).toBe(
    200,
  );
  expect((await post(`${home}/register`, { what: 'report', id, to: 'verified', why: 'Checked by mail.' })).status).toBe(
    409,
  );
});
