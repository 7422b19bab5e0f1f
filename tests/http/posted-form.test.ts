import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { isListUpload } from '#app/http/list-upload.ts';
import { readPosted } from '#app/http/posted-form.ts';
import { isFromAnywhere } from '#app/http/same-origin.ts';

const token = 'A'.repeat(35);
const origin = 'https://untolled.example';

/** A server that answers what the listener would make of each form. */
const server = createServer(async (request: IncomingMessage, response) => {
  const path = request.url ?? '';
  const posted = await readPosted(request, path, { origin, read: null });
  const said =
    typeof posted === 'string' ? posted : `${Buffer.from(posted.body ?? []).toString()} ${posted.upload !== null}`;
  response.setHeader('Connection', 'close').end(`${isListUpload(request, path)} ${said}`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());
const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function post(path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const answer = await fetch(at + path, { method: 'POST', body, headers });
  return answer.text();
}
const file = () => {
  const form = new FormData();
  form.set('name', 'x');
  form.set('file', new Blob(['email\na@mail.example']), 'list.csv');
  return form;
};

test('one-click unsubscribing may come from any site, and nothing else may', async () => {
  const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://mail.example' };
  const oneClick = () => new URLSearchParams('List-Unsubscribe=One-Click');
  for (const path of [`/unsubscribe/${token}`, `/es/unsubscribe/${token}`])
    expect(await post(path, oneClick(), foreign)).toBe('false List-Unsubscribe=One-Click false');
  for (const path of [
    `/preferences/${token}`,
    `/unsubscribe/${token}/x`,
    '/unsubscribe/short',
    '/me',
    '/organize/a/audience',
  ])
    expect(await post(path, oneClick(), foreign), path).toBe('false forbidden');
  expect([`/unsubscribe/${token}A`, `//unsubscribe/${token}`, `/en/unsubscribe/${token}`].map(isFromAnywhere)).toEqual([
    false,
    false,
    false,
  ]);
});

test('a file is taken by one address alone, and there by nobody without a session', async () => {
  expect(await post('/organize/coalition/audience/lists', file())).toBe('true forbidden');
  expect(await post('/es/organize/coalition/audience/lists', file(), { 'Sec-Fetch-Site': 'cross-site' })).toBe(
    'true forbidden',
  );
  for (const path of [
    '/organize/coalition/audience',
    '/organize/coalition/audience/lists/1',
    '/alerts',
    '/organize/x/y/audience/lists',
  ])
    expect(await post(path, file()), path).toBe('false bad_request');
  expect(await post('/organize/coalition/audience/lists', new URLSearchParams({ name: 'x' }))).toBe(
    'false name=x false',
  );
});
