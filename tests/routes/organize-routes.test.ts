import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { may, ROLES } from '#app/domain/organizer/permissions.ts';
import { ORGANIZER_ROUTES } from '#app/domain/organizer/routes.ts';
import routes from '#app/routes.ts';
import { signedIn } from '#tests/support/organizer.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;
const at = { db, origin: site.origin };
const own = await Promise.all(ROLES.map(async (role) => ({ role, cookie: (await signedIn(at, { role })).cookie })));
const foreign = await signedIn(at, { role: 'owner', organization: 'strangers', runsInstallation: true });
const expired = await signedIn(at, { role: 'owner' });
await db.execute(
  sql`update organizer_sessions set expires_at = now() - interval '1 second' where user_id = ${expired.organizerId}`,
);
const disabled = await signedIn(at, { role: 'owner' });
await db.execute(sql`update organizers set disabled_at = now() where id = ${disabled.organizerId}`);

const addresses = routes
  .map(({ path = '' }) => path.replace(/^:lang\?\//, ''))
  .filter((path) => path.startsWith('organize/:organization'));
const pathOf = (address: string) =>
  `/${address
    .replace(':organization', 'coalition')
    .replace(/:campaign|:slug/, 'put-it-in-writing')
    .replaceAll(/:\w+/g, '1')}`;

const answered = (address: string, cookie: string, method: 'GET' | 'POST') =>
  fetch(site.origin + pathOf(address), {
    method,
    redirect: 'manual',
    headers: { Cookie: cookie, Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' },
    ...(method === 'POST' ? { body: new URLSearchParams({ intent: 'none' }) } : {}),
  });
const status = async (...asked: Parameters<typeof answered>) => {
  const answer = await answered(...asked);
  await answer.arrayBuffer();
  return answer.status;
};

test('every address of organizers says what it needs, and nothing else is listed', () => {
  expect(addresses.toSorted()).toEqual(Object.keys(ORGANIZER_ROUTES).toSorted());
});

describe.each(addresses)('%s', (address) => {
  const needs = ORGANIZER_ROUTES[address];

  test('answers nobody from outside, however they ask', async () => {
    const said = [];
    for (const method of ['GET', 'POST'] as const) {
      if (method === 'POST' && !needs?.write) continue;
      for (const cookie of ['', expired.cookie, disabled.cookie, `${expired.cookie}x`])
        said.push([method, await status(address, cookie, method)]);
      expect([403, 404]).toContain(await status(address, foreign.cookie, method));
    }
    expect(said.filter(([, code]) => code !== 403)).toEqual([]);
  });

  test.each(own)('gives a role what the table says: $role', async ({ role, cookie }) => {
    if (!needs) throw new Error('not listed');
    const seen = await status(address, cookie, 'GET');
    if (may(role, needs.read, false)) expect([200, 302, 303, 404]).toContain(seen);
    else expect(seen).toBe(403);
    if (!needs.write) return;
    const posted = await status(address, cookie, 'POST');
    if (may(role, needs.write, false)) expect([200, 303, 400, 404, 409, 422]).toContain(posted);
    else expect(posted).toBe(403);
  });
});

/** What reading leaves on purpose: who looked at whose data, and how many looked; the worker writes the others by itself. */
const journals = /^(audit_|dashboard_|campaign_counts|presence|form_windows)/;

test('looking at every address changes no row of any table', async () => {
  const tables = await db.execute<{ name: string }>(
    sql`select relname as name from pg_stat_user_tables where schemaname = 'public' order by 1`,
  );
  const contents = () =>
    Promise.all(
      tables
        .filter(({ name }) => !journals.test(name))
        .map(async ({ name }) => {
          const [row] = await db.execute(
            sql`select count(*) as rows, coalesce(sum(hashtext(t::text)::bigint), 0) as digest from ${sql.identifier(name)} t`,
          );
          return { name, ...row };
        }),
    );
  const owner = own.find(({ role }) => role === 'owner');
  const before = await contents();
  for (const address of addresses) await status(address, owner?.cookie ?? '', 'GET');
  expect(await contents()).toEqual(before);
});
