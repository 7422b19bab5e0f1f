import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedIpv4, parseIpv4, parseIpv6 } from '#app/domain/isp/ip-address.ts';

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

  it('takes mapped, NAT64, 6to4 and Teredo addresses for IPv4, and no others', () => {
    expect(embeddedIpv4([0, 0, 0xffff, 7])).toBe(7);
    expect(embeddedIpv4([0x2002ffff, 0xffff0000, 1, 2])).toBe(0xffffffff);
    expect(embeddedIpv4([0x20010000, 0, 0, 0])).toBe(0xffffffff);
    expect(embeddedIpv4([0x20010001, 0, 0, 0])).toBe(-1);
    expect(embeddedIpv4([0x0064ff9b, 0x00010000, 0, 7])).toBe(-1);
    expect(embeddedIpv4([0, 0, 1, 7])).toBe(-1);
  });
});
