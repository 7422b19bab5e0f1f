import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { env } from '#app/env.server.ts';
import { sent } from '#tests/domain/letter/stage.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;

/** Posts a form as a browser without scripting does. */
function post(path: string, form: Record<string, string>) {
  return fetch(`${site.origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'Sec-Fetch-Site': 'same-origin', Origin: site.origin },
    redirect: 'manual',
  });
}

test('whoever asks is led to the code and then to everything in their name, and no GET changes anything', async () => {
  const letter = await sent(db, { name: 'Ana <b>Ruiz</b>', address: 'ana.asks@mail.example' });
  const asked = await post('/my-name', { email: letter.address });
  expect(asked.status).toBe(303);
  const to = asked.headers.get('location') ?? '';
  const claim = new URL(to, site.origin).searchParams.get('claim') ?? '';
  const { token, code } = challengeSecrets(digestOf(claim), env().secret);
  expect((await post(to, { code })).status).toBe(422);
  await db.execute(sql`update name_inquiries set mail_reserved_at = now(), mailed_at = now()`);
  const opened = await post(to, { code });
  expect(opened.headers.get('location')).toBe(`/my-name/${token}`);
  const shown = await fetch(`${site.origin}/my-name/${token}`);
  expect(shown.headers.get('cache-control')).toBe('no-store');
  const page = await shown.text();
  expect(page).toContain('Ana &lt;b&gt;Ruiz&lt;/b&gt;');
  expect(page).toContain(letter.letter.seen);
  const state = () => db.execute(sql`select status from signatures where address = ${letter.address}`);
  expect(await state()).toEqual([{ status: 'confirmed' }]);

  const unsure = await post(`/my-name/${token}`, { intent: 'erase' });
  expect([unsure.status, await state()]).toEqual([422, [{ status: 'confirmed' }]]);
  const erased = await post(`/my-name/${token}`, { intent: 'erase', sure: 'on' });
  expect([erased.status, await state()]).toEqual([200, []]);
  expect(await erased.text()).toContain('Erased');
  expect((await fetch(`${site.origin}/my-name/${token}`)).status).toBe(404);
});

test('a slip in the address is named beside the field, in both languages, and keeps what was typed', async () => {
  for (const path of ['/my-name', '/es/my-name']) {
    const refused = await post(path, { email: 'ana@', name: 'Ana Ruiz' });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('value="ana@"');
    expect(page).toContain('value="Ana Ruiz"');
    expect(page).toContain('email-error');
  }
});

test('my page is asked for, opened and left by mail, corrects a signature, and gives all data and the receipt to its holder alone', async () => {
  const letter = await sent(db, { name: 'Bea Page', address: 'bea.page@mail.example' });
  const other = await sent(db, { name: 'Cal Other', address: 'cal.other@mail.example' });
  const asked = await post('/es/me', { email: letter.address });
  const to = asked.headers.get('location') ?? '';
  expect(to).toMatch(/^\/es\/me\/sent\?claim=/);
  const claim = new URL(to, site.origin).searchParams.get('claim') ?? '';
  await db.execute(sql`update name_inquiries set mail_reserved_at = now(), mailed_at = now()`);
  const { token, code } = challengeSecrets(digestOf(claim), env().secret);
  expect((await post(to, { code })).headers.get('location')).toBe(`/es/me/${token}`);
  const page = await (await fetch(`${site.origin}/es/me/${token}`)).text();
  expect(page).toContain('Mi página');
  expect(page).toContain('Bea Page');
  expect(page).not.toContain('Cal Other');

  const idOf = async (address: string) =>
    (await db.execute<{ id: string }>(sql`select id from signatures where address = ${address}`))[0]?.id ?? '';
  const [own, theirs] = [await idOf(letter.address), await idOf(other.address)];
  const facts = () => db.execute(sql`select zip, state from signatures where id = ${own}::bigint`);
  const slip = await post(`/me/${token}/signatures/${own}`, { zip: '9411', isp: 'cox' });
  expect(slip.status).toBe(422);
  expect(await slip.text()).toContain('value="9411"');
  expect((await post(`/me/${token}/signatures/${theirs}`, { zip: '10001', isp: 'cox' })).status).toBe(404);
  expect(await facts()).toEqual([{ zip: '94110', state: 'CA' }]);
  const corrected = await post(`/me/${token}/signatures/${own}`, { zip: '10001', isp: 'cox' });
  expect(corrected.headers.get('location')).toBe(`/me/${token}?corrected#signature-${own}`);
  expect(await facts()).toEqual([{ zip: '10001', state: 'NY' }]);

  const file = await fetch(`${site.origin}/me/${token}/data.json`);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="untolled-my-data.json"');
  expect(file.headers.get('cache-control')).toBe('private, no-store');
  expect(await file.json()).toMatchObject({
    format: 'untolled-own-data',
    signatures: [{ name: 'Bea Page', zip: '10001' }],
  });
  for (const path of [
    `/me/${token}/receipts/${theirs}`,
    `/me/${'A'.repeat(43)}/data.json`,
    `/me/${'A'.repeat(43)}/receipts/${own}`,
  ])
    expect((await fetch(`${site.origin}${path}`)).status).toBe(404);
});
