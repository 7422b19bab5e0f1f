import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { createSegments, type SegmentLimits } from '#app/http/segments.ts';

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

async function serve(limits: Partial<SegmentLimits> = {}) {
  const segments = createSegments(limits);
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://x');
    const network = request.headers['x-test-network'];
    void segments.answer(request, response, { path: pathname, search }, typeof network === 'string' ? network : null);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (path: string, init: RequestInit = {}) => fetch(`${origin}${path}`, init);
  /** Asks for the longest segment and reads no further than its head: the rest does not fit into any buffer on the way. */
  const hold = async (network: string) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write(`GET /stream/segment?bytes=8388608 HTTP/1.1\r\nHost: x\r\nX-Test-Network: ${network}\r\n\r\n`);
    const [head] = await once(socket, 'data');
    socket.pause();
    closers.push(() => socket.destroy());
    return { status: Number(String(head).slice(9, 12)), leave: () => socket.destroy() };
  };
  return { get, hold };
}

it('a segment has the length asked for, is new each time, cannot be compressed and may be read by other sites', async () => {
  const { get } = await serve();
  const answers = await Promise.all([get('/stream/segment?bytes=300001'), get('/control/segment?bytes=300001')]);
  const bodies = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
  expect(bodies.map((body) => body.length)).toEqual([300_001, 300_001]);
  expect(bodies[0]?.equals(bodies[1] ?? Buffer.alloc(0))).toBe(false);
  for (const body of bodies) expect(gzipSync(body).length).toBeGreaterThan(body.length);
  const headers = answers[0]?.headers;
  expect(headers?.get('cache-control')).toBe('no-store, no-transform');
  expect(headers?.get('access-control-allow-origin')).toBe('*');
  expect(headers?.get('timing-allow-origin')).toBe('*');
  expect(headers?.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual([
    'video/mp4',
    'application/octet-stream',
  ]);
});

it('no length, a wrong one and another method are refused', async () => {
  const { get } = await serve();
  const lengths = ['', '?bytes=', '?bytes=0', '?bytes=-5', '?bytes=1e6', '?bytes=8388609', '?bytes=99999999999999'];
  for (const search of lengths) expect((await get(`/stream/segment${search}`)).status, search).toBe(400);
  expect((await get('/stream/segment?bytes=8388608', { method: 'HEAD' })).headers.get('content-length')).toBe(
    '8388608',
  );
  expect((await get('/stream/segment?bytes=10', { method: 'POST', body: 'x' })).status).toBe(405);
});

it('a network gets its share of an hour and no more, another network still gets its own', async () => {
  const { get } = await serve({ networkBytesAnHour: 1000 });
  const from = (network: string, bytes: number) =>
    get(`/stream/segment?bytes=${bytes}`, { headers: { 'X-Test-Network': network } });
  expect((await from('one', 900)).status).toBe(200);
  const refused = await from('one', 200);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect((await from('two', 900)).status).toBe(200);
});

it('only so many segments are under way at once, and a reader that leaves makes room', async () => {
  const { get, hold } = await serve({ networkAtOnce: 1, allAtOnce: 2 });
  const first = await hold('one');
  expect((await hold('one')).status).toBe(429);
  const second = await hold('two');
  expect((await hold('three')).status).toBe(503);
  first.leave();
  second.leave();
  await expect.poll(async () => (await get('/stream/segment?bytes=5')).status, { timeout: 5000 }).toBe(200);
});

it('a reader who takes a segment drop by drop loses the place, and others get it', async () => {
  const { get, hold } = await serve({ allAtOnce: 1, longestMs: 300 });
  expect((await hold('slow')).status).toBe(200);
  expect((await get('/stream/segment?bytes=1', { headers: { 'x-test-network': 'other' } })).status).toBe(503);
  const isFree = async () => (await get('/stream/segment?bytes=1', { headers: { 'x-test-network': 'other' } })).status;
  await expect.poll(isFree, { timeout: 3000 }).toBe(200);
});
