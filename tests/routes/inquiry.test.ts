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
