import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentify, simulated } from '#app/domain/isp/identify.ts';
import { parseIpv4, parseIpv6 } from '#app/domain/isp/ip-address.ts';
import type { CatalogueNetwork } from '#app/domain/isp/network-kind.ts';
import { mergeEditions, type RangeEdition } from '#app/domain/isp/range-edition.ts';
import { readSpans } from '#app/domain/isp/range-source.ts';
import { decodeRanges, encodeRanges } from '#app/domain/isp/ranges.ts';

const home = (asn: number, ...slugs: string[]): CatalogueNetwork => ({
  asn,
  slugs,
  kind: 'home',
  isSure: true,
  choices: [],
});
const catalogue: CatalogueNetwork[] = [
  home(7922, 'comcast'),
  {
    ...home(209, 'centurylink', 'quantum-fiber'),
    kind: 'mixed',
    choices: [
      { slug: 'centurylink', brand: 'CenturyLink', line: 'home' },
      { slug: 'quantum-fiber', brand: 'Quantum Fiber', line: 'home' },
    ],
  },
  { ...home(4466, 'att'), kind: 'unknown', isSure: false },
  {
    ...home(701, 'verizon'),
    kind: 'mixed',
    choices: [
      { slug: 'verizon', brand: 'Fios', line: 'home' },
      { slug: 'verizon', brand: null, line: 'business' },
    ],
  },
  { ...home(64501), kind: 'hosting' },
  { ...home(64502), kind: 'vpn', isSure: false },
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
  dated: '2026-06-17',
  ipv4: [
    v4('5.0.0.0', '5.0.0.255', 7922),
    v4('5.0.2.0', '5.0.2.255', 13335),
    v4('5.0.4.0', '5.0.4.255', 209),
    v4('5.0.5.0', '5.0.5.255', 4466),
    v4('5.0.8.0', '5.0.8.255', 701),
    v4('5.0.9.0', '5.0.9.255', 64501),
    v4('5.0.10.0', '5.0.10.255', 64502),
    v4('9.255.255.0', '10.0.0.255', 7922),
    v4('223.255.255.0', '223.255.255.255', 7922),
  ],
  ipv6: [v6('2600:1::', '2600:1:ffff:ffff:ffff:ffff:ffff:ffff', 7922), v6('2600:2::8', '2600:2::8', 209)],
};
const older: RangeEdition = {
  name: 'older',
  dated: '2025-04-11',
  ipv4: [v4('4.255.255.0', '5.0.4.255', 7922)],
  ipv6: [v6('2600:1::', '2600:3:ffff:ffff:ffff:ffff:ffff:ffff', 7922)],
};

const merged = mergeEditions({ catalogue, slugs: ['att', 'comcast'], newest, older: [older] });
const identify = createIdentify(decodeRanges(encodeRanges(merged)));
const reasonOf = (address: string | null) => identify(address).reason;

describe('identify', () => {
  it('lets the newest edition win and says so with high confidence', () => {
    expect(identify('5.0.0.7')).toEqual({
      slugs: ['comcast'],
      asn: 7922,
      kind: 'home',
      confidence: 'high',
      reason: 'range',
      choices: [],
    });
  });

  it('fills from the older edition only what the newest leaves to nobody', () => {
    expect(identify('5.0.1.0')).toMatchObject({ slugs: ['comcast'], confidence: 'low', reason: 'older_range' });
    expect(identify('4.255.255.0')).toMatchObject({ slugs: ['comcast'], reason: 'older_range' });
    expect(identify('5.0.2.9')).toEqual({
      slugs: [],
      asn: 13335,
      kind: 'unknown',
      confidence: 'none',
      reason: 'not_in_catalogue',
      choices: [],
    });
    expect(identify('4.255.254.255')).toMatchObject({ asn: null, reason: 'not_announced' });
    expect(reasonOf('5.0.6.0')).toBe('not_announced');
  });

  it('names every ISP that shares a network, with low confidence', () => {
    expect(identify('5.0.4.1')).toMatchObject({
      slugs: ['centurylink', 'quantum-fiber'],
      confidence: 'low',
      reason: 'shared_network',
    });
    expect(identify('5.0.5.1')).toMatchObject({
      slugs: ['att'],
      confidence: 'low',
      kind: 'unknown',
      reason: 'unsure_network',
    });
  });

  it('offers the kinds of line of a shared network whose ISP is sure', () => {
    expect(identify('5.0.8.1')).toMatchObject({
      slugs: ['verizon'],
      kind: 'mixed',
      confidence: 'high',
      reason: 'shared_network',
      choices: [{ brand: 'Fios' }, { line: 'business' }],
    });
  });

  it('names no ISP behind a hosting or VPN network, but the network', () => {
    expect(identify('5.0.9.1')).toMatchObject({
      slugs: [],
      asn: 64501,
      kind: 'hosting',
      confidence: 'high',
      reason: 'hosting_network',
    });
    expect(identify('5.0.10.1')).toMatchObject({ slugs: [], kind: 'vpn', confidence: 'low', reason: 'vpn_network' });
  });

  it('knows IPv6 to the single address, and IPv4 inside IPv6', () => {
    expect(identify('2600:1:ffff::1')).toMatchObject({ slugs: ['comcast'], reason: 'range' });
    expect(identify('2600:2::8')).toMatchObject({ reason: 'shared_network' });
    expect(identify('2600:2::7')).toMatchObject({ reason: 'older_range' });
    expect(identify('2600:2::9')).toMatchObject({ reason: 'older_range' });
    expect(reasonOf('2600:4::')).toBe('not_announced');
    expect(identify('::ffff:5.0.0.1').slugs).toEqual(['comcast']);
    expect(identify('::FFFF:500:1').slugs).toEqual(['comcast']);
    expect(identify('64:ff9b::5.0.0.1')).toBe(identify('5.0.0.1'));
  });

  it('looks up the IPv4 address inside 6to4 and Teredo, and is less sure', () => {
    expect(identify('2002:500:1::9')).toMatchObject({ slugs: ['comcast'], confidence: 'low', reason: 'tunnel' });
    expect(identify('2001:0:4136:e378:8000:63bf:faff:fffe')).toMatchObject({ slugs: ['comcast'], reason: 'tunnel' });
    expect(reasonOf('2002:7f00:1::')).toBe('private');
    expect(reasonOf('2002:500:901::')).toBe('hosting_network');
    expect(reasonOf('2001:0:4136:e378:8000:63bf:3fff:fdd2')).toBe('reserved');
  });

  it('places addresses of no public network nowhere, whatever an edition says', () => {
    for (const address of ['127.0.0.1', '10.0.0.1', '100.64.0.1', '169.254.1.1', '172.31.255.255', '192.168.1.1'])
      expect(reasonOf(address), address).toBe('private');
    for (const address of ['::1', 'fe80::1%eth0', 'fd00::1', 'fec0::1', '64:ff9b:1::1', '::ffff:127.0.0.1'])
      expect(reasonOf(address), address).toBe('private');
    for (const address of [
      '0.0.0.1',
      '192.0.2.1',
      '198.18.0.1',
      '203.0.113.7',
      '192.88.99.1',
      '224.0.0.1',
      '255.255.255.255',
    ])
      expect(reasonOf(address), address).toBe('reserved');
    for (const address of [
      '::',
      '::2',
      '100::1',
      '2001:db8::1',
      '2001:2::1',
      '3fff::1',
      '4000::1',
      'ff02::1',
      'fe00::1',
    ])
      expect(reasonOf(address), address).toBe('reserved');
    expect(reasonOf('::ffff:203.0.113.7')).toBe('reserved');
    expect(identify('9.255.255.255').slugs).toEqual(['comcast']);
    expect(identify('223.255.255.255').slugs).toEqual(['comcast']);
  });

  it('marks a simulated ISP as simulated and leaves "cannot see" as it is', () => {
    expect(simulated(identify('5.0.0.7'))).toMatchObject({ slugs: ['comcast'], reason: 'simulated' });
    expect(simulated(identify('203.0.113.7')).reason).toBe('reserved');
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
      expect(reasonOf(text), JSON.stringify(text)).toBe('malformed');
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
      expect(reasonOf(text), JSON.stringify(text)).toBe('malformed');
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
    expect(merged.coverage).toEqual({
      ipv4: { newest: 6 * 256, older: 3 * 256, hosting: 2 * 256, announced: 9 * 256 },
      ipv6: { newest: 65_536, older: 131_071, hosting: 0, announced: 65_536 },
    });
  });
});

describe('range files', () => {
  it('say where they are out of order, overlap, or change the family', () => {
    const faultsOf = (...lines: string[]) => readSpans(lines.map((line) => `${line},7922,Comcast\n`).join('')).faults;
    expect(faultsOf('5,9', '10,11', '12,12')).toEqual([]);
    expect(faultsOf('5,9', '9,11', '10,12')).toEqual([{ kind: 'overlap', line: 2, count: 2 }]);
    expect(faultsOf('5,9', '1,2')).toEqual([{ kind: 'out_of_order', line: 2, count: 1 }]);
    expect(faultsOf('5,9', '42540488161975842760550356425300246528,42540488241204005274814694018844196863')).toEqual([
      { kind: 'out_of_family', line: 2, count: 1 },
    ]);
    expect(faultsOf('5,4294967296')).toEqual([{ kind: 'out_of_family', line: 1, count: 1 }]);
  });

  it('are refused when cut off or of another kind', () => {
    const file = encodeRanges(merged);
    expect(() => decodeRanges(file.subarray(0, file.length - 2))).toThrow('cut off');
    expect(() => decodeRanges(new Uint8Array(64))).toThrow('no file of compiled');
    expect(() => decodeRanges(new Uint8Array(0))).toThrow('no file of compiled');
  });

  it('count lines that hold no range and read the rest', () => {
    const { spans, family, faults } = readSpans('16777216,16777471,13335,"Cloudflare, Inc."\nnonsense\n5,4,1,x\n');
    expect(spans).toEqual([{ start: 16777216n, end: 16777472n, asn: 13335 }]);
    expect([family, faults]).toEqual(['ipv4', [{ kind: 'unreadable', line: 2, count: 2 }]]);
  });
});
