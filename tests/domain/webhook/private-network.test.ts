import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import {
  isPublicAddress,
  PrivateNetwork,
  publicLookup,
  type Resolve,
} from '#app/domain/network/open-internet.server.ts';
import { postEvent, readTarget } from '#app/domain/webhook/post.server.ts';

const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(String(request.url));
  if (request.url === '/away') response.writeHead(302, { Location: `http://${host}/inside` }).end('moved');
  else if (request.url === '/slow') setTimeout(() => response.end(), 2000).unref();
  else response.writeHead(200).end('a secret of the inside');
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const { port } = server.address() as AddressInfo;
const host = `127.0.0.1:${port}`;

const post = (url: string, { resolve, privateHosts = [] }: { resolve?: Resolve; privateHosts?: string[] } = {}) =>
  postEvent(
    { url, webhook: { publicId: 'p', secretVersion: 1, secretChangedAt: new Date(0) }, messageId: 'm', body: '{}' },
    new Date(),
    { secret: 's', privateHosts, patienceMs: 400, ...(resolve ? { resolve } : {}) },
  );

const inside = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[2001:db8::1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'metadata.google.internal',
  'db',
  'printer.local',
  '①②⑦.⓪.⓪.①',
];

test.each(inside)('no webhook is posted to %s', async (name) => {
  expect(readTarget(`https://${name}/`, [])).toEqual({ ok: false, reason: 'private_network' });
  expect(await post(`https://${name}:${port}/`)).toEqual({ status: null, answer: 'refused: private_network' });
});

test('addresses of the open internet pass, in the clear and with a password they do not', () => {
  for (const url of ['https://crm.example.org/hook', 'https://8.8.8.8/', 'https://[2606:4700::1111]/'])
    expect(readTarget(url, []).ok).toBe(true);
  expect(readTarget('http://crm.example.org/', [])).toEqual({ ok: false, reason: 'not_https' });
  expect(readTarget('https://a:b@crm.example.org/', [])).toEqual({ ok: false, reason: 'credentials' });
  for (const url of ['file:///etc/passwd', 'gopher://crm.example.org', 'crm.example.org', ''])
    expect(readTarget(url, [])).toEqual({ ok: false, reason: 'no_address' });
  expect([isPublicAddress('1.1.1.1'), isPublicAddress('fe80::1%eth0'), isPublicAddress('x')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a name that resolves into a private network is not connected to, also when it resolves outside as well', async () => {
  const addresses = [
    [{ address: '127.0.0.1', family: 4 }],
    [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
    [{ address: '::ffff:10.0.0.1', family: 6 }],
    [],
  ];
  for (const found of addresses) {
    let asked = 0;
    const resolve: Resolve = (_, __, take) => {
      asked += 1;
      take(null, found);
    };
    expect(await post(`https://rebind.example.org:${port}/`, { resolve })).toEqual({
      status: null,
      answer: 'refused: private_network',
    });
    expect(asked).toBe(1);
  }
  expect(seen).toEqual([]);
});

test('the connection goes to the very addresses that were looked at', () => {
  const found = [{ address: '8.8.8.8', family: 4 }];
  let asked = 0;
  const lookup = publicLookup((_, __, take) => {
    asked += 1;
    take(null, asked === 1 ? found : [{ address: '127.0.0.1', family: 4 }]);
  });
  const given: unknown[] = [];
  lookup('rebind.example.org', { all: true }, (...answer) => given.push(answer));
  lookup('rebind.example.org', {}, (fault) => given.push(fault instanceof PrivateNetwork));
  expect(given).toEqual([[null, found], true]);
});

test('redirects are not followed, answers are cut and waiting ends', async () => {
  const privateHosts = [host];
  expect(await post(`http://${host}/away`, { privateHosts })).toEqual({ status: 302, answer: 'moved' });
  expect(await post(`http://${host}/slow`, { privateHosts })).toEqual({ status: null, answer: 'no answer in time' });
  expect(seen).toEqual(['/away', '/slow']);
  expect((await post('http://127.0.0.1:1/', { privateHosts: ['127.0.0.1'] })).answer).toBe(
    'no connection: ECONNREFUSED',
  );
});
