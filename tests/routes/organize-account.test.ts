import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { ORGANIZER } from '#app/commands/organizer-deeds.ts';
import { findMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { createOrganizerAuth, openSession } from '#app/domain/organizer/auth.server.ts';
import { env } from '#app/env.server.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { signedIn } from '#tests/support/organizer.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;
const { origin } = site;
const at = { db, origin };
const browser = await openBrowser();
afterAll(() => browser.close());

/** Runs a deed of `npm run organizer`; answers what it said. */
async function organizer(name: string, words: string[], options: Record<string, string> = {}): Promise<string> {
  const said: string[] = [];
  const deed = ORGANIZER.deeds.find((one) => one.name === name);
  await deed?.run({ words, options, given: { db }, say: (line) => said.push(line) });
  return said.join('\n');
}

const pathIn = (text: string) => /\/organize\/(?:link|invitation|email)\/[^\s"<]+/.exec(text)?.[0] ?? '';
const ask = (path: string, cookie = '', form?: Record<string, string>) =>
  fetch(origin + path, {
    redirect: 'manual',
    headers: { Cookie: cookie, Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

test('the first owner comes in by the printed link, adds a passkey, and signs in by it', async () => {
  const said = await organizer('create', ['Ada@Organizers.example'], { organization: 'Open Net' });
  expect(said).toContain('It keeps the installation');
  const [foreign] = await db.execute(sql`select count(*)::int as n from campaigns where organization_id is null`);
  expect(foreign).toEqual({ n: 0 });
  const { page, faults, leave } = await visit(browser, origin);
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(pathIn(said));
  await page.getByLabel('Your name, as your team will see it').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByLabel('Name of the new passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.waitForURL(/\?added$/);
  expect(await page.locator('#passkeys').textContent()).toContain('Laptop');
  const first = (await page.context().cookies()).find(({ name }) => name.endsWith('session_token'));
  expect(first).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

  await page.goto('/organize/again?to=/organize/new');
  await page.getByRole('button', { name: 'Use my passkey' }).click();
  await page.waitForURL((url) => url.pathname === '/organize/new');
  const second = (await page.context().cookies()).find(({ name }) => name.endsWith('session_token'));
  expect(second?.value).not.toBe(first?.value);
  expect((await ask('/organize/account', `untolled.session_token=${first?.value}`)).status).toBe(403);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in$/);
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  // A browser that asks for less than our page does: a passkey shown without a PIN, a finger or a face.
  await page.route('**/passkey/sign-in-options', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), userVerification: 'discouraged' } });
  });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('The passkey was not accepted').waitFor();
  await page.unroute('**/passkey/sign-in-options');
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL((url) => url.pathname === '/organize');
  await page.getByRole('link', { name: 'Open Net' }).click();
  await page.waitForURL(/organize\/open-net$/);
  expect(faults.filter((fault) => !/status of 400.*passkey\/sign-in/.test(fault))).toEqual([]);
  const by = await db.execute(
    sql`select facts->>'by' as by from audit_events where action like 'session.%' order by id`,
  );
  expect(by.map((row) => row.by)).toEqual(expect.arrayContaining(['invitation', 'passkey']));
  const kept = await db.execute<{ key: string }>(sql`select key from organizer_rate_limits`);
  expect(kept.length).toBeGreaterThan(0);
  for (const { key } of kept) expect(key).toMatch(/^fd[0-9a-f:]{37}\|/);
  await leave();
});

test('a mailed link signs in when its button is pressed, once; for somebody with a passkey it is not enough', async () => {
  const asked = await ask('/organize/sign-in', '', { email: 'ada@organizers.example', to: '//evil.example/organize' });
  const unknown = await ask('/organize/sign-in', '', { email: 'nobody@organizers.example', to: '//evil.example' });
  for (const answer of [asked, unknown])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/organize/sign-in?sent&to=%2Forganize']);
  const mail = await site.mail(({ kind }) => kind === 'organizer-link');
  const path = pathIn((await findMessage(mail.id, { db }))?.text ?? '');
  for (let scan = 0; scan < 2; scan += 1) {
    const seen = await ask(path);
    expect([seen.status, seen.headers.getSetCookie(), seen.headers.get('cache-control')]).toEqual([
      200,
      [],
      'no-store',
    ]);
  }
  const used = await Promise.all([ask(path, '', { go: 'y' }), ask(path, '', { go: 'y' })]);
  expect(used.map(({ status }) => status).toSorted()).toEqual([303, 404]);
  const cookie = cookieOf(used.find(({ status }) => status === 303) ?? Response.error());
  expect((await ask('/organize', cookie)).status).toBe(200);
  const weak = await ask('/organize/open-net/team', cookie);
  expect([weak.status, weak.headers.get('location')]).toEqual([
    303,
    '/organize/again?to=%2Forganize%2Fopen-net%2Fteam',
  ]);
  expect((await ask('/organize/passkey/add-options', cookie, {})).status).toBe(403);
  const kept = await ask('/organize/account', cookie, { intent: 'email', email: 'thief@evil.example' });
  expect([kept.status, await kept.text()]).toEqual([403, expect.stringContaining('thief@evil.example')]);
  const [row] = await db.execute(sql`select count(*)::int as n from organizer_email_changes`);
  expect(row).toEqual({ n: 0 });
});

test('a form posted by an ended session comes back with what was typed, without secrets, ready to be sent again', async () => {
  const editor = await signedIn(at, { organization: 'open-net' });
  const text = 'First line\n<b>second</b> "quoted"';
  const form = { intent: 'save', name: 'Open Net', postalAddress: text, code: 'my-secret' };
  const stale = await ask('/es/organize/open-net/settings', 'untolled.session_token=gone', form);
  const page = await stale.text();
  expect([stale.status, stale.headers.get('cache-control')]).toEqual([403, 'no-store']);
  expect(page).toContain('First line\n&lt;b&gt;second&lt;/b&gt; &quot;quoted&quot;</textarea>');
  expect(page).toContain('action="/es/organize/open-net/settings"');
  expect(page).not.toContain('my-secret');
  const sent = await ask('/es/organize/open-net/settings', editor.cookie, form);
  expect(sent.status).toBe(200);
  const [row] = await db.execute(sql`select postal_address from organizations where slug = 'open-net'`);
  expect(row).toEqual({ postal_address: text });
});

test('a team is changed by owners, never left without one, and codes are shown once', async () => {
  const owner = await signedIn(at, { organization: 'small' });
  const member = await signedIn(at, { organization: 'small', role: 'analyst' });
  const deed = (form: Record<string, string>, cookie = owner.cookie) => ask('/organize/small/team', cookie, form);
  expect((await deed({ intent: 'role', id: owner.organizerId, role: 'editor' })).status).toBe(409);
  expect((await deed({ intent: 'role', id: member.organizerId, role: 'owner' }, member.cookie)).status).toBe(403);
  const refused = await deed({ intent: 'invite', email: 'no address', role: 'editor' });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('value="no address"')]);
  expect((await deed({ intent: 'invite', email: 'new@organizers.example', role: 'editor' })).status).toBe(200);
  const mail = await site.mail(({ kind }) => kind === 'organizer-invitation');
  const invitation = pathIn((await findMessage(mail.id, { db }))?.text ?? '');
  expect(await (await ask(invitation)).text()).toContain('new@organizers.example');
  const joined = await ask(invitation, '', { name: 'New Person' });
  expect([joined.status, joined.headers.get('location')]).toEqual([303, '/organize/account#passkeys']);
  expect((await ask('/organize/small', cookieOf(joined))).status).toBe(200);
  expect((await deed({ intent: 'remove', id: member.organizerId })).status).toBe(422);
  expect((await deed({ intent: 'remove', id: member.organizerId, sure: 'yes' })).status).toBe(200);
  expect((await ask('/organize/small', member.cookie)).status).toBe(404);

  const shown = await (await ask('/organize/account/codes', owner.cookie, {})).text();
  const codes = [...shown.matchAll(/<code>([0-9a-z-]{19})<\/code>/g)].map(([, code]) => code ?? '');
  expect(codes).toHaveLength(10);
  expect(await (await ask('/organize/account/codes', owner.cookie)).text()).not.toContain('<code>');
  const email = `owner-${owner.organizerId}@organizers.example`;
  const wrong = await ask('/organize/recover', '', { email, code: 'wrong-code' });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.not.stringContaining('wrong-code')]);
  const recovered = await ask('/organize/recover', '', { email, code: codes[0] ?? '' });
  expect([recovered.status, (await ask('/organize', cookieOf(recovered))).status]).toEqual([303, 200]);
  await db.execute(
    sql`update organizer_sessions set proved_at = now() - interval '11 minutes' where user_id = ${owner.organizerId}`,
  );
  expect((await ask('/organize/account/codes', owner.cookie, {})).headers.get('location')).toBe(
    '/organize/again?to=%2Forganize%2Faccount%2Fcodes',
  );
  const out = await ask('/organize/sign-out', owner.cookie, {});
  expect([out.headers.getSetCookie()[0], (await ask('/organize/account', owner.cookie)).status]).toEqual([
    expect.stringContaining('Max-Age=0'),
    403,
  ]);
  const tried = [];
  for (let attempt = 0; attempt < 12; attempt += 1)
    tried.push(await ask('/organize/recover', '', { email, code: 'x' }));
  expect(tried.at(-1)?.status).toBe(429);
  expect(await tried.at(-1)?.text()).toContain('Too many attempts');
});

test('only owners of the organization that keeps the installation make others', async () => {
  const form = { name: 'Another', slug: 'another' };
  const stranger = await signedIn(at, { organization: 'small' });
  expect((await ask('/organize/new', stranger.cookie, form)).status).toBe(403);
  const keeper = await signedIn(at, { organization: 'open-net' });
  expect((await ask('/organize/new', keeper.cookie, { ...form, slug: 'account' })).status).toBe(422);
  const made = await ask('/organize/new', keeper.cookie, form);
  expect(made.headers.get('location')).toBe('/organize/another/settings');
  expect(await organizer('list', [])).toContain('another: owner');
  const { secret } = env();
  const auth = await createOrganizerAuth({ db, origin, secret });
  const { organizerId } = keeper;
  await organizer('disable', [`owner-${organizerId}@organizers.example`]);
  await expect(openSession({ organizerId, by: 'link' }, auth, { origin, secret })).rejects.toThrow('disabled');
  expect((await ask('/organize/another', keeper.cookie)).status).toBe(403);
});
