import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type AddressRule, addressFault, asciiDomain, canonicalAddress } from '#app/domain/person/address.ts';

type Row = { domain: string; aliasOf?: string; ignoresDots?: boolean; tagSeparator?: string; source: string };
const seeded: Row[] = parse(readFileSync('db/seed/address-rules.yaml', 'utf8'));
const rules = new Map<string, AddressRule>(
  seeded.map((row) => [
    row.domain,
    {
      domain: row.domain,
      aliasOf: row.aliasOf ?? null,
      ignoresDots: row.ignoresDots ?? false,
      tagSeparator: row.tagSeparator ?? null,
    },
  ]),
);
const canonical = (address: string) => {
  const result = canonicalAddress(address, rules);
  return result.ok ? result.canonical : `fault: ${result.fault}`;
};

describe('the seeded rules', () => {
  test('name each domain once, give a source, and no alias leads to another alias', () => {
    expect(new Set(seeded.map(({ domain }) => domain)).size).toBe(seeded.length);
    for (const { domain, aliasOf, source } of seeded) {
      expect(source.length, domain).toBeGreaterThan(20);
      if (aliasOf) expect(rules.get(aliasOf)?.aliasOf, domain).toBeNull();
    }
  });
});

describe('the canonical address', () => {
  test.each([
    ['Ada.Love.Lace@Gmail.com', 'adalovelace@gmail.com'],
    ['adalovelace+petition@googlemail.com', 'adalovelace@gmail.com'],
    ['ada@me.com', 'ada@icloud.com'],
    ['ada+x@mac.com', 'ada@icloud.com'],
    ['ada@pm.me', 'ada@proton.me'],
    ['ada@protonmail.com', 'ada@proton.me'],
    ['ada-news@yahoo.com', 'ada@yahoo.com'],
    ['a.da+news@own.example', 'a.da@own.example'],
    ['  ADA@Own.Example.  ', 'ada@own.example'],
    ['ada@hotmail.com', 'ada@hotmail.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['ａｄａ＠own.example', 'ada@own.example'],
    ['ada@own。example', 'ada@own.example'],
    ['+x@own.example', '+x@own.example'],
    ['a.+x@own.example', 'a@own.example'],
  ])('of %j is %j', (address, expected) => {
    expect(canonical(address)).toBe(expected);
  });

  test('keeps people apart whose provider keeps them apart', () => {
    expect(canonical('ada@outlook.com')).not.toBe(canonical('ada@hotmail.com'));
    expect(canonical('ada.lovelace@own.example')).not.toBe(canonical('adalovelace@own.example'));
    expect(canonical('ada-lovelace@own.example')).not.toBe(canonical('ada@own.example'));
  });

  test('of a canonical address is itself', () => {
    const local = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+=?^_-]{1,12}(\.[A-Za-z0-9+_-]{1,12}){0,3}$/);
    const domain = fc.oneof(fc.constantFrom(...[...rules.keys()].filter((one) => one !== '*')), fc.domain());
    fc.assert(
      fc.property(local, domain, (left, right) => {
        const once = canonicalAddress(`${left}@${right}`, rules);
        if (!once.ok) return;
        expect(canonicalAddress(once.canonical, rules)).toMatchObject({ ok: true, canonical: once.canonical });
        expect(canonicalAddress(once.deliverable, rules)).toMatchObject({ ok: true, canonical: once.canonical });
        expect(canonicalAddress(`${left}@${right}`.toUpperCase(), rules)).toMatchObject({ canonical: once.canonical });
      }),
      { numRuns: 2000 },
    );
  });

  test('never throws and never holds a space, a control or a second @, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.emailAddress(),
          fc.string().map((s) => `a@${s}`),
        ),
        (typed) => {
          const result = canonicalAddress(typed, rules);
          if (result.ok) {
            expect(result.canonical).toMatch(/^[!-?A-~]+@[a-z0-9.-]+$/);
            expect(result.deliverable).toMatch(/^[!-?A-~]+@[a-z0-9.-]+$/);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['', 'missing'],
    ['ada', 'shape'],
    ['@own.example', 'shape'],
    ['ada@', 'shape'],
    ['ada@localhost', 'shape'],
    ['ada@127.0.0.1', 'shape'],
    ['ada@[127.0.0.1]', 'shape'],
    ['ada@0x7f.1', 'shape'],
    ['ada@own..example', 'shape'],
    ['ada@-own.example', 'shape'],
    ['ada @own.example', 'shape'],
    ['ada..l@own.example', 'shape'],
    ['.ada@own.example', 'shape'],
    ['ada@own.example, eve@own.example', 'shape'],
    ['ada@own.example\r\nBcc: eve@own.example', 'shape'],
    ['Ada <ada@own.example>', 'shape'],
    ['ada@own.example/x', 'shape'],
    ['ada@own.example:25', 'shape'],
    ['ada@%6fwn.example', 'shape'],
    ['"ada l"@own.example', 'quoted'],
    ['адa@own.example', 'letters'],
    [`${'a'.repeat(65)}@own.example`, 'long'],
    [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.example`, 'shape'],
    ['a'.repeat(10_000), 'long'],
  ])('refuses %j: %s', (address, fault) => {
    expect(addressFault(address)).toBe(fault);
  });

  test('reads a domain the way browsers do', () => {
    expect(asciiDomain('straße.example')).toBe('xn--strae-oqa.example');
    expect(asciiDomain('example.123')).toBeNull();
  });
});
