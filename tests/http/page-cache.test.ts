import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { isUnchanged, PageCache, type Rendering } from '#app/http/page-cache.ts';

const limits = { freshMs: 2000, staleMs: 5000, faultMs: 60_000, patienceMs: 200, retryMs: 1000, maxBytes: 100_000 };

function setting(over: Partial<typeof limits> = {}) {
  const clock = { ms: 0 };
  const cache = new PageCache<string>({ ...limits, ...over }, () => clock.ms);
  let renderings = 0;
  const page = async (): Promise<Rendering<string>> => {
    renderings += 1;
    return { page: { head: ['Content-Type', 'text/html'], body: Buffer.from(`page ${renderings}`) } };
  };
  const text = async (key = '/', render = page) => {
    const found = await cache.get(key, 'identity', render);
    return found.variant ? String(found.variant.body) : `other: ${found.other}`;
  };
  return { clock, cache, page, text, renderings: () => renderings };
}

describe('PageCache', () => {
  it('renders once for any number of simultaneous requests', async () => {
    const { text, renderings } = setting();
    const texts = await Promise.all(Array.from({ length: 50 }, () => text()));
    expect(new Set(texts)).toEqual(new Set(['page 1']));
    expect(renderings()).toBe(1);
  });

  it('serves a stale page at once, renders anew behind it, and waits when the page is too old', async () => {
    const { clock, cache, page, text } = setting();
    await text();
    clock.ms = 1999;
    expect(String(cache.find('/', 'identity', page)?.body)).toBe('page 1');
    clock.ms = 2000;
    expect(String(cache.find('/', 'identity', page)?.body)).toBe('page 1');
    await vi.waitUntil(() => String(cache.find('/', 'identity', page)?.body) === 'page 2');
    clock.ms = 7000;
    expect(cache.find('/', 'identity', page)).toBeNull();
    expect(await text()).toBe('page 3');
  });

  it('serves the old page while rendering fails, for a bounded time', async () => {
    const { clock, text } = setting();
    await text();
    const fail = () => Promise.reject(new Error('down'));
    const fault = async (): Promise<Rendering<string>> => ({ page: null, other: '500', isFault: true });
    clock.ms = 59_999;
    expect(await text('/', fail)).toBe('page 1');
    expect(await text('/', fault)).toBe('page 1');
    clock.ms = 61_000;
    await expect(text('/', fail)).rejects.toThrow('down');
    expect(await text('/', fault)).toBe('other: 500');
  });

  it('serves the old page at once while rendering fails, tries again every second, and heals', async () => {
    const { clock, cache, text, page } = setting();
    await text();
    let tries = 0;
    const fail = () => {
      tries += 1;
      return Promise.reject(new Error('down'));
    };
    clock.ms = 30_000;
    expect(await text('/', fail)).toBe('page 1');
    for (let i = 0; i < 100; i += 1) {
      clock.ms += 50;
      expect(String(cache.find('/', 'identity', fail)?.body)).toBe('page 1');
      await Promise.resolve();
      await new Promise((done) => setImmediate(done));
    }
    expect(tries).toBeGreaterThanOrEqual(4);
    expect(tries).toBeLessThanOrEqual(6);
    clock.ms += 2000;
    cache.find('/', 'identity', page);
    await vi.waitUntil(() => String(cache.find('/', 'identity', page)?.body) === 'page 2');
  });

  it('renders at most once a second while 100,000 viewers reload for ten seconds', async () => {
    const { clock, cache, text, page, renderings } = setting();
    await text();
    for (let viewer = 0; viewer < 100_000; viewer += 1) {
      clock.ms += 0.1;
      if (!cache.find('/', 'identity', page)) await text();
      if (viewer % 100 === 0) await new Promise((done) => setImmediate(done));
    }
    expect(renderings()).toBeGreaterThanOrEqual(3);
    expect(renderings()).toBeLessThanOrEqual(10);
  });

  it('does not wait for a database that keeps silent when an old page can be served', async () => {
    const { clock, cache, text } = setting();
    await text();
    let end: (rendering: Rendering<string>) => void = () => {};
    const silent = vi.fn(() => new Promise<Rendering<string>>((resolve) => (end = resolve)));
    clock.ms = 20_000;
    expect(await text('/', silent)).toBe('page 1');
    const startedAt = performance.now();
    for (let i = 0; i < 50; i += 1) expect(String(cache.find('/', 'identity', silent)?.body)).toBe('page 1');
    expect(performance.now() - startedAt).toBeLessThan(200);
    expect(silent).toHaveBeenCalledTimes(1);
    end({ page: { head: [], body: Buffer.from('page 2') } });
    await vi.waitUntil(() => String(cache.find('/', 'identity', silent)?.body) === 'page 2');
  });

  it('gives an answer that must not be kept to the request that caused it alone', async () => {
    const { text, page } = setting();
    let count = 0;
    const personal = async (): Promise<Rendering<string>> => {
      count += 1;
      return { page: null, other: `cookie ${count}`, isFault: false };
    };
    const texts = await Promise.all([text('/', personal), text('/', personal), text('/', personal)]);
    expect(new Set(texts).size).toBe(3);
    expect(await text('/', page)).toBe('page 1');
  });

  it('forgets a page that has gone, and pages beyond its size', async () => {
    const { clock, cache, text } = setting({ maxBytes: 5000 });
    await text();
    clock.ms = 6000;
    expect(await text('/', async () => ({ page: null, other: '404', isFault: false }))).toBe('other: 404');
    expect(cache.bytes).toBe(0);
    for (let key = 0; key < 50; key += 1) await text(`/${key}`);
    expect(cache.bytes).toBeLessThanOrEqual(5000);
    expect(cache.bytes).toBeGreaterThan(3000);
  });

  it('keeps each coding under its own tag, and readies it before a newer page replaces the old', async () => {
    const { clock, cache, page } = setting();
    const { variant } = await cache.get('/', 'br', page);
    expect(String(brotliDecompressSync(variant?.body ?? Buffer.alloc(0)))).toBe('page 1');
    expect(variant?.head).toContain('br');
    clock.ms = 3000;
    cache.find('/', 'br', page);
    await vi.waitUntil(() => cache.find('/', 'br', page)?.etag !== variant?.etag);
    const next = cache.find('/', 'br', page);
    expect(String(brotliDecompressSync(next?.body ?? Buffer.alloc(0)))).toBe('page 2');
    expect(next?.etag).not.toBe(variant?.etag);
    const plain = await cache.get('/', 'identity', page);
    expect(plain.variant?.etag).not.toBe(next?.etag);
  });
});

describe('isUnchanged', () => {
  it('compares weakly and knows lists', () => {
    expect(isUnchanged('"a", W/"b"', '"b"')).toBe(true);
    expect(isUnchanged('*', '"b"')).toBe(true);
    expect(isUnchanged('"a"', '"b"')).toBe(false);
    expect(isUnchanged(undefined, '"b"')).toBe(false);
  });
});
