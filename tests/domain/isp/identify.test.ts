import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentify, simulated } from '#app/domain/isp/identify.ts';
import { embeddedIpv4, parseIpv4, parseIpv6 } from '#app/domain/isp/ip-address.ts';
import { type CatalogueNetwork, mergeEditions, parseSpans, type RangeEdition } from '#app/domain/isp/range-edition.ts';
import { decodeRanges, encodeRanges } from '#app/domain/isp/ranges.ts';

const catalogue: CatalogueNetwork[] = [
  { asn: 7922, slugs: ['comcast'], use: 'residential_mixed' },
  { asn: 209, slugs: ['centurylink', 'quantum-fiber'], use: 'shared' },
  { asn: 4466, slugs: ['att'], use: 'uncertain' },
];

const ipv4 = (address: string) => BigInt(parseIpv4(address));
const ipv6 = (address: string) => (parseIpv6(address) ?? []).reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
const span = (read: (address: string) => bigint) => (first: string, last: string, asn: number) => ({
  start: read(first),
  end: read(last) + 1n,
  asn,
});
const v4 = span(ipv4);
const v6 = span(ipv6);

const newest: RangeEdition = {
  name: 'newest',
  ipv4: [
    v4('5.0.0.0', '5.0.0.255', 7922),
    v4('5.0.2.0', '5.0.2.255', 13335),
    v4('5.0.4.0', '5.0.4.255', 209),
    v4('5.0.5.0', '5.0.5.255', 4466),
    v4('9.255.255.0', '10.0.0.255', 7922),
    v4('223.255.255.0', '223.255.255.255', 7922),
  ],
  ipv6: [v6('2600:1::', '2600:1:ffff:ffff:ffff:ffff:ffff:ffff', 7922), v6('2600:2::8', '2600:2::8', 209)],
};
const older: RangeEdition = {
  name: 'older',
  ipv4: [v4('4.255.255.0', '5.0.4.255', 7922)],
  ipv6: [v6('2600:1::', '2600:3:ffff:ffff:ffff:ffff:ffff:ffff', 7922)],
};

const merged = mergeEditions(catalogue, newest, older);
const identify = createIdentify(decodeRanges(encodeRanges(merged.tables)));
const reasonOf = (address: string | null) => identify(address).reason;

describe('identify', () => {
  it('lets the newest edition win and says so with high confidence', () => {
    expect(identify('5.0.0.7')).toEqual({
      slugs: ['comcast'],
      asn: 7922,
      use: 'residential_mixed',
      confidence: 'high',
      reason: 'range',
    });
  });

  it('fills from the older edition only what the newest leaves to nobody', () => {
    expect(identify('5.0.1.0')).toMatchObject({ slugs: ['comcast'], confidence: 'low', reason: 'older_range' });
    expect(identify('4.255.255.0')).toMatchObject({ slugs: ['comcast'], reason: 'older_range' });
    expect(identify('5.0.2.9')).toMatchObject({ slugs: [], confidence: 'none', reason: 'not_in_catalogue' });
    expect(reasonOf('4.255.254.255')).toBe('not_in_catalogue');
    expect(reasonOf('5.0.6.0')).toBe('not_in_catalogue');
  });

  it('names every ISP that shares a network, with low confidence', () => {
    expect(identify('5.0.4.1')).toMatchObject({
      slugs: ['centurylink', 'quantum-fiber'],
      confidence: 'low',
      reason: 'shared_network',
    });
    expect(identify('5.0.5.1')).toMatchObject({ slugs: ['att'], confidence: 'low', use: 'uncertain' });
  });

  it('knows IPv6 to the single address, and IPv4 inside IPv6', () => {
    expect(identify('2600:1:ffff::1')).toMatchObject({ slugs: ['comcast'], reason: 'range' });
    expect(identify('2600:2::8')).toMatchObject({ reason: 'shared_network' });
    expect(identify('2600:2::7')).toMatchObject({ reason: 'older_range' });
    expect(identify('2600:2::9')).toMatchObject({ reason: 'older_range' });
    expect(reasonOf('2600:4::')).toBe('not_in_catalogue');
    expect(identify('::ffff:5.0.0.1').slugs).toEqual(['comcast']);
    expect(identify('::FFFF:500:1').slugs).toEqual(['comcast']);
    expect(identify('64:ff9b::5.0.0.1').slugs).toEqual(['comcast']);
  });

  it('places addresses of no public network nowhere, whatever an edition says', () => {
    for (const address of ['127.0.0.1', '10.0.0.1', '100.64.0.1', '192.168.1.1', '203.0.113.7', '255.255.255.255'])
      expect(reasonOf(address), address).toBe('private');
    for (const address of ['::1', 'fe80::1%eth0', 'fd00::1', '2001:db8::1', '::ffff:127.0.0.1'])
      expect(reasonOf(address), address).toBe('private');
    expect(identify('9.255.255.255').slugs).toEqual(['comcast']);
    expect(identify('223.255.255.255').slugs).toEqual(['comcast']);
  });

  it('marks a simulated ISP as simulated and leaves "cannot see" as it is', () => {
    expect(simulated(identify('5.0.0.7'))).toMatchObject({ slugs: ['comcast'], reason: 'simulated' });
    expect(simulated(identify('203.0.113.7')).reason).toBe('private');
  });

  it('never throws, and takes no garbage for an address', () => {
    for (const text of [
      '',
      ' ',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4 ',
      '1..2.3',
      '0x1.2.3.4',
      '.1.2.3',
    ])
      expect(reasonOf(text), JSON.stringify(text)).toBe('no_address');
    for (const text of [
      ':',
      ':::',
      '1::2::3',
      '::12345',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1.2.3.4::',
      'g::',
      '::1%',
    ])
      expect(reasonOf(text), JSON.stringify(text)).toBe('no_address');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => identify(text).slugs.length >= 0));
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f:.%]{0,45}$/), (text) => typeof identify(text).reason === 'string'),
    );
  });

  it('agrees with a plain scan of the editions for any IPv4 address', () => {
    const scan = (address: bigint) => {
      const within = (edition: RangeEdition) =>
        edition.ipv4.find(({ start, end }) => start <= address && address < end)?.asn ?? null;
      const known = (asn: number) => catalogue.find((network) => network.asn === asn)?.slugs ?? [];
      return known(within(newest) ?? within(older) ?? 0);
    };
    const near = fc.integer({ min: Number(ipv4('4.255.254.0')), max: Number(ipv4('5.0.7.255')) });
    fc.assert(
      fc.property(near, (address) => {
        const text = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
        expect(identify(text).slugs).toEqual(scan(BigInt(address)));
      }),
    );
  });

  it('counts the addresses that each edition placed', () => {
    expect(merged.coverage).toEqual({ newestIpv4Addresses: 5 * 256, olderIpv4Addresses: 3 * 256 });
  });
});

describe('address parsing', () => {
  it('reads back what the platform writes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const url = new URL(`http://${text}/`).hostname;
        expect(parseIpv4(text)).toBe(url.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
        expect(parseIpv6(text)).not.toBeNull();
        expect(parseIpv6(text)).toEqual(parseIpv6(canonical));
      }),
    );
  });

  it('takes only mapped and NAT64 addresses for IPv4', () => {
    expect(embeddedIpv4([0, 0, 0xffff, 7])).toBe(7);
    expect(embeddedIpv4([0, 0, 1, 7])).toBe(-1);
  });
});

describe('range files', () => {
  it('are refused when cut off or of another kind', () => {
    const file = encodeRanges(merged.tables);
    expect(() => decodeRanges(file.subarray(0, file.length - 2))).toThrow('cut off');
    expect(() => decodeRanges(new Uint8Array(64))).toThrow('no file of compiled');
    expect(() => decodeRanges(new Uint8Array(0))).toThrow('no file of compiled');
  });

  it('skips lines that hold no range and reads the rest', () => {
    const { spans, skipped } = parseSpans('16777216,16777471,13335,"Cloudflare, Inc."\nnonsense\n5,4,1,x\n');
    expect(spans).toEqual([{ start: 16777216n, end: 16777472n, asn: 13335 }]);
    expect(skipped).toBe(2);
  });
});
