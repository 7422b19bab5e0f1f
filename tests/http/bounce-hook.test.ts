import { expect, test } from 'vitest';
import { type BounceTaken, maxBounceBytes } from '#app/domain/bounce/bounce.ts';
import { createBounceHook } from '#app/http/bounce-hook.ts';
import { listening, smallBuild } from './site-fixture.ts';

const token = 'a-token-of-the-tests';
const taken: BounceTaken = {
  ok: true,
  bounceId: 1,
  verdict: 'permanent',
  deliveryId: 1,
  recipientId: null,
  cameBack: true,
};
const mail = 'From: <>\r\n\r\n\0 any bytes';

async function hooked(given: { token?: string | undefined; answer?: BounceTaken } = {}) {
  const seen: string[] = [];
  const site = await listening({
    build: smallBuild({}),
    bounces: createBounceHook({
      token: 'token' in given ? given.token : token,
      origin: 'https://petition.example',
      async take(source) {
        seen.push(Buffer.from(source).toString());
        return given.answer ?? taken;
      },
    }),
  });
  const post = (headers: Record<string, string> = {}, body: string | Uint8Array<ArrayBuffer> = mail) =>
    site.ask('/hooks/bounces', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'message/rfc822', ...headers },
      body,
    });
  return { seen, post, site };
}

test('a mail server that shows the token hands in a message byte for byte', async () => {
  const { seen, post, site } = await hooked();
  const answer = await post();
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  expect(seen).toEqual([mail]);
  expect(site.lines.join('')).not.toContain(token);
});

test('without the token, with another, from a page in a browser or as a form nothing is read', async () => {
  const { seen, post } = await hooked();
  for (const Authorization of ['', 'Bearer', `Bearer ${token}x`, `Basic ${token}`, token])
    expect((await post({ Authorization })).status, Authorization).toBe(401);
  expect((await post({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await post({ Origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  expect((await post({}, new Uint8Array(maxBounceBytes + 1))).status).toBe(413);
  expect(seen).toEqual([]);
});

test('there is no hook without a token, and none to be read', async () => {
  const { seen, post, site } = await hooked({ token: undefined });
  expect((await post()).status).toBe(404);
  expect((await post({ Authorization: 'Bearer undefined' })).status).toBe(404);
  expect(seen).toEqual([]);
  expect((await site.ask('/hooks/bounces')).status).toBe(404);
  const { site: open } = await hooked();
  expect((await open.ask('/hooks/bounces')).status).toBe(405);
});

test.each([
  ['known', 204],
  ['under_way', 503],
  ['too_large', 413],
  ['unreadable', 422],
] as const)(
  'a message that is %s is answered with %i, and only what may succeed later asks for a repeat',
  async (reason, status) => {
    const { post } = await hooked({ answer: { ok: false, reason } });
    const answer = await post();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '30' : null);
  },
);
