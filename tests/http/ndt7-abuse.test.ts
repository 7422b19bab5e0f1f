import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { handClock, ndt7Server, until } from './ndt7-fixture.ts';

const clock = handClock();
const server = await ndt7Server({ clock, maxTests: 8 });

/** A handshake by hand, on a connection whose own half stays open whatever the server does. */
async function byHand(path: string) {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: net.measurementlab.ndt.v7\r\n\r\n`,
  );
  const [head] = await once(socket, 'data');
  return { socket, status: Number(String(head).slice(9, 12)) };
}

const connections = () => new Promise<number>((done) => server.http.getConnections((_, open) => done(open)));

test('a refused connection is given up by the server, though the client keeps its half open', async () => {
  const { socket, status } = await byHand('/ndt/v7/elsewhere');
  expect(status).toBe(404);
  let open = 1;
  for (let look = 0; look < 100 && open > 0; look += 1) {
    await new Promise((done) => setTimeout(done, 10));
    open = await connections();
  }
  expect(open).toBe(0);
  socket.destroy();
});

test.each([
  ['thousands of tiny messages', '/ndt/v7/upload', () => Array.from({ length: 3000 }, () => Buffer.alloc(1))],
  ['thousands of texts', '/ndt/v7/download', () => Array.from({ length: 3000 }, () => '{}')],
  ['a text of more than 4,096 bytes', '/ndt/v7/upload', () => ['a'.repeat(4097)]],
])('%s end the connection, and nothing is kept', async (_, path, messages) => {
  const { socket, outcome, closed } = server.open(`${path}?session=${randomUUID()}`);
  await outcome;
  clock.move(6000);
  for (const message of messages()) socket.send(message);
  expect(await closed).toBe(1006);
  expect(server.runs).toEqual([]);
});

test('as many texts as the specification allows, and messages of 2^10 bytes, are no flood', async () => {
  const { socket, outcome, messages } = server.open('/ndt/v7/upload');
  await outcome;
  for (let at = 0; at < 130; at += 1) socket.send(JSON.stringify({ AppInfo: { ElapsedTime: at, NumBytes: at } }));
  for (let at = 0; at < 4000; at += 1) socket.send(Buffer.alloc(2 ** 10));
  await until(() => {
    clock.move(5);
    return messages.some(({ text }) => text.includes(`"NumBytes":${4000 * 2 ** 10}`));
  });
  expect(socket.readyState).toBe(socket.OPEN);
  socket.terminate();
});
