import { sql } from 'drizzle-orm';
import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { noSigns } from '#app/domain/signature/form.server.ts';
import { env } from '#app/env.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import * as campaign from '#app/routes/campaign.tsx';
import * as confirm from '#app/routes/confirm.tsx';
import * as thanks from '#app/routes/thanks.tsx';
import { layOut, markMailed } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);
// The one door by which routes reach a database; see app/db.server.ts.
Object.assign(globalThis, { [Symbol.for('untolled.connection')]: database });

const origin = 'http://localhost:3000';
const context = {
  visitor: { seen: notSeen('private'), statedSlug: null },
  networkKey: () => null,
  requestId: 'test',
  log: pino({ level: 'silent' }),
  isDevelopment: false,
  emailPreview: null,
  readSigns: () => noSigns,
  newStamp: () => '',
};

function request(path: string, form?: Record<string, string>, cookie?: string, method = form ? 'POST' : 'GET') {
  return new Request(`${origin}${path}`, {
    method,
    ...(form ? { body: new URLSearchParams(form) } : {}),
    headers: cookie ? { cookie } : {},
  });
}
const filled = { name: 'Ada Lovelace', email: 'ada@mail.example', zip: '94103', isp: 'comcast' };

async function post(form: Record<string, string>, slug = 'no-tolls') {
  const answer = await campaign.action({ request: request(`/campaigns/${slug}`, form), params: { slug }, context });
  return 'init' in answer ? { status: answer.init?.status, data: answer.data } : answer;
}
async function signed(form = filled) {
  const answer = await post(form);
  if (!(answer instanceof Response)) throw new Error('refused');
  const claim = new URL(answer.headers.get('Location') ?? '', origin).searchParams.get('claim') ?? '';
  await markMailed(db, claim, env().secret);
  return { claim, ...challengeSecrets(digestOf(claim), env().secret) };
}
const all = () =>
  db.execute(sql`select s.*, c.used_at, c.code_attempts, (select count(*) from people) as people
    from signatures s join signature_challenges c on c.signature_id = s.id order by c.id`);

beforeEach(async () => {
  await db.execute(sql`delete from signatures`);
  await db.execute(sql`delete from people`);
});

describe('posting the sign form', () => {
  test('leads to the thank-you page with a claim', async () => {
    const answer = await post(filled);
    expect(answer.status).toBe(303);
    expect(answer instanceof Response && answer.headers.get('Location')).toMatch(
      /^\/campaigns\/no-tolls\/thanks\?claim=[A-Za-z0-9_-]{43}$/,
    );
  });

  test('answers to the byte the same to a new, a waiting, a confirmed and a withdrawn signer, and to a robot', async () => {
    const bytes = async (form: Record<string, string> = filled) => {
      const answer = await post(form);
      if (!(answer instanceof Response)) throw new Error('refused');
      const head = [...answer.headers].map((pair) => pair.join(': ')).join('\n');
      return `${answer.status}\n${head}\n${await answer.text()}`.replace(/claim=[A-Za-z0-9_-]{43}/, 'claim=…');
    };
    const answers = [await bytes(), await bytes(), await bytes({ ...filled, website: 'x' })];
    const { token } = await signed();
    await confirm.action({ request: request(`/confirm/${token}`, {}), params: { token }, context });
    answers.push(await bytes());
    await db.execute(sql`update signatures set status = 'withdrawn', withdrawn_at = now()`);
    answers.push(await bytes());
    expect(new Set(answers).size).toBe(1);
  });

  test('shows every fault with the fields as they were filled in', async () => {
    const answer = await post({ name: 'x'.repeat(10_000), email: 'ada@', zip: '123', isp: 'comcast' });
    expect(answer.status).toBe(422);
    expect(answer).toMatchObject({
      data: {
        faults: {
          initialValue: { name: 'x'.repeat(10_000), email: 'ada@', zip: '123', isp: 'comcast' },
          error: { name: ['name_long'], email: ['email_shape'], zip: ['zip_shape'] },
        },
      },
    });
    expect(await all()).toHaveLength(0);
  });

  test('refuses a name that a spreadsheet would take for a formula, and keeps what was typed', async () => {
    expect((await post({ ...filled, name: '=1+1 Ann' })).status).toBe(422);
    expect(await all()).toEqual([]);
  });

  test('says so when the campaign is closed or unknown', async () => {
    expect(await post(filled, 'closed')).toMatchObject({
      status: 409,
      data: { refusal: { reason: 'campaign_closed' } },
    });
    expect(await post(filled, 'nowhere')).toMatchObject({
      status: 404,
      data: { refusal: { reason: 'campaign_unknown' } },
    });
  });
});

describe('the link of the mail', () => {
  test('changes nothing by being opened, also by a scanner', async () => {
    const { token } = await signed();
    const before = await all();
    for (const method of ['GET', 'HEAD']) {
      const answer = await confirm.loader({
        request: request(`/confirm/${token}`, undefined, undefined, method),
        params: { token },
        context,
      });
      expect(answer.data.view?.challenge).toMatchObject({ name: 'Ada Lovelace', standing: 'first' });
    }
    expect(await all()).toEqual(before);
  });

  test('confirms by the button, twice alike, and makes the browser the writer’s', async () => {
    const { token } = await signed();
    const press = () => confirm.action({ request: request(`/confirm/${token}`, {}), params: { token }, context });
    for (const answer of [await press(), await press()]) {
      if (!(answer instanceof Response)) throw new Error('refused');
      expect(answer.status).toBe(303);
      expect(answer.headers.get('Location')).toBe('/campaigns/no-tolls/thanks');
      expect(answer.headers.get('Set-Cookie')).toMatch(
        /^writer=[^;]+; Max-Age=604800; Path=\/; .*HttpOnly; SameSite=Lax$/,
      );
      const cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
      const page = await thanks.loader({
        request: request('/campaigns/no-tolls/thanks', undefined, cookie),
        params: { slug: 'no-tolls' },
        context,
      });
      expect(page).toMatchObject({ isConfirmed: true });
    }
  });

  test('gets a helpful page when it is unknown or has expired', async () => {
    const look = (token: string) =>
      confirm.loader({ request: request(`/confirm/${token}`), params: { token, lang: 'es' }, context });
    expect(await look('abc')).toMatchObject({
      init: { status: 404 },
      data: { refusal: { reason: 'unknown', title: 'Este enlace no funciona' } },
    });
    const { token } = await signed();
    await db.execute(sql`update signature_challenges set expires_at = now() - interval '1 second'`);
    expect(await look(token)).toMatchObject({ init: { status: 410 }, data: { refusal: { reason: 'expired' } } });
    const answer = await confirm.action({ request: request(`/confirm/${token}`, {}), params: { token }, context });
    expect(answer).toMatchObject({ init: { status: 410 } });
  });

  test('stands on a page that no cache keeps and no Referer tells', () => {
    expect(confirm.headers()).toEqual({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'strict-origin' });
    expect(thanks.headers).toBe(confirm.headers);
  });
});

describe('the code of the mail', () => {
  const enter = (claim: string, code: string) =>
    thanks.action({
      request: request(`/campaigns/no-tolls/thanks?claim=${claim}`, { code }),
      params: { slug: 'no-tolls' },
      context,
    });

  test('confirms on the thank-you page', async () => {
    const { claim, code } = await signed();
    const answer = await enter(claim, ` ${code.slice(0, 3)} ${code.slice(3)}`);
    expect(answer instanceof Response && answer.status).toBe(303);
  });

  test('is refused in words when wrong, malformed, or tried too often', async () => {
    const { claim, code } = await signed();
    const wrong = code === '000000' ? '111111' : '000000';
    expect(await enter(claim, 'abc')).toMatchObject({ init: { status: 422 }, data: { fault: 'code_shape' } });
    for (let i = 0; i < 5; i++) expect(await enter(claim, wrong)).toMatchObject({ init: { status: 422 } });
    expect(await enter(claim, code)).toMatchObject({
      init: { status: 429 },
      data: { refusal: { reason: 'code_locked' } },
    });
  });

  test('leaves a neighbour’s signature unconfirmed on the page when two people share a browser', async () => {
    const ada = await signed();
    const answer = await enter(ada.claim, ada.code);
    const cookie = (answer instanceof Response && answer.headers.get('Set-Cookie')?.split(';')[0]) || '';
    const bob = await signed({ ...filled, name: 'Bob', email: 'bob@mail.example' });
    const page = (claim: string) =>
      thanks.loader({
        request: request(`/campaigns/no-tolls/thanks?claim=${claim}`, undefined, cookie),
        params: { slug: 'no-tolls' },
        context,
      });
    expect(await page(bob.claim)).toMatchObject({ isConfirmed: false });
    expect(await page(ada.claim)).toMatchObject({ isConfirmed: true });
  });
});

describe('the writer’s session', () => {
  test('is read back, and not when it is forged, old, or from the future', async () => {
    const { readWriter } = await import('#app/http/writer-session.server.ts');
    const now = new Date();
    const value = (await writerCookie(7, 12, now)).split(';')[0] ?? '';
    const read = (cookie: string, at = now) => readWriter(request('/', undefined, cookie), at);
    expect(await read(value)).toEqual({ personId: 7, signatureId: 12 });
    expect(await read('')).toBeNull();
    expect(await read(`${value.slice(0, -3)}abc`)).toBeNull();
    expect(await read('writer=%7B%22personId%22%3A7%7D')).toBeNull();
    expect(await read('writer=eyJwZXJzb25JZCI6N30%3D.x')).toBeNull();
    expect(await read(value, new Date(now.getTime() + 7 * 24 * 3_600_000 + 1))).toBeNull();
    expect(await read(value, new Date(now.getTime() - 1000))).toBeNull();
  });
});
