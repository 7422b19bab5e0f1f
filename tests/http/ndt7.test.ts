import { describe, expect, test } from 'vitest';
import { nextMessageBytes } from '#app/http/ndt7-protocol.ts';
import { handClock, ndt7Server, ORIGIN, SESSION, until } from './ndt7-fixture.ts';

const isPowerOfTwo = (bytes: number) => Number.isInteger(Math.log2(bytes));

describe('the handshake', async () => {
  const server = await ndt7Server();
  const statusOf = async (path: string, options?: Parameters<typeof server.open>[1]) =>
    (await server.open(path, options).outcome).status;

  test('opens for our own pages and for programs, with the subprotocol and without compression', async () => {
    const client = server.open('/ndt/v7/download?client_name=test', { origin: ORIGIN });
    expect((await client.outcome).status).toBe(101);
    expect(client.socket.protocol).toBe('net.measurementlab.ndt.v7');
    expect(client.socket.extensions).toBe('');
    client.socket.terminate();
    expect(await statusOf('/ndt/v7/upload')).toBe(101);
    expect(await statusOf('/ndt/v7/upload', { origin: `http://127.0.0.1:${server.port}` })).toBe(101);
  });

  test('is refused without the subprotocol, elsewhere, from another site, and with an unusable query', async () => {
    expect(await statusOf('/ndt/v7/download', { protocol: null })).toBe(400);
    expect(await statusOf('/ndt/v7/download', { protocol: 'chat' })).toBe(400);
    expect(await statusOf('/ndt/v7/ping')).toBe(404);
    expect(await statusOf('/ndt/v7/download', { origin: 'https://other.example' })).toBe(403);
    expect(await statusOf('/ndt/v7/download', { origin: 'null' })).toBe(403);
    expect(await statusOf('/ndt/v7/download?a=%ff')).toBe(400);
    expect(await statusOf(`/ndt/v7/download?a=${'b'.repeat(4095)}`)).toBe(400);
    expect(await statusOf(`/ndt/v7/upload?a=${'b'.repeat(4094)}`)).toBe(101);
  });

  test('a plain request is told to upgrade', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/ndt/v7/download`);
    expect([answer.status, answer.headers.get('upgrade')]).toEqual([426, 'websocket']);
    expect((await fetch(`http://127.0.0.1:${server.port}/ndt/v7/else`)).status).toBe(404);
  });
});

describe('a download', async () => {
  const clock = handClock();
  const server = await ndt7Server({ clock });

  test('sends random messages from 2^13 bytes, doubled by the rule, and tells the ends of the connection once', async () => {
    const { messages, socket } = server.open(`/ndt/v7/download?session=${SESSION}`);
    await until(() => messages.filter(({ isBinary }) => isBinary).length > 60);
    socket.terminate();
    const sizes = messages.filter(({ isBinary }) => isBinary).map(({ bytes }) => bytes);
    expect(sizes[0]).toBe(2 ** 13);
    expect(sizes.every(isPowerOfTwo)).toBe(true);
    let [sent, size] = [0, 2 ** 13];
    for (const bytes of sizes) {
      size = nextMessageBytes(size, sent);
      expect(bytes).toBe(size);
      sent += bytes;
    }
    expect(size).toBeGreaterThan(2 ** 14);
    const texts = messages.filter(({ isBinary }) => !isBinary).map(({ text }) => JSON.parse(text));
    expect(texts.filter((text) => 'ConnectionInfo' in text)).toHaveLength(1);
    expect(texts[0]).toMatchObject({
      ConnectionInfo: { Client: expect.stringMatching(/^127\.0\.0\.1:\d+$/), Server: `127.0.0.1:${server.port}` },
      AppInfo: { ElapsedTime: 0, NumBytes: 0 },
      Origin: 'server',
      Test: 'download',
    });
    expect(texts.some((text) => 'TCPInfo' in text)).toBe(false);
  });

  test('grows to 2^24 bytes and no further', () => {
    expect(nextMessageBytes(2 ** 13, 16 * 2 ** 13)).toBe(2 ** 13);
    expect(nextMessageBytes(2 ** 13, 16 * 2 ** 13 + 1)).toBe(2 ** 14);
    expect(nextMessageBytes(2 ** 24, 2 ** 40)).toBe(2 ** 24);
  });

  test('measures at most ten times a second', async () => {
    const { messages, socket, outcome } = server.open('/ndt/v7/download');
    await outcome;
    await until(() => messages.length > 3);
    for (let step = 0; step < 100; step += 1) {
      clock.move(20);
      await new Promise((turn) => setImmediate(turn));
    }
    await until(() => messages.filter(({ isBinary }) => !isBinary).length >= 8);
    expect(messages.filter(({ isBinary }) => !isBinary).length).toBeLessThanOrEqual(21);
    socket.terminate();
  });

  test('ends after ten seconds with what arrived, and is kept for its session', async () => {
    const { messages, closed } = server.open(`/ndt/v7/download?session=${SESSION}`);
    await until(() => messages.length > 20);
    clock.move(6000);
    const before = messages.length;
    await until(() => messages.length > before + 5);
    clock.move(4100);
    expect(await closed).toBe(1000);
    await until(() => server.runs.length > 0);
    const received = messages.reduce((sum, { bytes, isBinary }) => sum + (isBinary ? bytes : 0), 0);
    const [run] = server.runs;
    expect(run).toMatchObject({ sessionId: SESSION, direction: 'download', bytes: received });
    expect(run?.elapsedUs).toBeGreaterThanOrEqual(6_000_000);
    expect(run?.elapsedUs).toBeLessThanOrEqual(10_100_000);
    expect(run?.minRttUs).toBeGreaterThan(0);
    expect(run?.networkKey).toHaveLength(16);
    expect(JSON.stringify(run)).not.toContain('127.0.0.1');
  });

  test('ends when the client sends a binary message, and nothing is kept', async () => {
    const kept = server.runs.length;
    const { socket, closed, messages } = server.open(`/ndt/v7/download?session=${SESSION}`);
    await until(() => messages.length > 3);
    clock.move(8000);
    socket.send(Buffer.alloc(1024));
    expect(await closed).toBe(1006);
    await until(() => server.ndt7.taken() <= 1);
    expect(server.runs.length).toBe(kept);
  });

  test('takes text from the client without complaint', async () => {
    const { socket, messages } = server.open('/ndt/v7/download');
    await until(() => messages.length > 3);
    socket.send('{"AppInfo":{}}');
    const before = messages.length;
    await until(() => messages.length > before + 3);
    expect(socket.readyState).toBe(socket.OPEN);
    socket.terminate();
  });
});

describe('an upload', async () => {
  const clock = handClock();
  const server = await ndt7Server({ clock });

  test('counts what arrives to the last message, takes 2^24 bytes and not one more', async () => {
    const { socket, messages, closed, outcome } = server.open(`/ndt/v7/upload?session=${SESSION}`);
    await outcome;
    const received = () => JSON.parse(messages.findLast(({ isBinary }) => !isBinary)?.text ?? '{}').AppInfo?.NumBytes;
    clock.move(6000);
    socket.send(Buffer.alloc(2 ** 24));
    await until(() => {
      clock.move(250);
      return received() === 2 ** 24;
    });
    expect(messages.every(({ isBinary }) => !isBinary)).toBe(true);
    socket.close();
    await closed;
    await until(() => server.runs.length === 1);
    expect(server.runs[0]).toMatchObject({ direction: 'upload', bytes: 2 ** 24 });
    expect(server.runs[0]?.elapsedUs).toBeGreaterThanOrEqual(6_000_000);

    const other = server.open('/ndt/v7/upload');
    await other.outcome;
    other.socket.send(Buffer.alloc(2 ** 24 + 1));
    expect([1006, 1009]).toContain(await other.closed);
  });

  test('is cut at thirteen seconds, however long the client would go on', async () => {
    const { closed, outcome, socket } = server.open('/ndt/v7/upload');
    await outcome;
    socket.send(Buffer.alloc(2 ** 13));
    clock.move(12_900);
    await new Promise((turn) => setTimeout(turn, 20));
    expect(socket.readyState).toBe(socket.OPEN);
    clock.move(200);
    expect(await closed).toBe(1006);
  });

  test('that broke off early is not kept', async () => {
    const kept = server.runs.length;
    const { outcome, socket, closed } = server.open(`/ndt/v7/upload?session=${SESSION}`);
    await outcome;
    clock.move(4000);
    socket.send(Buffer.alloc(2 ** 13));
    socket.close();
    await closed;
    await until(() => server.ndt7.taken() === 0);
    expect(server.runs.length).toBe(kept);
  });
});

describe('the places', async () => {
  const single = await ndt7Server({ maxTests: 1 });
  const held = await ndt7Server({ maxTests: 1 });
  const counted = await ndt7Server({ dailyTests: 1 });
  const leaving = await ndt7Server();

  test('are bounded: the next test is refused with 503 until one is free, and the page can ask beforehand', async () => {
    const state = async () => (await fetch(`http://127.0.0.1:${single.port}/ndt/v7/status`)).json();
    expect(await state()).toEqual({ state: 'free' });
    const first = single.open('/ndt/v7/upload');
    expect((await first.outcome).status).toBe(101);
    const second = await single.open('/ndt/v7/upload').outcome;
    expect([second.status, second.headers['retry-after']]).toEqual([503, '15']);
    expect(await state()).toEqual({ state: 'busy' });
    first.socket.terminate();
    await until(() => single.ndt7.taken() === 0);
    expect((await single.open('/ndt/v7/upload').outcome).status).toBe(101);
  });

  test('the place of a download waits for the upload of its session', async () => {
    const download = held.open(`/ndt/v7/download?session=${SESSION}`);
    await download.outcome;
    download.socket.close();
    await download.closed;
    await until(() => held.ndt7.taken() === 1);
    expect((await held.open('/ndt/v7/download').outcome).status).toBe(503);
    expect((await held.open(`/ndt/v7/upload?session=${SESSION}`).outcome).status).toBe(101);
  });

  test('a network has so many tests a day, told by 429', async () => {
    for (const path of ['/ndt/v7/download', '/ndt/v7/upload']) {
      const { outcome, socket } = counted.open(path);
      expect((await outcome).status).toBe(101);
      socket.terminate();
    }
    const { status, headers } = await counted.open('/ndt/v7/download').outcome;
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(80_000);
    expect((await counted.open('/ndt/v7/download?as=73.0.0.1').outcome).status).toBe(101);
    expect(await (await fetch(`http://127.0.0.1:${counted.port}/ndt/v7/status`)).json()).toEqual({ state: 'limit' });
  });

  test('a server that goes down refuses new tests and lets those under way end', async () => {
    const first = leaving.open('/ndt/v7/upload');
    await first.outcome;
    let isDrained = false;
    const drained = leaving.ndt7.drain(5000).then(() => {
      isDrained = true;
    });
    expect((await leaving.open('/ndt/v7/upload').outcome).status).toBe(503);
    expect(isDrained).toBe(false);
    first.socket.close();
    await drained;
  });
});
