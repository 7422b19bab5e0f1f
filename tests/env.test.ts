import { generateKeyPairSync } from 'node:crypto';
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

test('the docket system is off until it is turned on, with a key, and over https in production', () => {
  expect([parseEnv({}).ecfs, parseEnv({ ECFS_KEY: '0123456789' }).ecfs]).toEqual([null, null]);
  expect(parseEnv({ ECFS: 'yes', ECFS_KEY: '0123456789' }).ecfs).toEqual({
    url: 'https://publicapi.fcc.gov/ecfs',
    key: '0123456789',
  });
  expect(faultsOf({ ECFS: 'yes' })).toEqual(['ECFS_KEY: is needed with ECFS=yes']);
  const spoilt = faultsOf({ ECFS: 'yes', ECFS_KEY: 'has a blank and\na line' });
  expect(spoilt).toEqual(['ECFS_KEY: needs 8 to 200 characters without blanks']);
  const open = faultsOf({ APP_ENV: 'production', ECFS: 'yes', ECFS_KEY: '0123456789', ECFS_URL: 'http://a.example' });
  expect(open.filter((fault) => fault.startsWith('ECFS'))).toEqual([
    'ECFS_URL: must start with https:// in production',
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

test('a key that cannot sign is named with what is wrong with it', () => {
  const pem = (bits: number) =>
    generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const good = { DKIM_DOMAIN: 'Petition.example', DKIM_SELECTOR: 'u1', MAIL_FROM: 'campaign@mail.petition.example' };
  const key = pem(2048);
  expect(parseEnv({ ...good, DKIM_KEY: key }).dkim).toMatchObject({ domain: 'petition.example', selector: 'u1' });
  expect(parseEnv({ ...good, DKIM_KEY: key.replaceAll('\n', '\\n') }).dkim?.key.type).toBe('private');
  expect(parseEnv({}).dkim).toBeUndefined();
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const faults: [Record<string, string>, RegExp][] = [
    [{ ...good, DKIM_KEY: 'secret' }, /^DKIM_KEY: is not a private key in PEM/],
    [{ ...good, DKIM_KEY: pem(1024) }, /^DKIM_KEY: needs 2048 bits or more, and has 1024/],
    [{ ...good, DKIM_KEY: ed25519 }, /^DKIM_KEY: needs an RSA key, and is ed25519/],
    [{ ...good, DKIM_KEY_FILE: 'no/such/file.pem' }, /^DKIM_KEY_FILE: the file no\/such\/file.pem cannot be read/],
    [{ ...good, DKIM_KEY: key, DKIM_KEY_FILE: 'a.pem' }, /set one of them/],
    [{ DKIM_KEY: key }, /set all three/],
    [{ ...good, DKIM_KEY: key, MAIL_FROM: 'campaign@notpetition.example' }, /MAIL_FROM must be an address at/],
  ];
  for (const [source, words] of faults) expect(faultsOf(source)[0]).toMatch(words);
});

test('a way in for bounces needs the domain that they come back to', () => {
  expect(faultsOf({ BOUNCE_HOOK_TOKEN: 'a-token-of-16-characters' })[0]).toMatch(
    /^BOUNCE_HOOK_TOKEN: needs BOUNCE_DOMAIN/,
  );
  expect(faultsOf({ BOUNCE_FOLDER: 'mail', BOUNCE_DOMAIN: 'not a domain' })[0]).toMatch(
    /^BOUNCE_DOMAIN: needs a domain/,
  );
  expect(parseEnv({ BOUNCE_FOLDER: 'mail', BOUNCE_DOMAIN: 'bounces.example' }).bounceFolder).toBe('mail');
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
