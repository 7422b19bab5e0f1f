import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { answer, refuse } from '#app/http/api/answer.ts';
import { apiDocument } from '#app/http/api/document.ts';
import { API_REQUESTS_A_MINUTE, countRequest } from '#app/http/api/limit.ts';

const ask = (headers: Record<string, string> = {}) => new Request('https://site.example/api/v1/isps', { headers });

test('an answer has an entity tag, and whoever holds it gets 304 without a body', async () => {
  const first = answer(ask(), { a: 1 });
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
  expect(await first.json()).toEqual({ a: 1 });
  for (const condition of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
    const again = answer(ask({ 'If-None-Match': condition }), { a: 1 });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  }
  expect(answer(ask({ 'If-None-Match': etag }), { a: 2 }).status).toBe(200);
});

test('any page may read an answer, and only a public one may be kept', () => {
  const open = answer(ask(), {});
  expect(open.headers.get('access-control-allow-origin')).toBe('*');
  expect(open.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(open.headers.get('cache-control')).toContain('public');
  const own = answer(ask({ 'If-None-Match': '*' }), {}, { sharing: 'private' });
  expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
});

test('past the limit of a minute a network is refused with the seconds to wait, and others are not', async () => {
  const busy = Buffer.from('a busy network');
  for (let turn = 0; turn < API_REQUESTS_A_MINUTE; turn += 1)
    expect((await countRequest(busy))?.isExceeded).toBe(false);
  const limit = await countRequest(busy);
  expect(limit).toMatchObject({ isExceeded: true, remaining: 0 });
  const refusal = refuse({ status: 429, title: 'Too many' }, limit);
  expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refusal.headers.get('content-type')).toContain('application/problem+json');
  expect((await countRequest(Buffer.from('another')))?.remaining).toBe(API_REQUESTS_A_MINUTE - 1);
  expect(await countRequest(null)).toBeNull();
});

test('the description of the API is valid OpenAPI 3.1 and names the site as its server', async () => {
  const document = JSON.parse(JSON.stringify(apiDocument('https://site.example')));
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.servers).toEqual([{ url: 'https://site.example/api/v1' }]);
  const verdict = await new Validator().validate(document);
  expect(verdict.errors ?? []).toEqual([]);
  expect(verdict.valid).toBe(true);
  delete document.info.title;
  expect((await new Validator().validate(document)).valid).toBe(false);
});

test('every field, parameter and refusal of the description says what it is', () => {
  const unsaid: string[] = [];
  const walk = (at: string, node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node && typeof node.properties === 'object' && node.properties !== null)
      for (const [name, field] of Object.entries(node.properties))
        if (!('description' in field || '$ref' in field)) unsaid.push(`${at}.${name}`);
    for (const [key, value] of Object.entries(node)) walk(`${at}/${key}`, value);
  };
  const document = JSON.parse(JSON.stringify(apiDocument('https://site.example')));
  walk('', document);
  expect(unsaid).toEqual([]);
  type Said = {
    security?: object[];
    parameters?: { in: string; name: string; description?: string; schema: { description?: string } }[];
    responses: object;
  };
  for (const [path, methods] of Object.entries<Record<string, Said>>(document.paths))
    for (const [method, { security, parameters = [], responses }] of Object.entries(methods)) {
      for (const { description, schema } of parameters)
        expect(description ?? schema.description).toEqual(expect.any(String));
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '429', '500']));
      expect(Object.keys(responses).filter((code) => code.startsWith('2'))).toHaveLength(1);
      const isUnderToken = /^\/(?:organizer|osdi)/.test(path);
      expect(security !== undefined).toBe(isUnderToken);
      if (isUnderToken) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403']));
      expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(method === 'post');
    }
});
