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

function faultsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}
