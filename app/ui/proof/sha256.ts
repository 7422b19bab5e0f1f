/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. Source: FIPS 180-4, 4.2.2. */
const K = new Uint32Array(64);
/** The first 32 bits of the fractional parts of the square roots of the first 8 primes. Source: FIPS 180-4, 5.3.3. */
const H = new Uint32Array(8);

let found = 0;
for (let number = 2; found < 64; number += 1) {
  let isPrime = true;
  for (let by = 2; by * by <= number; by += 1) if (number % by === 0) isPrime = false;
  if (!isPrime) continue;
  if (found < 8) H[found] = Math.sqrt(number) * 2 ** 32;
  K[found] = Math.cbrt(number) * 2 ** 32;
  found += 1;
}

const words = new Uint32Array(64);
const view = new DataView(new ArrayBuffer(64));

/**
 * SHA-256 of at most 55 bytes, which fill one block. Synchronous, because the browser's own digest answers through a promise for each of the
 * hundred thousand tries of a proof. Source: FIPS 180-4. Throws on a longer message.
 */
export function sha256OfBlock(message: Uint8Array): Uint8Array<ArrayBuffer> {
  if (message.length > 55) throw new RangeError('one block holds at most 55 bytes');
  for (let at = 0; at < 64; at += 1) view.setUint8(at, message[at] ?? (at === message.length ? 0x80 : 0));
  view.setUint32(60, message.length * 8);
  for (let at = 0; at < 16; at += 1) words[at] = view.getUint32(at * 4);
  for (let at = 16; at < 64; at += 1) {
    const x = words[at - 15] as number;
    const y = words[at - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[at] = ((words[at - 16] as number) + s0 + (words[at - 7] as number) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = H as unknown as [number, number, number, number, number, number, number, number];
  for (let at = 0; at < 64; at += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[at] as number) + (words[at] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const digest = new DataView(new ArrayBuffer(32));
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    digest.setUint32(at * 4, word + (H[at] as number));
  });
  return new Uint8Array(digest.buffer);
}
