import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { tcpProxy } from '#tests/support/tcp-proxy.ts';

const echo = createServer((socket) => {
  socket.on('error', () => {});
  socket.pipe(socket);
}).listen(0, '127.0.0.1');
await once(echo, 'listening');
const address = echo.address();
const proxy = await tcpProxy(typeof address === 'object' && address ? address.port : 0);
afterAll(async () => {
  await proxy.close();
  echo.close();
});

async function caller() {
  const socket: Socket = connect(proxy.port, '127.0.0.1');
  let heard = '';
  let fate = 'open';
  socket.setNoDelay(true).on('data', (chunk) => {
    heard += chunk;
  });
  socket.on('error', () => {
    fate = 'reset';
  });
  await new Promise((over) => socket.once('connect', over).once('close', over));
  const hears = (text: string) => expect.poll(() => heard, { interval: 5 }).toBe(text);
  return { socket, hears, heard: () => heard, isReset: () => expect.poll(() => fate, { interval: 5 }).toBe('reset') };
}
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

it('passes everything while it is whole, to the end', async () => {
  const { socket, hears } = await caller();
  socket.end('a'.repeat(200_000));
  await hears('a'.repeat(200_000));
  await once(socket, 'close');
});

it('keeps what is sent while it is held, and passes it in order when healed', async () => {
  const { socket, hears, heard } = await caller();
  socket.write('a');
  await hears('a');
  proxy.hold();
  socket.write('b');
  await pause(60);
  expect(heard()).toBe('a');
  proxy.heal();
  socket.write('c');
  await hears('abc');
  socket.destroy();
});

it('loses what falls into a black hole, and resets the connection when healed', async () => {
  const { socket, heard, isReset } = await caller();
  proxy.blackHole();
  socket.write('gone');
  await pause(60);
  proxy.heal();
  await isReset();
  expect(heard()).toBe('');
});

it('resets connections when cut, and each new one until healed', async () => {
  const first = await caller();
  proxy.cut();
  await first.isReset();
  const second = await caller();
  await second.isReset();
  proxy.heal();
  const third = await caller();
  third.socket.write('again');
  await third.hears('again');
  third.socket.destroy();
});

it('takes longer when delayed', async () => {
  const { socket, hears } = await caller();
  proxy.delay(80);
  const begun = performance.now();
  socket.write('slow');
  await hears('slow');
  expect(performance.now() - begun).toBeGreaterThan(150);
  proxy.heal();
  socket.destroy();
});
