import { describe, expect, it } from 'vitest';
import { createIdentify } from '#app/domain/isp/identify.ts';
import { mergeEditions } from '#app/domain/isp/range-edition.ts';
import { decodeRanges, encodeRanges } from '#app/domain/isp/ranges.ts';
import { type NetworkKey, type NetworkKeyPeriod, networkKeyOf } from '#app/http/network-key.ts';
import { listening, smallBuild } from './site-fixture.ts';

const secret = 'a secret of tests that is long enough';
const key = (address: string | null, period: NetworkKeyPeriod = 'day', at = '2026-11-22T12:00:00Z', under = secret) =>
  networkKeyOf(address, period, { secret: under, now: () => new Date(at) })?.toString('hex') ?? null;

describe('a network key', () => {
  it('is 16 bytes, the same for one network within a period, another for the next', () => {
    expect(key('73.0.0.1')).toMatch(/^[0-9a-f]{32}$/);
    expect(key('73.0.0.1', 'day', '2026-11-22T00:00:00Z')).toBe(key('73.0.0.1', 'day', '2026-11-22T23:59:59Z'));
    expect(key('73.0.0.1', 'day', '2026-11-23T00:00:00Z')).not.toBe(key('73.0.0.1'));
    expect(key('73.0.0.1', 'month', '2026-11-01T00:00:00Z')).toBe(key('73.0.0.1', 'month'));
    expect(key('73.0.0.1', 'month', '2026-12-01T00:00:00Z')).not.toBe(key('73.0.0.1', 'month'));
    expect(key('73.0.0.1', 'month')).not.toBe(key('73.0.0.1', 'day'));
    expect(key('73.0.0.1', 'day', '2026-11-22T12:00:00Z', `${secret}!`)).not.toBe(key('73.0.0.1'));
  });

  it('stands for a whole IPv4 address and for the first 56 bits of an IPv6 address, so that one home is one network', () => {
    expect(key('73.0.0.2')).not.toBe(key('73.0.0.1'));
    expect(key('2600:1:2:3::1')).toBe(key('2600:1:2:3:ffff::9'));
    expect(key('2600:1:2:4::1')).toBe(key('2600:1:2:3::1'));
    expect(key('2600:1:2:ff::1')).toBe(key('2600:1:2::1'));
    expect(key('2600:1:2:100::1')).not.toBe(key('2600:1:2:ff::1'));
    expect(key('2600:1:3::1')).not.toBe(key('2600:1:2::1'));
    expect(key('::ffff:73.0.0.1')).toBe(key('73.0.0.1'));
  });

  it('is missing without an address and for what is none', () => {
    for (const address of [null, '', 'unknown', '1.2.3', '::g']) expect(key(address)).toBeNull();
  });
});

interface Asked {
  networkKey: NetworkKey;
}

const build = smallBuild({
  front: { index: true, loader: ({ context }: { context: Asked }) => ({ key: shown(context) }) },
  isps: { path: 'isps', loader: ({ context }: { context: Asked }) => ({ key: shown(context) }) },
});

function shown({ networkKey }: Asked): string | null {
  return networkKey('day')?.toString('hex') ?? null;
}

describe('the listener', () => {
  it('hands the key of the address behind trusted proxies to a page of one person and none to a page of the crowd', async () => {
    const network = { asn: 7922, slugs: ['comcast'], kind: 'home' as const, isSure: true, choices: [] };
    const ipv4 = [{ start: 0x49000000n, end: 0x49010000n, asn: 7922 }];
    const newest = { name: 'one', dated: '2026-06-17', ipv4, ipv6: [] };
    const tables = mergeEditions({ catalogue: [network], slugs: ['comcast'], newest, older: [] });
    const site = await listening({
      build,
      identify: createIdentify(decodeRanges(encodeRanges(tables))),
      trustProxyHops: 1,
    });
    const headers = { 'x-forwarded-for': '9.9.9.9, 73.0.0.1' };
    const now = new Date().toISOString();
    const own = await (await site.ask('/isps?q=x', { headers })).text();
    expect([key('73.0.0.1', 'day', now), key('73.0.0.1')]).toContain(/"([0-9a-f]{32})"/.exec(own)?.[1]);
    for (const path of ['/', '/isps', '/'])
      expect(await (await site.ask(path, { headers })).text(), path).toContain('"key":null');
    expect(site.lines.join('')).not.toContain(key('73.0.0.1', 'day', now));
  });
});
