import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readNetworkKinds } from '#db/seed/network-kinds.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-kinds-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const text = await readFile('db/seed/network-kinds.yaml', 'utf8');
await cp('db/seed/isps.json', join(folder, 'isps.json'));

async function faultsOf(change: (text: string) => string): Promise<string> {
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(join(folder, 'network-kinds.yaml'), changed);
  return await readNetworkKinds(pathToFileURL(`${folder}/`)).then(
    () => '',
    (error: Error) => error.message,
  );
}

describe('network-kinds.yaml', () => {
  it('gives every hosting and VPN network the organisation that the shipped data name', async () => {
    const { kinds } = await readNetworkKinds();
    expect(kinds.networks.length).toBeGreaterThan(100);
    const data = dirname(createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json'));
    const names = new Map<number, string>();
    for (const line of (await readFile(join(data, 'asn-ipv4-num.csv'), 'utf8')).split('\n')) {
      const [, asn, name] = /^\d+,\d+,(\d+),(.*)$/.exec(line) ?? [];
      if (asn && name) names.set(Number(asn), name.replace(/^"|"$/g, '').replaceAll('""', '"'));
    }
    const differing = kinds.networks.filter(({ asn, organization }) => names.get(asn) !== organization);
    expect(differing).toEqual([]);
  });

  it('names file, line and field of what is wrong', async () => {
    const line = text.split('\n').findIndex((one) => one.includes('asn: 9009')) + 1;
    expect(await faultsOf((all) => all.replace('asn: 9009', 'asn: 7922'))).toContain(
      `network-kinds.yaml:${line} networks.0.asn: AS7922 is a network of comcast in isps.json`,
    );
    expect(await faultsOf((all) => all.replace('asn: 9009', 'asn: 212238'))).toContain('AS212238 stands twice');
    expect(await faultsOf((all) => all.replace('kind: vpn', 'kind: moon'))).toContain('networks.0.kind: is "moon"');
    expect(await faultsOf((all) => all.replace('source: x4bnet-vpn,', 'source: hearsay,'))).toContain(
      'no source is called hearsay',
    );
    expect(await faultsOf((all) => all.replace('brand: Fios', 'brand: Fiosk'))).toContain('verizon has no brand Fiosk');
    expect(await faultsOf((all) => all.replace('slug: quantum-fiber', 'slug: comcast'))).toMatch(
      /AS209 is no network of comcast[\s\S]*leaves out quantum-fiber/,
    );
    expect(await faultsOf((all) => all.replace('asn: 701', 'asn: 64500'))).toContain('belongs to no ISP');
  });
});
