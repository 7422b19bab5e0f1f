import { expect, test } from 'vitest';
import { ConfigurationError, parseEnv } from '#app/env.server.ts';

test('an empty environment gives the development defaults', () => {
  expect(parseEnv({})).toMatchObject({
    appEnv: 'development',
    origin: 'http://localhost:3000',
    trustProxyHops: 0,
    seedDemonstration: true,
  });
});

test('the default origin is an address that a browser can open, whatever the host', () => {
  const origins = ['::', '::1', '2001:db8::7', '0.0.0.0', 'petition.internal'].map((HOST) => parseEnv({ HOST }).origin);
  expect(origins).toEqual([
    'http://localhost:3000',
    'http://localhost:3000',
    'http://[2001:db8::7]:3000',
    'http://localhost:3000',
    'http://petition.internal:3000',
  ]);
});

test('every fault is reported at once', () => {
  const faults = faultsOf({ PORT: 'eighty', TRUST_PROXY_HOPS: '-1', SMTP_URL: 'http://mail', SECRET: 'short' });
  expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual(['PORT', 'SECRET', 'SMTP_URL', 'TRUST_PROXY_HOPS']);
});

test('production refuses each insecure default by name', () => {
  const faults = faultsOf({ APP_ENV: 'production', ORIGIN: 'http://petition.example.org' });
  expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
    'DATABASE_URL',
    'MAIL_FROM',
    'ORIGIN',
    'SECRET',
    'SMTP_URL',
  ]);
});

test('segment sources come on both sides, never the same origin on both, and over https in production', () => {
  const both = {
    STREAM_ORIGINS: 'https://a.example, https://b.example/x/{bytes}',
    CONTROL_ORIGINS: 'https://c.example',
  };
  expect(parseEnv(both)).toMatchObject({
    streamOrigins: ['https://a.example', 'https://b.example/x/{bytes}'],
    controlOrigins: ['https://c.example'],
    hasSegments: true,
  });
  expect(faultsOf({ STREAM_ORIGINS: 'https://a.example' })[0]).toMatch(/set both or neither/);
  expect(faultsOf({ ...both, CONTROL_ORIGINS: 'https://b.example' })[0]).toMatch(
    /b\.example cannot be compared with itself/,
  );
  expect(faultsOf({ ...both, STREAM_ORIGINS: 'a.example' })).toHaveLength(1);
  expect(faultsOf({ ...both, STREAM_ORIGINS: 'https://a.example/{size}' })[0]).toMatch(/no other blanks/);
  const production = faultsOf({ ...both, CONTROL_ORIGINS: 'http://c.example', APP_ENV: 'production' });
  expect(production.filter((fault) => fault.startsWith('STREAM_ORIGINS'))).toHaveLength(1);
});

function faultsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}
