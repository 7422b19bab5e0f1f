import { describe, expect, it } from 'vitest';
import { planShowing, secretRest } from '#app/domain/ledger/suppression.ts';
import { Auditor, type Known } from './auditor.ts';
import { History, PLANS, type Plans } from './history.ts';

/** More histories by hand: AUDIT_HISTORIES=2000 npx vitest run tests/domain/ledger/suppression.test.ts */
const HISTORIES = Number(process.env.AUDIT_HISTORIES ?? 30);
/** Histories with more worlds than this are left out here, because going through them takes long. */
const MOST_WORLDS = Number(process.env.AUDIT_WORLDS ?? 250);

/** mulberry32: the same histories every time. */
function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Life = Known & { plans: Plans; steps: number };

/** Many come, then many leave; some correct what they said. Runs come after `smallest` signings, or after each step where all is prompt. */
function live(seed: number, { values, smallest, plans, steps, isPrompt }: Life): History {
  const random = seeded(seed);
  const history = new History({ values, smallest, random, plans });
  const likes = Math.floor(random() * values);
  const value = () => (random() < 0.5 ? likes : Math.floor(random() * values));
  let since = 0;
  for (let step = 0; step < steps; step += 1) {
    const { present } = history;
    const anyone = present[Math.floor(random() * present.length)];
    const comes = step < steps * 0.6 ? 0.9 : 0.2;
    const dice = random();
    if (dice < comes || anyone === undefined || present.length < 2) history.sign(value());
    else if (dice < 0.95) history.undo(anyone);
    else history.correct(anyone, value());
    since += 1;
    if (isPrompt || (since >= smallest && random() < 0.3)) {
      history.run();
      since = 0;
    }
  }
  history.run();
  return history;
}

function audit(life: Life, histories: number) {
  const found: string[] = [];
  const did = { audited: 0, shown: 0, taken: 0 };
  for (let seed = 1; seed <= histories; seed += 1) {
    const history = live(seed, life);
    const auditor = Auditor.of(history, life, MOST_WORLDS);
    if (!auditor) continue;
    did.audited += 1;
    did.shown += history.seen.filter(({ kind }) => kind === 'tally').length;
    did.taken += history.seen.filter(({ kind }) => kind === 'untally').length;
    found.push(...auditor.findings().map((finding) => `history ${seed}, ${finding}`));
  }
  return { found, ...did };
}

/** What a broken publisher gives away: it holds to the rules, but for one. */
const broken: Record<string, Partial<Life>> = {
  'publishes a group that is one too small': {
    plans: {
      ...PLANS,
      show: (cells, rules) => PLANS.show(cells, { ...rules, smallest: (rules.smallest ?? 0) - 1 }),
    },
  },
  'publishes a group as soon as it is whole': {
    isPrompt: true,
    plans: {
      ...PLANS,
      show: (cells, { smallest = 0 }) => ({
        groups: cells.filter(({ held }) => held >= smallest).map(({ value, held }) => ({ value, count: held })),
        isCut: false,
      }),
    },
  },
  'leaves nothing held': {
    plans: {
      ...PLANS,
      show: (cells, { smallest = 0 }) => ({
        groups: cells.filter(({ held }) => held >= smallest).map(({ value, held }) => ({ value, count: held })),
        isCut: false,
      }),
    },
  },
};

describe('an auditor who sees everything that is published, and knows the rules,', () => {
  it('can tell no hidden cell at any time, nor the value of anyone who signed or left', { timeout: 600_000 }, () => {
    let taken = 0;
    for (const known of [
      { values: 2, smallest: 2, steps: 18 },
      { values: 3, smallest: 2, steps: 13 },
      { values: 2, smallest: 3, steps: 20 },
    ]) {
      const { found, ...did } = audit({ ...known, plans: PLANS }, HISTORIES);
      expect(found).toEqual([]);
      expect(did.audited).toBeGreaterThan(HISTORIES / 15);
      expect(did.shown).toBeGreaterThan(2);
      taken += did.taken;
    }
    expect(taken).toBeGreaterThan(2);
  });

  for (const [how, life] of Object.entries(broken))
    it(`finds out a publisher who ${how}`, () => {
      const { found } = audit({ values: 2, smallest: 2, steps: 18, plans: PLANS, ...life }, 12);
      expect(found.length).toBeGreaterThan(0);
    });
});

describe('a group of withdrawals', () => {
  const known: Known = { values: 2, smallest: 2 };
  /** Two leave of whom both were shown under one value, and nobody else does. */
  function history(plans: Plans) {
    const made = new History({ ...known, random: () => 0, plans });
    for (const value of [0, 0, 0, 0, 0, 0, 1, 1]) made.sign(value);
    made.run();
    made.undo(0);
    made.undo(1);
    made.run();
    return made;
  }

  it('waits until others have left who may be meant as well', () => {
    const sound = history(PLANS);
    expect(sound.seen.filter(({ kind }) => kind === 'untally')).toEqual([]);
    expect(Auditor.of(sound, known, 1000)?.findings()).toEqual([]);
    for (const person of [2, 6, 7]) sound.undo(person);
    sound.run();
    expect(sound.seen.filter(({ kind }) => kind === 'untally')).toHaveLength(1);
    expect(Auditor.of(sound, known, 1000)?.findings()).toEqual([]);
  });

  it('gives those away who left, when it is taken back alone', () => {
    const strangers = Array.from({ length: 10 }, () => ({ signedAt: -1, endedAt: 1000 }));
    const hasty = history({
      ...PLANS,
      take: (state, rules) => PLANS.take({ ...state, leavers: [...state.leavers, ...strangers] }, rules),
    });
    expect(Auditor.of(hasty, known, 1000)?.findings()).toEqual([
      expect.stringMatching(/signer 0 is of one value/),
      expect.stringMatching(/signer 1 is of one value/),
    ]);
  });
});

describe('what would stay of a group', () => {
  const known: Known = { values: 2, smallest: 2 };
  function history(plans: Plans) {
    const made = new History({ ...known, random: () => 0, plans });
    for (const value of [0, 0, 0, 0, 0, 1, 1, 1, 1]) made.sign(value);
    made.run();
    for (const person of [0, 1, 4, 5, 6, 7]) made.undo(person);
    made.run();
    return made;
  }

  it('goes too when it is small', () => {
    const sound = history(PLANS);
    const taken = sound.seen.flatMap((seen) => (seen.kind === 'untally' ? [...seen.groups.values()] : []));
    expect(taken).toContain(3);
    expect(Auditor.of(sound, known, 5000)?.findings()).toEqual([]);
  });

  it('is found out when it stays', () => {
    const careless = history({
      ...PLANS,
      take: (state, rules) =>
        PLANS.take(state, rules).map((taking) => {
          const own = state.cells.find(({ value }) => value === taking.value)?.parts ?? [];
          const leaving = own.map((part) => ({ shownIn: part.shownIn, count: part.leaving }));
          return { ...taking, isWhole: false, parts: leaving };
        }),
    });
    expect(Auditor.of(careless, known, 5000)?.findings()).toContainEqual(expect.stringMatching(/a figure of 1/));
  });
});

describe('planning', () => {
  it('can leave any number behind, most often 10 or fewer', () => {
    const random = seeded(7);
    const rests = Array.from({ length: 20_000 }, () => secretRest(random));
    for (let rest = 0; rest <= 14; rest += 1) expect(rests).toContain(rest);
    expect(rests.filter((rest) => rest <= 10).length).toBeGreaterThan(rests.length * 0.85);
  });

  it('holds a group of 11 back in the breakdown, taking it from the largest', () => {
    const cells = [30, 12, 4].map((held, at) => ({ value: `v${at}`, held, shown: 0, leaving: 0 }));
    expect(planShowing(cells, { random: () => 0 }).groups).toEqual([
      { value: 'v0', count: 23 },
      { value: 'v1', count: 12 },
    ]);
    const left = cells.map((cell) => ({ ...cell, shown: 20, leaving: 8 }));
    expect(planShowing(left, { random: () => 0 }).groups).toEqual([{ value: 'v1', count: 11 }]);
  });
});
