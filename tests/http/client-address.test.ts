import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '#app/http/client-address.ts';

const socketAddress = '192.0.2.1';

describe('clientAddress', () => {
  it('believes nobody but the socket when no proxy is trusted', () => {
    expect(clientAddress({ socketAddress, forwardedFor: '73.0.0.1' }, 0)).toBe(socketAddress);
    expect(clientAddress({ socketAddress: undefined, forwardedFor: '73.0.0.1' }, 0)).toBeNull();
  });

  it('counts trusted proxies from the right, so that forged entries on the left change nothing', () => {
    const forged = '73.0.0.1, 8.8.8.8, 198.51.100.4';
    expect(clientAddress({ socketAddress, forwardedFor: forged }, 1)).toBe('198.51.100.4');
    expect(clientAddress({ socketAddress, forwardedFor: `${forged}, 10.0.0.2` }, 2)).toBe('198.51.100.4');
    fc.assert(
      fc.property(fc.string(), (junk) => {
        const chain = `${junk},198.51.100.4,10.0.0.2`;
        expect(clientAddress({ socketAddress, forwardedFor: chain }, 2)).toBe('198.51.100.4');
      }),
    );
  });

  it('falls back to the socket when the chain is too short or the entry is no address', () => {
    expect(clientAddress({ socketAddress, forwardedFor: undefined }, 1)).toBe(socketAddress);
    expect(clientAddress({ socketAddress, forwardedFor: '198.51.100.4' }, 2)).toBe(socketAddress);
    for (const entry of ['unknown', '_hidden', '', 'for=198.51.100.4', 'a b', '<script>'])
      expect(clientAddress({ socketAddress, forwardedFor: `1.1.1.1,${entry}` }, 1), entry).toBe(socketAddress);
  });

  it('takes entries with a port and IPv6 entries in brackets', () => {
    expect(clientAddress({ socketAddress, forwardedFor: '198.51.100.4:5123' }, 1)).toBe('198.51.100.4');
    expect(clientAddress({ socketAddress, forwardedFor: '[2600:1::5]:443' }, 1)).toBe('2600:1::5');
    expect(clientAddress({ socketAddress, forwardedFor: '2600:1::5' }, 1)).toBe('2600:1::5');
  });
});
