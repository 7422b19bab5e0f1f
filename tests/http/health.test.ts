import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '#app/http/content-security-policy.ts';
import { listening, smallBuild } from './site-fixture.ts';

let isUp = true;
let release = () => {};
const held = new Promise<void>((resolve) => {
  release = resolve;
});
const build = smallBuild({
  front: { path: ':lang?', index: true, loader: () => ({}) },
  slow: {
    path: 'slow',
    loader: async () => {
      await held;
      return { done: true };
    },
  },
});
const checks = [
  {
    name: 'database',
    check: async () => {
      if (!isUp) throw new Error('down');
      return 'answers';
    },
  },
];

describe('readiness', () => {
  it('holds while every check holds, and names the one that fails without its error', async () => {
    isUp = true;
    const site = await listening({ build, checks });
    const ready = await site.ask('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { database: 'answers' } }]);
    isUp = false;
    const other = await listening({ build, checks });
    const failed = await other.ask('/readyz');
    expect([failed.status, await failed.json()]).toEqual([503, { ready: false, checks: { database: 'failed' } }]);
    expect((await other.ask('/healthz')).status).toBe(200);
  });

  it('does not wait for a check that hangs', async () => {
    const site = await listening({ build, checks: [{ name: 'database', check: () => new Promise(() => {}) }] });
    expect((await site.ask('/readyz')).status).toBe(503);
  });
});

describe('metrics', () => {
  it('need the token when one is set', async () => {
    const site = await listening({ build, metricsToken: 'a-token-of-sixteen' });
    expect((await site.ask('/metrics')).status).toBe(404);
    expect((await site.ask('/metrics', { headers: { Authorization: 'Bearer a-token-of-sixteeN' } })).status).toBe(404);
    const allowed = await site.ask('/metrics', { headers: { Authorization: 'Bearer a-token-of-sixteen' } });
    expect(allowed.status).toBe(200);
  });

  it('are open to this machine alone without a token, and not to visitors of a proxy on it', async () => {
    const site = await listening({ build });
    await site.ask('/');
    await site.ask('/');
    await site.ask('/no/such/page/ada@example.org');
    const text = await (await site.ask('/metrics')).text();
    expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/",status="200"\} 2/);
    expect(text).toContain('page_answers_total{source="memory"} 1');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).not.toContain('ada');
    for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via'])
      expect((await site.ask('/metrics', { headers: { [name]: '127.0.0.1' } })).status, name).toBe(404);
  });
});

describe('going down', () => {
  it('finishes what is under way, takes nothing new, and then ends', async () => {
    const site = await listening({ build, checks });
    const underWay = site.ask('/slow');
    await new Promise((done) => setTimeout(done, 50));
    const startedAt = performance.now();
    const ended = site.listener.drain(20_000);
    await expect(site.ask('/healthz')).rejects.toThrow();
    release();
    expect((await underWay).status).toBe(200);
    await ended;
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe('the content policy', () => {
  it('names exactly the inline scripts of the page', () => {
    const policy = contentSecurityPolicy(
      '<script>alert(1)</script><script src="/a.js"></script><script type="module">2</script>',
    );
    expect(policy.match(/'sha256-[^']+'/g)).toEqual([
      "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
      "'sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU='",
    ]);
    expect(contentSecurityPolicy('<p>none</p>')).toContain("script-src 'self';");
    expect(policy).toContain("object-src 'none'");
  });
});
