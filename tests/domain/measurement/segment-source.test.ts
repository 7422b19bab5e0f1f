import { expect, it } from 'vitest';
import { findComparisonSetup } from '#app/domain/measurement/comparison-setup.server.ts';
import { sourcesOf } from '#app/domain/measurement/comparison-setup.ts';
import { originOf, segmentRequestOf, segmentSourceOf } from '#app/domain/measurement/segment-source.ts';

const requestOf = (text: string) => {
  const source = segmentSourceOf(text, 'stream');
  return 'fault' in source ? source.fault : segmentRequestOf(source, { bytes: 500, nonce: 'a b' });
};

it('an origin, a template and a file of a video are each asked in their own way', () => {
  expect(requestOf('https://video.example')).toEqual({
    url: 'https://video.example/stream/segment?bytes=500&n=a%20b',
    headers: {},
    status: 200,
  });
  expect(requestOf('https://cdn.example/x/{bytes}?n={nonce}')).toMatchObject({
    url: 'https://cdn.example/x/500?n=a%20b',
  });
  expect(requestOf('https://cdn.example/video/1.m4s?t=2')).toEqual({
    url: 'https://cdn.example/video/1.m4s?t=2',
    headers: { Range: 'bytes=0-499' },
    status: 206,
  });
  const control = segmentSourceOf('http://control.example:8080/', 'control');
  if ('fault' in control) throw new Error(control.fault);
  expect(control.address).toBe('http://control.example:8080/control/segment?bytes={bytes}&n={nonce}');
  expect(originOf(control)).toBe('http://control.example:8080');
});

it('what is no address to fetch from is refused with its reason', () => {
  expect(requestOf('video.example')).toMatch(/no address/);
  expect(requestOf('ftp://video.example/x')).toMatch(/http or https/);
  expect(requestOf('https://me:secret@video.example/{bytes}')).toMatch(/user or a fragment/);
  expect(requestOf('https://video.example/{size}')).toMatch(/blank other than|no address/);
  expect(requestOf('https://{nonce}.video.example/{bytes}')).toMatch(/blank in its host/);
  expect(requestOf('https://video.example/1.m4s?n={nonce}')).toMatch(/without \{bytes\}/);
});

const origins = { stream: ['https://a.example', 'https://b.example'], control: ['https://c.example'] };

it('a setup is nothing without both sides, and knows two names of one machine', async () => {
  const apart = { resolve: async (host: string) => [host] };
  expect(await findComparisonSetup({ origins: { stream: [], control: [] }, ...apart })).toBeNull();
  expect(await findComparisonSetup({ origins, ...apart })).toMatchObject({ isSameMachine: false });
  const together = { resolve: async (host: string) => (host === 'a.example' ? ['192.0.2.1'] : ['192.0.2.1', '::1']) };
  expect(await findComparisonSetup({ origins, ...together })).toMatchObject({ isSameMachine: true });
  const silent = { resolve: () => Promise.reject(new Error('no answer')) };
  expect(await findComparisonSetup({ origins, ...silent })).toMatchObject({ isSameMachine: false });
  const wrong = { stream: ['https://a.example/{size}'], control: ['https://c.example'] };
  await expect(findComparisonSetup({ origins: wrong, ...apart })).rejects.toThrow(/STREAM_ORIGINS/);
});

it('each test compares one source of either side, drawn from its seed', async () => {
  const setup = await findComparisonSetup({ origins, resolve: async (host) => [host] });
  if (!setup) throw new Error('no setup');
  const drawn = Array.from({ length: 200 }, (_, at) => originOf(sourcesOf(setup, `test ${at}`).stream));
  expect(drawn.filter((origin) => origin === 'https://a.example').length).toBeGreaterThan(60);
  expect(drawn.filter((origin) => origin === 'https://b.example').length).toBeGreaterThan(60);
  expect(sourcesOf(setup, 'x')).toEqual(sourcesOf(setup, 'x'));
});
