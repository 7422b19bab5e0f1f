import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { draftLetters } from '#app/domain/letter/draft.server.ts';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { env } from '#app/env.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import routes from '#app/routes.ts';
import { sign } from '#tests/domain/signature/setting.ts';
import { testSite } from '#tests/support/site.ts';
import { type Known, PATTERNS } from './addresses.ts';
import { type BadRequest, badRequests } from './bad-requests.ts';

const REQUESTS = 10_000;
const SEED = 20_261_122;
const AT_ONCE = 16;

const site = await testSite({ DATABASE_POOL_SIZE: '5' });
const known = await layOut();

test('ten thousand bad requests over every address give no server error and kill nothing', {
  timeout: 240_000,
}, async () => {
  const left = badRequests(known, REQUESTS, SEED);
  const statuses = new Map<string, number>();
  const faults: string[] = [];
  const take = async () => {
    for (let request = left.pop(); request; request = left.pop()) {
      const status = await answerTo(request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status.startsWith('5') || status === 'refused') faults.push(`${status} ${request.label.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  expect(faults).toEqual([]);
  // The crowd got past the door: pages were shown, forms were taken and refused.
  for (const [status, least] of Object.entries({
    200: 500,
    302: 10,
    303: 10,
    400: 100,
    404: 500,
    405: 100,
    413: 10,
    415: 50,
  }))
    expect({ status, count: statuses.get(status) ?? 0 }).toSatisfy(({ count }: { count: number }) => count >= least);
  expect((await fetch(`${site.origin}/readyz`)).status).toBe(200);
  expect(await site.logs()).not.toMatch(/nhandled|"level":(50|60)/);
});

test('the crowd asks for every address of the site', () => {
  const own = routes.flatMap(({ path }) => (path ? [path.replace(/^:lang\?\/?/, '').replace(':publicId', ':id')] : []));
  expect(own.filter((path) => path !== '*' && !PATTERNS.includes(path))).toEqual([]);
});

/** The status that came back: `closed` for a connection ended without an answer, `refused` when nobody listens. */
function answerTo({ bytes, isWhole }: BadRequest): Promise<string> {
  const { hostname, port } = new URL(site.origin);
  return new Promise((answered) => {
    let head = '';
    const socket = connect(Number(port), hostname, () => (isWhole ? socket.write(bytes) : socket.end(bytes)));
    socket.setTimeout(20_000, () => {
      answered('504 no answer within 20 s');
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      if (head.length < 100) head += chunk.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') answered('refused');
    });
    socket.on('close', () => answered(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 'closed'));
  });
}

/** A confirmed person with drafted letters, and another whose signature waits. */
async function layOut(): Promise<Known> {
  const { db } = site.database;
  const given = { db, secret: env().secret };
  const slug = 'put-it-in-writing';
  const form = {
    campaignSlug: slug,
    zip: '94103',
    isp: 'comcast',
    isNamePublic: false,
    website: '',
    locale: 'en',
    seen: notSeen('private'),
  } as const;
  const ada = await sign({ ...form, name: 'Ada', email: 'ada@mail.example' }, given);
  const eve = await sign({ ...form, name: 'Eve', email: 'eve@mail.example' }, given);
  if (!ada.ok || !eve.ok) throw new Error('signing was refused');
  await confirmByToken(challengeSecrets(digestOf(ada.claim), env().secret).token, given);
  const [person] = await db.execute<{ id: string }>(sql`select id from people limit 1`);
  const personId = Number(person?.id);
  const targets = await db.execute<{ id: number }>(sql`
    select t.id from campaign_targets t join campaigns c on c.id = t.campaign_id where c.slug = ${slug} and t.kind = 'isp_customer_relations'`);
  const choice = { targets: targets.map(({ id }) => id), templates: {} };
  const drafted = await draftLetters({ slug, personId, locale: 'en', choice }, { db });
  if (!drafted.ok) throw new Error(`drafting was refused: ${drafted.reason}`);
  const [letterId] = drafted.publicIds;
  if (!letterId) throw new Error('no letter was drafted');
  const cookie = (await writerCookie(personId)).split(';')[0] ?? '';
  const [incident] = await db.execute<{ slug: string }>(sql`select slug from incidents order by slug limit 1`);
  return {
    host: new URL(site.origin).host,
    writerCookie: cookie,
    letterId,
    claim: eve.claim,
    token: challengeSecrets(digestOf(eve.claim), env().secret).token,
    incident: incident?.slug ?? '',
  };
}
