import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chanceOf, type HistoryEvent, openHistory, readHistory } from './history.ts';
import { checkHistory } from './history-checker.ts';
import { rootsOf } from './history-checker-log.ts';
import type { Facts } from './history-facts.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-checker-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const person = (canonical: string) => ({ canonical, name: 'Ada', address: canonical.replace('@', '+t@') });
const invoke = (id: number, deed: 'sign' | 'confirm' | 'withdraw', canonical: string, at: number, more = {}) =>
  ({ event: 'invoke', at, id, deed, ...person(canonical), ...more }) as const satisfies HistoryEvent;
const ok = (id: number, at: number): HistoryEvent => ({ event: 'ok', at, id });
const noteOf = (entries: string[], size: number) =>
  `petition.test/log/x\n${size}\n${rootsOf(entries, [size]).get(size)}\n`;

/** Ada signed and confirmed; Bob signed, confirmed and withdrew; Cleo signed; Dora's answer was lost, her form was not. Nothing is wrong. */
function sound(): { events: HistoryEvent[]; facts: Facts } {
  const entries = ['v1 sign 0 2026-11-22 - - a -', 'v1 sign 1 2026-11-22 - - b -', 'v1 withdraw 2 2026-11-22 - - - 1'];
  const events: HistoryEvent[] = [
    ...['ada', 'bob', 'cleo', 'dora'].map((name, n) => invoke(n + 1, 'sign', `${name}@a.example`, 10 + n)),
    ...[1, 2, 3].map((id) => ok(id, 20)),
    { event: 'unknown', at: 21, id: 4, why: 'reset' },
    invoke(5, 'confirm', 'ada@a.example', 30),
    ok(5, 31),
    invoke(6, 'confirm', 'bob@a.example', 32),
    ok(6, 33),
    { event: 'count', web: 0, beganAt: 34, at: 35, value: 2 },
    { event: 'checkpoint', at: 36, note: noteOf(entries, 2) },
    invoke(7, 'withdraw', 'bob@a.example', 40, { signatureId: '12' }),
    ok(7, 41),
    { event: 'count', web: 0, beganAt: 42, at: 43, value: 1 },
    { event: 'checkpoint', at: 44, note: noteOf(entries, 3) },
    { event: 'nemesis', at: 45, what: 'kill', to: 'web 1' },
  ];
  const form = (name: string, signatureId: string) => ({
    address: `${name}+t@a.example`,
    name: 'Ada',
    signatureId,
    isTrapped: false,
    isMailed: true,
    job: 'completed',
  });
  const signature = (name: string, id: string, status: string) => ({
    id,
    canonical: `${name}@a.example`,
    seat: 1,
    status,
    isCounted: ['confirmed', 'withdrawn'].includes(status),
    isUncounted: status === 'withdrawn',
  });
  const leaf = (sequence: number, kind: string, signatureId: string) => ({
    sequence,
    kind,
    signatureId,
    cell: '2026-11-22 3 CA',
    entry: entries[sequence] ?? '',
  });
  const names = ['ada', 'bob', 'cleo', 'dora'];
  return {
    events,
    facts: {
      forms: names.map((name, n) => form(name, String(11 + n))),
      signatures: [
        signature('ada', '11', 'confirmed'),
        signature('bob', '12', 'withdrawn'),
        signature('cleo', '13', 'pending'),
        signature('dora', '14', 'pending'),
      ],
      leaves: [leaf(0, 'sign', '11'), leaf(1, 'sign', '12'), leaf(2, 'withdraw', '12')],
      cells: [{ cell: '2026-11-22 3 CA', signed: 2, withdrawn: 1, invalidated: 0, movedIn: 0, movedOut: 0 }],
      totals: { size: 3, signed: 2, withdrawn: 1, invalidated: 0, others: 0 },
      published: { note: noteOf(entries, 3), entries },
      mails: names.map((name, n) => ({ messageId: `<confirm.${n}@petition.test>`, to: `${name}+t@a.example` })),
    },
  };
}

/** The rules that a history breaks after something was planted in it. */
function broken(plant: (facts: Facts, events: HistoryEvent[]) => void): string[] {
  const { events, facts } = sound();
  plant(facts, events);
  return [...new Set(checkHistory(events, facts).violations.map(({ rule }) => rule))];
}
const at = <T>(list: T[], place: number): T => {
  const entry = list[place];
  if (entry === undefined) throw new Error(`nothing at ${place}`);
  return entry;
};
/** Takes a leaf out, or puts one in, with all that follows from it, so that only the people know better. */
function releaf(facts: Facts, change: (leaves: Facts['leaves']) => Facts['leaves']): void {
  facts.leaves = change(facts.leaves).map((leaf, sequence) => ({ ...leaf, sequence }));
  const entries = facts.leaves.map(({ entry }) => entry);
  const kinds = (kind: string) => facts.leaves.filter((leaf) => leaf.kind === kind).length;
  facts.published = { note: noteOf(entries, entries.length), entries };
  const [signed, withdrawn] = [kinds('sign'), kinds('withdraw')];
  facts.totals = { size: entries.length, signed, withdrawn, invalidated: 0, others: 0 };
  facts.cells = [{ ...at(facts.cells, 0), signed, withdrawn }];
}
const withoutWatching = (events: HistoryEvent[]) => {
  events.splice(0, events.length, ...events.filter(({ event }) => event !== 'checkpoint' && event !== 'count'));
};

describe('the checker of histories', () => {
  it('finds nothing wrong where nothing is', () => {
    const { events, facts } = sound();
    expect(checkHistory(events, facts)).toEqual({
      violations: [],
      figures: {
        deeds: 7,
        unknown: 1,
        signed: 3,
        confirmed: 2,
        withdrawn: 1,
        leaves: 3,
        nemeses: 1,
        checkpoints: 2,
        reads: 2,
      },
    });
  });

  it('lets what was left open be there or not', () => {
    expect(broken(({ forms, signatures }) => [forms.pop(), signatures.pop()])).toEqual([]);
  });

  it.each<[string, (facts: Facts, events: HistoryEvent[]) => void]>([
    ['lost signature', ({ forms, signatures }) => [forms.splice(2, 1), signatures.splice(2, 1)]],
    ['doubled signature', ({ forms }) => forms.push(at(forms, 3))],
    ['refused signature stored', (_, events) => events.splice(7, 1, { event: 'refused', at: 21, id: 4 })],
    ['lost mail', ({ forms }) => Object.assign(at(forms, 2), { isMailed: false, job: null })],
    ['lost confirmation', ({ signatures }) => Object.assign(at(signatures, 0), { status: 'pending' })],
    [
      'lost confirmation',
      (facts, events) => {
        withoutWatching(events);
        Object.assign(at(facts.signatures, 0), { isCounted: false });
        releaf(facts, (leaves) => leaves.slice(1));
      },
    ],
    [
      'phantom confirmation',
      (facts, events) => {
        withoutWatching(events);
        Object.assign(at(facts.signatures, 2), { status: 'confirmed', isCounted: true });
        releaf(facts, (leaves) => [...leaves, { ...at(leaves, 0), signatureId: '13' }]);
      },
    ],
    [
      'doubled leaf',
      (facts, events) => {
        withoutWatching(events);
        releaf(facts, (leaves) => [...leaves, at(leaves, 0)]);
      },
    ],
    [
      'lost withdrawal',
      (facts, events) => {
        withoutWatching(events);
        Object.assign(at(facts.signatures, 1), { status: 'confirmed', isUncounted: false });
        releaf(facts, (leaves) => leaves.slice(0, 2));
      },
    ],
    ['phantom withdrawal', (_, events) => events.splice(14, 2)],
    ['too many seats', ({ signatures }) => signatures.push({ ...at(signatures, 3), id: '15', seat: 2 })],
    ['sequence', ({ leaves }) => Object.assign(at(leaves, 2), { sequence: 3 })],
    ['journals', ({ cells }) => Object.assign(at(cells, 0), { signed: 3 })],
    ['totals', ({ totals }) => Object.assign(totals, { signed: 3 })],
    ['published entries', (facts) => facts.published?.entries.splice(0, 1, 'v1 sign 0 2026-11-22 - - z -')],
    ['published root', (facts) => Object.assign(facts, { published: null })],
    [
      'forked checkpoint',
      (_, events) => {
        const root = createHash('sha256').update('another tree').digest('base64');
        events.push({ event: 'checkpoint', at: 50, note: `petition.test/log/x\n3\n${root}\n` });
      },
    ],
    [
      'shrunken checkpoint',
      (_, events) => {
        const first = events.find(({ event }) => event === 'checkpoint');
        if (first) events.push(first);
      },
    ],
    ['count too high', (_, events) => events.push({ event: 'count', web: 0, beganAt: 50, at: 51, value: 3 })],
    ['count went back', (_, events) => events.push({ event: 'count', web: 0, beganAt: 50, at: 51, value: 0 })],
    [
      'too many mails',
      ({ mails }) => {
        for (let n = 10; n < 15; n += 1) mails.push({ messageId: `<confirm.${n}@petition.test>`, to: 'ada@a.example' });
      },
    ],
  ])('names a %s', (rule, plant) => {
    expect(broken(plant)).toContain(rule);
  });

  it('takes a message that a crash repeats for one', () => {
    expect(broken(({ mails }) => mails.push(...Array.from({ length: 9 }, () => at(mails, 0))))).toEqual([]);
  });

  it('computes roots as RFC 6962 does', () => {
    const hash = (...parts: (string | Buffer)[]) =>
      createHash('sha256')
        .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
        .digest();
    const [a, b, c] = ['a', 'b', 'c'].map((entry) => hash('\0', entry)) as [Buffer, Buffer, Buffer];
    const roots = rootsOf(['a', 'b', 'c'], [0, 1, 2, 3, 4]);
    expect([...roots.values()]).toEqual(
      [hash(''), a, hash('\x01', a, b), hash('\x01', hash('\x01', a, b), c)].map((root) => root.toString('base64')),
    );
  });
});

describe('a history', () => {
  it('is read back from disk as it was told, and is never written over', () => {
    const file = join(folder, 'history.jsonl');
    const history = openHistory(file);
    const id = history.begin({ deed: 'sign', ...person('ada@a.example') });
    history.note({ event: 'ok', id, status: 303 });
    expect(readHistory(file)).toEqual(history.events);
    expect(() => openHistory(file)).toThrow();
  });

  it('comes out alike for the same seed', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, (_, n) => chanceOf(seed).branch(n).between(1, 1000));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});
