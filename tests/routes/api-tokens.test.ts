import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createToken } from '#app/domain/token/token.server.ts';
import { TOKEN_SCOPES } from '#app/domain/token/token.ts';
import * as own from '#app/http/api/organizer-shapes.ts';
import * as osdi from '#app/http/api/osdi-shapes.ts';
import { historyShape, publicCampaignShape } from '#app/http/api/public-count-shapes.ts';
import { signedIn, testOrganization } from '#tests/support/organizer.ts';
import { testSite } from '#tests/support/site.ts';
import { insertConfirmed } from '../domain/count/signers.ts';

const site = await testSite();
const { db } = site.database;
const organizationId = await testOrganization(db, 'coalition');
const foreignId = await testOrganization(db, 'strangers');
const [campaign] = await db.execute<{ id: number; slug: string }>(
  sql`update campaigns set organization_id = ${organizationId} where id = (select min(id) from campaigns where state = 'open') returning id, slug`,
);
const slug = campaign?.slug ?? '';
const tokenOf = (organization: number, scopes: readonly (typeof TOKEN_SCOPES)[number][]) =>
  createToken({ organizationId: organization, actor: 'organizer:1', name: 'T', scopes: [...scopes], days: 30 }, { db });
const { token } = await tokenOf(organizationId, TOKEN_SCOPES);
const { token: narrow } = await tokenOf(organizationId, ['exports.read', 'exports.write']);
const { token: foreign } = await tokenOf(foreignId, TOKEN_SCOPES);
const ask = (path: string, by: string | null = token, init: RequestInit = {}) =>
  fetch(`${site.origin}/api/v1${path}`, {
    ...init,
    headers: { ...(by ? { Authorization: `Bearer ${by}` } : {}), ...init.headers },
  });
let keys = 0;
const post = (path: string, body: unknown, key = `k${++keys}`, by = token) =>
  ask(path, by, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  });
const json = async (answer: Response | Promise<Response>) => (await answer).json();
const page = (entry: z.ZodObject) =>
  z.strictObject({ entries: z.array(z.strictObject(entry.shape)), next: z.string().nullable() });

beforeAll(async () => {
  await insertConfirmed(db, { campaignId: campaign?.id ?? 0, count: 5, state: 'CA' });
  for (let tries = 0; tries < 100; tries += 1) {
    const [row] = await db.execute<{ n: number }>(
      sql`select sum(amount)::int as n from dashboard_spans where campaign_id = ${campaign?.id ?? 0} and figure = 'confirmed' and span = 'hour'`,
    );
    if ((row?.n ?? 0) >= 5) return;
    await new Promise((done) => setTimeout(done, 100));
  }
});

test('without a good token nothing answers, no page of another site may read, and no cookie opens anything', async () => {
  const { cookie } = await signedIn({ db, origin: site.origin }, { role: 'owner' });
  for (const path of ['/organizer', '/organizer/people', '/osdi/people', '/organizer/exports']) {
    const bare = await ask(path, null, { headers: { Cookie: cookie, Origin: site.origin } });
    const wrong = await ask(path, `${token}x`);
    expect([bare.status, wrong.status]).toEqual([401, 401]);
    expect(bare.headers.get('www-authenticate')).toBe('Bearer realm="untolled"');
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
    const lacking = await ask(path, narrow);
    const good = await ask(path);
    expect([lacking.status, good.status]).toEqual([path.endsWith('exports') || path === '/organizer' ? 200 : 403, 200]);
    for (const answer of [bare, wrong, lacking, good]) {
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
    }
    const preflight = await ask(path, null, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://evil.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  }
  expect((await ask('/organizer/people?limt=3')).status).toBe(400);
  expect((await ask('/organizer/people', token, { method: 'PUT', body: '{}' })).status).toBe(405);
  expect((await ask('/isps', null, { method: 'POST', body: '{}' })).status).toBe(405);
});

test('what is read is what the description says, of the own organization alone', async () => {
  const campaigns = page(own.campaignShape).parse(await json(ask('/organizer/campaigns')));
  expect(campaigns.entries.map((one) => one.slug)).toEqual([slug]);
  expect(own.campaignShape.parse(await json(ask(`/organizer/campaigns/${slug}`))).consent).not.toEqual([]);
  const total = page(own.countShape).parse(await json(ask(`/organizer/campaigns/${slug}/counts`)));
  const split = page(own.countShape).parse(
    await json(ask(`/organizer/campaigns/${slug}/counts?by=day,isp,state&limit=200`)),
  );
  const sum = (rows: readonly Record<string, unknown>[]) => rows.reduce((all, { counted }) => all + Number(counted), 0);
  expect(sum(split.entries)).toBe(sum(total.entries));
  const seen: unknown[] = [];
  for (let address: string | null = '/organizer/signatures?limit=2'; address; ) {
    const answer: Response = await ask(address);
    const { entries, next } = page(own.signerShape).parse(await answer.json());
    seen.push(...entries.map(({ id }) => id));
    address = answer.headers.get('link')?.match(/^<\/api\/v1([^>]+)>/)?.[1] ?? null;
    expect(address === null).toBe(next === null);
  }
  expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  page(own.memberShape).parse(await json(ask('/organizer/people')));
  for (const path of [
    `/organizer/campaigns/${slug}`,
    `/organizer/campaigns/${slug}/counts`,
    `/osdi/petitions/${slug}`,
    `/osdi/petitions/${slug}/signatures`,
    `/osdi/people/s${seen[0]}`,
  ])
    expect([path, (await ask(path, foreign)).status]).toEqual([path, 404]);
  expect((await json(ask('/organizer/signatures', foreign))).entries).toEqual([]);
});

test('a signature, an export and a webhook are written once under their key', async () => {
  const consent = (await json(ask(`/organizer/campaigns/${slug}`))).consent.find(
    ({ locale }: { locale: string }) => locale === 'en',
  );
  const form = {
    campaign: slug,
    name: 'Ada Lovelace',
    email: 'ada@mail.example',
    zip: '94103',
    isp: 'comcast',
    consentTextId: consent.id,
  };
  const first = await post('/organizer/signatures', form, 'same');
  expect([first.status, await first.json()]).toEqual([202, { status: 'pending', campaign: slug }]);
  const again = await post('/organizer/signatures', form, 'same');
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
  expect((await post('/organizer/signatures', { ...form, zip: '10001' }, 'same')).status).toBe(422);
  expect((await post('/organizer/signatures', { ...form, zip: 'x', more: 1 })).status).toBe(422);
  expect((await post('/organizer/signatures', form, 'f', foreign)).status).toBe(404);
  expect((await post('/organizer/signatures', form, '')).status).toBe(400);
  const typed = await ask('/organizer/signatures', token, {
    method: 'POST',
    headers: { 'Idempotency-Key': 'x' },
    body: new URLSearchParams({ a: '1' }),
  });
  expect([typed.status, (await post('/organizer/signatures', { a: 'x'.repeat(70_000) })).status]).toEqual([415, 413]);
  const mail = await site.mail(({ to }) => to === 'ada@mail.example');
  expect(mail).toBeTruthy();

  const counts = await post('/organizer/exports', {
    query: { kind: 'counts', campaign: slug, by: ['day'] },
    format: 'csv',
  });
  const asked = own.exportShape.parse(await counts.json());
  const people = {
    query: { kind: 'signatures', campaign: slug },
    format: 'csv',
    purpose: 'For the hearing on Tuesday',
  };
  expect((await post('/organizer/exports', people, 'p', narrow)).status).toBe(403);
  let made = asked;
  for (let tries = 0; tries < 100 && made.state !== 'done'; tries += 1) {
    await new Promise((done) => setTimeout(done, 150));
    made = own.exportShape.parse(await json(ask(`/organizer/exports/${asked.id}`)));
  }
  const file = made.files.find(({ name }) => name.endsWith('.csv'));
  const fetched = await fetch(file?.href ?? site.origin, { headers: { Authorization: `Bearer ${narrow}` } });
  expect([fetched.status, (await fetched.text()).split('\r\n')[0]]).toEqual([
    200,
    'day,signed,withdrawn,invalidated,moved,counted',
  ]);
  expect((await ask(`/organizer/exports/${asked.id}`, foreign)).status).toBe(404);

  expect((await post('/organizer/webhooks', { url: 'https://169.254.169.254/', events: ['export.done'] })).status).toBe(
    422,
  );
  const hook = own.madeWebhookShape.parse(
    await json(post('/organizer/webhooks', { url: 'https://crm.example.org/hook', events: ['export.done'] })),
  );
  expect(hook.secret).toMatch(/^whsec_/);
  expect((await ask(`/organizer/webhooks/${hook.id}`, foreign, { method: 'DELETE' })).status).toBe(404);
  expect((await ask(`/organizer/webhooks/${hook.id}`, token, { method: 'DELETE' })).status).toBe(204);
  const rows = await db.execute<{ action: string }>(
    sql`select distinct action from audit_events where actor like 'token:%' order by 1`,
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'export.ask',
    'export.download',
    'read.people',
    'read.signatures',
    'signatures.record',
    'webhook.make',
    'webhook.remove',
  ]);
});

test('CRMs read and write in the shapes of OSDI', async () => {
  const get = async (address: string) => {
    const answer = await fetch(address, { headers: { 'OSDI-API-Token': token } });
    expect([address, answer.status, answer.headers.get('content-type')]).toEqual([
      address,
      200,
      'application/hal+json; charset=utf-8',
    ]);
    return answer.json();
  };
  const entry = z.strictObject(osdi.osdiEntryShape.shape).parse(await get(`${site.origin}/api/v1/osdi`));
  const petitions = osdi
    .osdiCollection('osdi:petitions', osdi.osdiPetitionShape)
    .parse(await get(entry._links['osdi:petitions'].href));
  const [petition] = z.array(z.strictObject(osdi.osdiPetitionShape.shape)).parse(petitions._embedded['osdi:petitions']);
  expect(petition?.name).toBe(slug);
  const signed = await get(`${petition?._links['osdi:signatures'].href}?per_page=2`);
  const [signature] = z
    .array(z.strictObject(osdi.osdiSignatureShape.shape))
    .length(2)
    .parse(signed._embedded['osdi:signatures']);
  expect((await get(signed._links.next.href))._embedded['osdi:signatures']).toHaveLength(2);
  expect(await get(signature?._links.self.href ?? '')).toEqual(signature);
  const person = z
    .strictObject(osdi.osdiPersonShape.shape)
    .parse(await get(signature?._links['osdi:person'].href ?? ''));
  expect(person).toMatchObject({
    given_name: 'P',
    postal_addresses: [{ postal_code: '94103', region: 'CA', country: 'US' }],
  });
  osdi.osdiCollection('osdi:people', osdi.osdiPersonShape).parse(await get(entry._links['osdi:people'].href));
  const [consent] = await db.execute<{ id: number }>(
    sql`select id from consent_texts where kind = 'sign' and locale = 'en' and campaign_id is null limit 1`,
  );
  const record = {
    person: {
      given_name: 'Grace',
      family_name: 'Hopper',
      email_addresses: [{ address: 'grace@mail.example', primary: true }],
      postal_addresses: [{ postal_code: '10001' }],
      custom_fields: { isp: 'other' },
    },
    referrer_data: { source: 'Facebook 1' },
    custom_fields: { consent_text_id: consent?.id },
  };
  const taken = await post(`/osdi/petitions/${slug}/record_signature_helper`, record);
  expect(taken.status).toBe(202);
  z.strictObject(osdi.osdiTakenShape.shape).parse(await taken.json());
  const [form] = await db.execute(
    sql`select name, source from signature_challenges where address = 'grace@mail.example'`,
  );
  expect(form).toMatchObject({ name: 'Grace Hopper', source: 'api-facebook-1' });
});

test('anybody reads counts by the hour and day, and they add up', async () => {
  const list = await ask('/campaigns', null);
  expect(list.headers.get('access-control-allow-origin')).toBe('*');
  const entry = page(publicCampaignShape)
    .parse(await list.json())
    .entries.find((one) => one.slug === slug);
  for (const span of ['hour', 'day']) {
    const history = z
      .strictObject(historyShape.shape)
      .parse(await json(ask(`/campaigns/${slug}/counts?span=${span}&limit=200`, null)));
    expect([history.counted, history.entries.at(-1)?.counted]).toEqual([entry?.counted, entry?.counted]);
  }
  const none = await json(ask(`/campaigns/${slug}/counts?from=2030-01-01`, null));
  expect([none.entries, (await ask('/campaigns/nothing/counts', null)).status]).toEqual([[], 404]);
  expect((await ask(`/campaigns/${slug}/counts`, null)).headers.get('cache-control')).toContain('public');
});

test('the pages make a token that is shown once, and a webhook', async () => {
  const { cookie } = await signedIn({ db, origin: site.origin }, { role: 'owner' });
  const form = (path: string, fields: Record<string, string>) =>
    fetch(`${site.origin}/organize/coalition/api${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookie, Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
  const made = await (await form('', { name: 'CRM', scopes: 'people.read', days: '30' })).text();
  const shown = /untolled_[\w-]{43}/.exec(made)?.[0] ?? '';
  expect((await ask('/organizer/people', shown)).status).toBe(200);
  const later = await (await fetch(`${site.origin}/es/organize/coalition/api`, { headers: { Cookie: cookie } })).text();
  expect([later.includes(shown), later.includes(shown.slice(0, 15)), later.includes('Leer miembros')]).toEqual([
    false,
    true,
    true,
  ]);
  const refused = await form('', { name: 'kept name', days: '30' });
  expect([refused.status, (await refused.text()).includes('kept name')]).toEqual([422, true]);
  const inside = await form('/webhooks', { url: 'https://localhost/x', events: 'export.done' });
  expect([inside.status, (await inside.text()).includes('private network')]).toEqual([422, true]);
  const added = await form('/webhooks', { url: 'https://crm.example.org/hook', events: 'export.done' });
  expect(added.status).toBe(303);
  const place = new URL(added.headers.get('location') ?? '', site.origin).pathname.split('/api')[1] ?? '';
  expect(await (await form(place, { intent: 'reveal' })).text()).toMatch(/whsec_[\w+/]{43}=/);
  expect((await form(place, { intent: 'test' })).status).toBe(200);
  expect((await form(place, { intent: 'replay_since', since: 'never' })).status).toBe(422);
  expect((await form(place, { intent: 'remove' })).status).toBe(303);
});
