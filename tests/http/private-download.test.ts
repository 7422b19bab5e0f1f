import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { answerDownload } from '#app/http/private-download.ts';

const text = 'abcdefghij';
const sha256 = 'ab'.repeat(32);
const ask = async (headers: Record<string, string> = {}) => {
  const read = (from: number, to: number) => Readable.from([Buffer.from(text.slice(from, to))]);
  const request = new Request('https://untolled.example/x', { headers });
  const { response, isBegin } = answerDownload(request, { name: 'rows.csv', bytes: text.length, sha256, read });
  const { status, headers: own } = response;
  return {
    status,
    isBegin,
    range: own.get('content-range'),
    length: own.get('content-length'),
    body: await response.text(),
    own,
  };
};

it('a download comes whole or from where it broke off, under the digest as its tag, and is kept by no cache', async () => {
  const whole = await ask();
  expect(whole).toMatchObject({ status: 200, isBegin: true, range: null, length: '10', body: text });
  expect(whole.own.get('etag')).toBe(`"${sha256}"`);
  expect(whole.own.get('cache-control')).toBe('private, no-store, no-transform');
  expect(whole.own.get('content-disposition')).toBe('attachment; filename="rows.csv"');
  const rest = { status: 206, isBegin: false, range: 'bytes 4-9/10', length: '6', body: 'efghij' };
  expect(await ask({ range: 'bytes=4-' })).toMatchObject(rest);
  expect(await ask({ range: 'bytes=4-', 'if-range': `"${sha256}"` })).toMatchObject(rest);
  expect(await ask({ range: 'bytes=4-', 'if-range': '"another"' })).toMatchObject({
    status: 200,
    isBegin: true,
    body: text,
  });
  expect(await ask({ range: 'bytes=-3' })).toMatchObject({ status: 206, body: 'hij' });
  expect(await ask({ range: 'bytes=10-' })).toMatchObject({
    status: 416,
    isBegin: false,
    range: 'bytes */10',
    body: '',
  });
  expect(await ask({ range: 'bytes=0-1' })).toMatchObject({ status: 206, isBegin: true, body: 'ab' });
});
