import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { readFacts } from '#db/seed/facts.ts';
import { SeedError, type SeedFault } from '#db/seed/read.ts';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

/** The faults found when `change` was made to a copy of one seed file. */
async function faultsAfter(
  ...changes: [file: string, change: (text: string) => string][]
): Promise<readonly SeedFault[]> {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-seed-'));
  made.push(folder);
  await cp('db/seed', folder, { recursive: true });
  for (const [file, change] of changes) {
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    expect(after, `${file} was not changed`).not.toBe(before);
    await writeFile(path, after);
  }
  const error = await readFacts(pathToFileURL(`${folder}/`)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SeedError);
  return error instanceof SeedError ? error.faults : [];
}

const lineOf = async (file: string, text: string) => {
  const lines = (await readFile(`db/seed/${file}`, 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
};

describe('The seed files', () => {
  test('are whole', async () => {
    const facts = await readFacts();
    expect({
      speedIndex: facts.speedIndex.length,
      months: new Set(facts.speedIndex.map(({ row }) => row.month)).size,
      incidents: facts.incidents.entries.length,
      legal: facts.legal.entries.length,
      isps: facts.isps.isps.length,
      networks: facts.isps.isps.flatMap(({ asns }) => asns).length,
      attorneysGeneral: facts.regulators.stateAttorneysGeneral.length,
      commissions: facts.regulators.stateUtilityCommissions.length,
      instruments: facts.regulators.stateNetNeutralityInstruments.length,
      tools: facts.measurement.tools.length,
    }).toEqual({
      speedIndex: 686,
      months: 67,
      incidents: 46,
      legal: 29,
      isps: 64,
      networks: 236,
      attorneysGeneral: 51,
      commissions: 51,
      instruments: 11,
      tools: 8,
    });
  });

  test('say each campaign and each consent in both languages, apart from each other', async () => {
    const { campaigns, consents } = await readFacts();
    for (const { texts } of campaigns.campaigns)
      for (const field of ['title', 'summary', 'ask', 'body'] as const)
        expect(texts.es[field]).not.toBe(texts.en[field]);
    for (const { texts } of consents.consents) expect(texts.es).not.toBe(texts.en);
    for (const { texts } of campaigns.campaigns)
      expect(texts.es.body.split('\n\n').length).toBe(texts.en.body.split('\n\n').length);
  });
});

describe('A broken seed file', () => {
  test('names file, line and field of every fault at once', async () => {
    const faults = await faultsAfter(
      ['speed-index.csv', (text) => text.replace('2014-03,Comcast,2.50', '2014-3,Comcast,fast')],
      ['isps.json', (text) => text.replace('"asn": 7922', '"asn": 0')],
      ['incidents.json', (text) => text.replace('"type": "blocking"', '"type": "blockade"')],
      ['campaigns.yaml', (text) => text.replace('goal: 5000', 'goal: many')],
    );
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          file: 'speed-index.csv',
          line: await lineOf('speed-index.csv', '2014-03,Comcast'),
          field: 'month',
          message: 'is not a month written YYYY-MM',
        }),
        expect.objectContaining({ file: 'speed-index.csv', field: 'mbps', message: 'is not a number of Mbps' }),
        expect.objectContaining({
          file: 'isps.json',
          line: await lineOf('isps.json', '"asn": 7922'),
          field: 'isps.0.asns.0.asn',
          message: 'is not an AS number: 1 to 4294967295',
        }),
        expect.objectContaining({
          file: 'incidents.json',
          line: await lineOf('incidents.json', '"type": "blocking"'),
          field: 'entries.0.type',
        }),
        expect.objectContaining({
          file: 'campaigns.yaml',
          line: await lineOf('campaigns.yaml', 'goal: 5000'),
          field: 'campaigns.1.goal',
        }),
      ]),
    );
    expect(faults).toHaveLength(5);
    expect(new SeedError(faults).message).toContain('speed-index.csv:');
  });

  test('names a doubled key, with the line of the second', async () => {
    const [fault, ...others] = await faultsAfter([
      'speed-index.csv',
      (text) =>
        text.replace('\n2014-03,Comcast', '\n2014-03,Comcast,2.51,,x,sourced,major,,comcast,,\n2014-03,Comcast'),
    ]);
    const line = await lineOf('speed-index.csv', '2014-03,Comcast');
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ line: line + 1, field: 'isp' });
    expect(fault?.message).toBe(`2014-03 major Comcast stands on line ${line} already`);
  });

  test('names an ISP that the catalogue does not have, in either file', async () => {
    const faults = await faultsAfter(
      ['speed-index.csv', (text) => text.replace(',major,16,comcast,', ',major,16,comcastic,')],
      ['incidents.json', (text) => text.replace('"slug": "mediacom"', '"slug": "mediacomic"')],
    );
    expect(faults.map(({ file, message }) => [file, message])).toEqual([
      ['incidents.json', 'no ISP of isps.json is called mediacomic'],
      ['speed-index.csv', 'no ISP of isps.json is called comcastic'],
    ]);
  });

  test('is told when it counts a rank that is missing', async () => {
    const [fault] = await faultsAfter([
      'speed-index.csv',
      (text) => text.replace(/^(2014-03,Comcast,2\.50),5,/m, '$1,,'),
    ]);
    expect(fault).toMatchObject({ field: 'rank_counts', message: 'counts a rank that is missing' });
  });

  test('is told when totals do not add up to the networks', async () => {
    const [fault] = await faultsAfter([
      'isps.json',
      (text) => text.replace('"ipv4Ranges": 1647', '"ipv4Ranges": 1648'),
    ]);
    expect(fault?.message).toBe('is 1648, but the networks above add up to 1647');
  });

  test('may not carry a clause from memory where it would be published', async () => {
    const [fault] = await faultsAfter([
      'legal-timeline.json',
      (text) => text.replace('"vacated 2010"', '"vacated 2010 (memory)"'),
    ]);
    expect(fault).toMatchObject({
      field: 'entries.1.statusNow',
      message: 'holds a clause from memory: move it to fromMemory',
    });
  });

  test('may not claim a day where only the month is known', async () => {
    const [fault] = await faultsAfter([
      'incidents.json',
      (text) => text.replace('"date": "2014-03-01"', '"date": "2014-03-20"'),
    ]);
    expect(fault).toMatchObject({ message: 'must be the first day of the month or year that is known' });
  });

  test('may not have two rules for one mail domain', async () => {
    const [fault] = await faultsAfter(['address-rules.yaml', (text) => `${text}\n- domain: gmail.com\n  source: x\n`]);
    expect(fault).toMatchObject({ file: 'address-rules.yaml', message: 'gmail.com stands twice' });
  });

  test('that is not JSON is told so with its line', async () => {
    const faults = await faultsAfter(['measurement.json', (text) => text.replace('"generated":', '"generated" ')]);
    expect(faults[0]).toMatchObject({ file: 'measurement.json' });
    expect(faults[0]?.line).toBeGreaterThan(0);
  });

  test('with a cell too many is told so', async () => {
    const [fault] = await faultsAfter(['speed-index.csv', (text) => text.replace(',sourced,', ',sourced,extra,')]);
    expect(fault).toMatchObject({ line: 2, message: 'has 12 cells, not 11' });
  });
});
