import { expect, test } from 'vitest';
import { DISPOSABLE_LIST, installedListVersion, isDisposable } from '#app/domain/filing/disposable.server.ts';
import { IntegrityTally, type Sending } from '#app/domain/filing/integrity.ts';

const sending = (over: Partial<Sending>): Sending => ({
  domain: 'mail.example',
  at: new Date('2026-11-22T12:00:00Z'),
  state: 'CA',
  zipState: 'CA',
  textKey: 'a',
  clusterId: '1',
  ...over,
});

test('a report says how many texts are unique, how big the groups are, and what a regulator would look for', () => {
  const tally = new IntegrityTally({ has: (domain) => domain === 'throwaway.example', list: 'list 1' });
  for (let second = 0; second < 12; second += 1)
    tally.add(sending({ at: new Date(Date.UTC(2026, 10, 22, 12, 0, second)) }));
  tally.add(sending({ at: new Date('2026-11-22T12:00:03.900Z'), domain: 'Throwaway.example', state: 'NY' }));
  tally.add(sending({ textKey: 'b', clusterId: '2', domain: 'own.example', zipState: null, at: new Date(0) }));
  tally.add(sending({ textKey: 'c', clusterId: '3', domain: 'own.example', state: null, at: new Date(1000) }));
  expect(tally.report()).toEqual({
    sendings: 15,
    uniqueTexts: 2,
    uniqueShare: 0.1333,
    clusters: [
      { size: 13, groups: 1 },
      { size: 1, groups: 2 },
    ],
    domains: [{ domain: 'mail.example', senders: 12 }],
    otherDomains: { domains: 2, senders: 3 },
    disposable: 1,
    disposableShare: 0.0667,
    disposableList: 'list 1',
    mostInOneSecond: 2,
    mostInOneSecondAt: '2026-11-22T12:00:03.000Z',
    zipStateMismatches: 1,
  });
});

test('signatures have no texts, and nothing gives a report of nothing', () => {
  const tally = new IntegrityTally({ has: () => false, list: 'list 1' });
  expect(tally.report()).toMatchObject({ sendings: 0, uniqueShare: null, disposableShare: 0, mostInOneSecond: 0 });
  tally.add(sending({ textKey: null, clusterId: null }));
  expect(tally.report()).toMatchObject({ sendings: 1, uniqueTexts: null, clusters: [] });
});

test('the list of throw-away domains is the one that the report names', () => {
  expect(DISPOSABLE_LIST).toContain(` ${installedListVersion()} `);
  expect(isDisposable('mailinator.com')).toBe(true);
  expect(isDisposable('gmail.com')).toBe(false);
});
