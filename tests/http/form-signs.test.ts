import { describe, expect, it } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { readSigns } from '#app/http/form-signs.ts';
import { newStamp, stampLifeMs } from '#app/http/form-stamp.ts';
import { networkKeyOf } from '#app/http/network-key.ts';
import { listening, smallBuild } from './site-fixture.ts';

const secret = 'a secret of tests that is long enough';
const start = new Date('2026-11-22T12:00:00.123Z');
const tools = { secret, now: () => start };
const after = (ms: number) => ({ secret, now: () => new Date(start.getTime() + ms) });
const stamp = newStamp(tools);
const openMs = (text: string, ms = 5000) => readSigns({ proof: '', stamp: text }, null, after(ms)).openMs;

describe('a stamp', () => {
  it('says to the millisecond how long a form lay open, for a day', () => {
    expect([openMs(stamp), openMs(stamp, 0), openMs(stamp, stampLifeMs)]).toEqual([5000, 0, stampLifeMs]);
    expect(openMs(stamp, stampLifeMs + 1)).toBeNull();
  });

  it('of a machine whose clock runs a little ahead says no time at all, and one from far ahead says nothing', () => {
    expect([openMs(stamp, -60_000), openMs(stamp, -60_001)]).toEqual([0, null]);
  });

  it.each([
    ['none', ''],
    ['one with another time', `${(start.getTime() - 60_000).toString(36)}.${stamp.split('.')[1]}`],
    ['one with another sign', `${stamp.split('.')[0]}.${'A'.repeat(22)}`],
    ['one of another secret', newStamp({ ...tools, secret: `${secret}!` })],
    ['half of one', stamp.slice(0, 20)],
    ['the words of a stranger', 'x'.repeat(100_000)],
  ])('says nothing when it is %s', (_, text) => {
    expect(openMs(text)).toBeNull();
  });
});

const network = (address: string | null, at = start) =>
  readSigns({ proof: '', stamp: '' }, address, { secret, now: () => at }).networkKey?.toString('hex') ?? null;

describe('the network of a form', () => {
  it('is the /24 of an IPv4 address and the /48 of an IPv6 address, by month', () => {
    expect(network('73.0.0.1')).toMatch(/^[0-9a-f]{32}$/);
    expect(network('73.0.0.255')).toBe(network('73.0.0.1'));
    expect(network('73.0.1.1')).not.toBe(network('73.0.0.1'));
    expect(network('::ffff:73.0.0.9')).toBe(network('73.0.0.1'));
    expect(network('2600:1:2:ffff::9')).toBe(network('2600:1:2::1'));
    expect(network('2600:1:3::1')).not.toBe(network('2600:1:2::1'));
    expect(network('2600:2:2::1')).not.toBe(network('2600:1:2::1'));
    expect(network('73.0.0.1', new Date('2026-11-01T00:00:00Z'))).toBe(network('73.0.0.1'));
    expect(network('73.0.0.1', new Date('2026-12-01T00:00:00Z'))).not.toBe(network('73.0.0.1'));
    expect(network('73.0.0.0')).not.toBe(networkKeyOf('73.0.0.0', 'month', tools)?.toString('hex'));
    expect([network(null), network('unknown')]).toEqual([null, null]);
  });
});

interface Asked {
  context: { readSigns(said: { proof: string; stamp: string }): { networkKey: Buffer | null } };
}

describe('the listener', () => {
  const key = ({ context }: Asked) => ({
    key: context.readSigns({ proof: '', stamp: '' }).networkKey?.toString('hex') ?? null,
  });
  const build = smallBuild({ front: { index: true, loader: key }, isps: { path: 'isps', loader: key } });
  const forged = {
    'x-forwarded-for': '9.9.9.9, 8.8.8.8',
    forwarded: 'for=9.9.9.9',
    'x-real-ip': '9.9.9.9',
    'cf-connecting-ip': '9.9.9.9',
    'true-client-ip': '9.9.9.9',
  };
  const keyOf = (address: string) =>
    networkKeyOf(address, 'month', { secret, now: () => new Date() }, 'block')?.toString('hex');

  it('takes the network of a form from its own proxies and never from what a stranger writes', async () => {
    for (const [trustProxyHops, address] of [
      [0, '127.0.0.1'],
      [1, '8.8.8.8'],
    ] as const) {
      const site = await listening({ build, identify: () => notSeen('no_address'), trustProxyHops, secret });
      const shown = await (await site.ask('/isps?q=x', { headers: forged })).text();
      expect(shown).toContain(`"${keyOf(address)}"`);
      expect(await (await site.ask('/', { headers: forged })).text()).toContain('"key":null');
    }
  });

  it('gives a challenge to whoever asks, without a page, a cookie or a copy', async () => {
    const site = await listening({ build });
    const [one, two] = [await site.ask('/proof'), await site.ask('/proof', { headers: { cookie: 'isp=cox' } })];
    expect([one.status, one.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect([one.headers.get('cache-control'), one.headers.get('set-cookie')]).toEqual(['no-store', null]);
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await one.json()).not.toEqual(await two.json());
    expect((await site.ask('/proof', { method: 'POST', body: 'a=b' })).status).not.toBe(200);
  });
});
