import { describe, expect, it } from 'vitest';
import { madeKey, madeOrigin, makeLog } from '#tests/support/made-log.ts';
import {
  add,
  type Change,
  commitment,
  counts,
  flip,
  key,
  logWith,
  recount,
  recountOf,
  replaced,
  run,
  set,
  shares,
  sound,
  tokens,
} from './verifying.ts';

describe('recounting a ledger', () => {
  it('finds a sound one sound, and none at all', async () => {
    expect(await recount()).toEqual({ code: 0, said: expect.stringContaining(`${madeOrigin}: all 30 leaves`) });
    expect((await run('recount', 'log-1', '--key', makeLog([], key).vkey)).code).toBe(0);
    expect((await recount((leaves) => leaves.splice(0), {})).code).toBe(0);
    const anchored = (leaves: string[]) => leaves.push(`v1 anchor 30 2026-11-22 - - ${commitment(30)} -`);
    expect((await recount(anchored)).code).toBe(0);
  });

  it.each<[string, Change, string]>([
    ['a leaf taken out', (leaves) => leaves.splice(7, 1), 'Leaf 7 (v1 sign 8 '],
    [
      'two leaves that changed places',
      (leaves) => leaves.splice(7, 2, sound[8] ?? '', sound[7] ?? ''),
      'Leaf 7 (v1 sign 8 ',
    ],
    [
      'a withdrawal twice',
      add('v1 withdraw 30 2026-11-22 - - - 24'),
      'Leaf 30 (v1 withdraw 30 2026-11-22 - - - 24) refers to leaf 24',
    ],
    [
      'a withdrawal of what was corrected since',
      set(25, ' 24', ' 3'),
      'Leaf 25 (v1 withdraw 25 2026-11-21 - - - 3) refers to leaf 3',
    ],
    ['a withdrawal of a leaf that comes later', set(25, ' 24', ' 28'), 'refers to leaf 28'],
    ['a withdrawal of a tally', add('v1 withdraw 30 2026-11-22 - - - 27'), 'refers to leaf 27'],
    [
      'a withdrawal of an anchor',
      (leaves) => leaves.push(`v1 anchor 30 2026-11-22 - - ${commitment(30)} -`, 'v1 withdraw 31 2026-11-22 - - - 30'),
      'refers to leaf 30',
    ],
    ['an anchor that refers to a leaf', add(`v1 anchor 30 2026-11-22 - - ${commitment(30)} 3`), 'has not the form'],
    [
      'a correction of what was withdrawn',
      add(`v1 correct 30 2026-11-22 - - ${commitment(30)} 24`),
      'refers to leaf 24',
    ],
    ['a token shown twice', add(`v1 tally 30 2026-11-22 cox - - - ${shares(12, 11)}`), 'shows token'],
    [
      'a token taken back that was never shown',
      add(`v1 untally 30 2026-11-22 cox - - - ${shares(300, 11)}`),
      'which is not shown there',
    ],
    ['a token taken back from another cell', set(29, ' cox -', ' - CA'), 'which is not shown there'],
    [
      'a token taken back twice',
      add(`v1 untally 30 2026-11-22 cox - - - ${shares(0, 12)}`),
      'which is not shown there',
    ],
    [
      'a group of ten',
      add(`v1 tally 30 2026-11-22 att - - - ${shares(400, 10)}`),
      'holds 10 tokens, expected 11 or more',
    ],
    [
      'tokens out of order',
      (leaves) => leaves.push(`v1 tally 30 2026-11-22 att - - - 11 ${tokens(400, 11).reverse().join(',')}`),
      'has not the form of a leaf',
    ],
    ['a count of tokens that is not theirs', set(28, ' 12 ', ' 13 '), 'Leaf 28 (v1 tally 28 2026-11-22 - CA - - 13 '],
    ['a signature with its ISP', set(4, ' - - ', ' cox - '), 'Leaf 4 (v1 sign 4 2026-11-20 cox - '],
    ['a day that is none', set(4, '2026-11-20', '2026-02-30'), 'has not the form of a leaf'],
    ['a commitment in another spelling', set(4, / -$/, 'A -'), 'has not the form of a leaf'],
    ['a kind that is none', set(4, 'sign', 'toString'), 'has not the form of a leaf'],
    ['a leaf with a line end', set(4, / -$/, ' -\n'), 'has not the form of a leaf'],
  ])('names %s', async (_, change, named) => {
    const { code, said } = await recount(change);
    expect(said).toContain(named);
    expect(code).toBe(1);
  });

  it.each([31, 29.5, -1, '30', null])('does not take counts for a checkpoint of their own: %s leaves', async (size) => {
    const { code, said } = await recount(() => {}, { ...counts, size });
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining(`counts.json is for ${size} leaves`) });
  });

  it.each<[string, object, string]>([
    ['of all', { counted: 23 }, 'counted: found 23, expected 22'],
    ['of those who signed', { signed: 25 }, 'signed: found 25, expected 24'],
    ['of another tree', { about: { root: 'AAAA' } }, 'root: found AAAA'],
    [
      'of a day',
      { byDay: { ...counts.byDay, '2026-11-20': { signed: 11 } } },
      'byDay.2026-11-20.signed: found 11, expected 12',
    ],
    [
      'of a day that is left out',
      { byDay: { '2026-11-20': { signed: 12 } } },
      'byDay.2026-11-21.corrected: found nothing, expected 1',
    ],
    ['of a reason', { byReason: { 'network-burst': 0 } }, 'byReason.network-burst: found 0, expected 1'],
    [
      'of a reason that the ledger does not know',
      { byReason: { ...counts.byReason, other: 3 } },
      'byReason.other: found 3, expected 0',
    ],
    ['of an ISP', { byIsp: { cox: 24 } }, 'byIsp.cox: found 24, expected 12'],
    ['of a state', { byState: { NY: 12, CA: 12 } }, 'byState.NY: found 12, expected 0'],
  ])('names a false count %s', async (_, change, named) => {
    const { code, said } = await recount(() => {}, { ...counts, ...change });
    expect(said).toContain(named);
    expect(code).toBe(1);
  });

  it.each<[string, string, (file: Buffer) => Buffer, string]>([
    ['a byte of a leaf', 'tile/entries/000.p/30', (file) => flip(file, 30), 'Leaf 0 has the hash'],
    [
      'a leaf taken from its bundle',
      'tile/entries/000.p/30',
      (file) => file.subarray(0, file.length - 200),
      'Leaf 29 has the hash',
    ],
    ['a hash', 'tile/0/000.p/30', (file) => flip(file, 32 * 9), 'Leaf 9 has the hash'],
    ['a signature', 'checkpoint', (file) => replaced(file, /(. petition\S+ \S{9})./, '$1_'), 'cannot be read'],
    ['a signature of another checkpoint', 'checkpoint', (file) => replaced(file, '\n30\n', '\n29\n'), 'does not hold'],
    ['a root', 'checkpoint', (file) => replaced(file, /\n30\n../, '\n30\nZZ'), 'does not hold'],
    ['counts that cannot be read', 'counts.json', () => Buffer.from('{'), 'counts.json is for undefined leaves'],
  ])('names %s that was changed after signing', async (_, path, change, named) => {
    const log = logWith(sound, counts);
    log.files.set(path, change(log.files.get(path) ?? Buffer.alloc(0)));
    const { code, said } = await recountOf(log);
    expect(said).toContain(named);
    expect(code).toBeGreaterThan(0);
  });

  it('does not take a ledger that was signed anew by another key', async () => {
    const { code, said } = await recountOf({ ...makeLog(sound.slice(1), madeKey()), vkey: makeLog([], key).vkey });
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining('There is no file "counts.json"') });
    const forged = makeLog(sound, madeKey(), { 'counts.json': '{"size":0}' });
    expect(await recountOf({ ...forged, vkey: makeLog([], key).vkey })).toEqual({
      code: 1,
      said: expect.stringContaining('is not signed by a key that was given'),
    });
  });
});
