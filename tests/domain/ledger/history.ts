import { type Cell, planShowing, type Showing, type SuppressionRules } from '#app/domain/ledger/suppression.ts';
import { type Leaver, planTaking, type ShownCell, type Taking } from '#app/domain/ledger/suppression-taking.ts';

/** What an outsider sees of one breakdown. Tokens are told apart by the tallies they were in: `t1`, `t1u2` (published, taken back), `t1u2t3`; `''` was never seen. */
export type Seen =
  | { kind: 'sign' | 'undo' | 'correct'; person: number }
  | { kind: 'tally' | 'untally'; value: number; run: number; groups: ReadonlyMap<string, number> }
  | { kind: 'ran' };

type Share = { person: number; value: number; status: 'held' | 'shown' | 'leaving'; group: string; shownIn: number };

export type Taken = { cells: ShownCell[]; leavers: Leaver[]; since: number | null };

/** The two plans, so that a test can hand in broken ones. */
export interface Plans {
  show(cells: readonly Cell[], rules: SuppressionRules): Showing;
  take(state: Taken, rules: SuppressionRules): Taking[];
}
export const PLANS: Plans = { show: planShowing, take: planTaking };

export interface Setting {
  values: number;
  smallest: number;
  random: () => number;
  plans?: Plans;
}

/** One breakdown of a small campaign, as `tally.server.ts` keeps it: the true values, and what is seen of it. */
export class History {
  readonly seen: Seen[] = [];
  /** The true number of every value after each thing seen. */
  readonly truth: number[][] = [];
  readonly #shares: Share[] = [];
  readonly #value = new Map<number, number>();
  readonly #signedAt = new Map<number, number>();
  /** When a leaf last undid or corrected whose signature. */
  readonly #endedAt = new Map<number, number>();
  #takenAt: number | null = null;
  readonly #setting: Setting;
  #runs = 0;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get present(): number[] {
    return [...this.#value.keys()];
  }

  sign(value: number): number {
    const person = this.#signedAt.size;
    this.#value.set(person, value);
    this.#signedAt.set(person, this.seen.length);
    this.#shares.push({ person, value, status: 'held', group: '', shownIn: -1 });
    this.#see({ kind: 'sign', person });
    return person;
  }

  undo(person: number): void {
    this.#end(person, this.#value.get(person) ?? 0);
    this.#value.delete(person);
    this.#endedAt.set(person, this.seen.length);
    this.#see({ kind: 'undo', person });
  }

  correct(person: number, value: number): void {
    const old = this.#value.get(person) ?? 0;
    if (old !== value) {
      this.#end(person, old);
      const back = this.#shares.find((share) => share.person === person && share.value === value);
      if (back) back.status = 'shown';
      else this.#shares.push({ person, value, status: 'held', group: '', shownIn: -1 });
    }
    this.#endedAt.set(person, this.seen.length);
    this.#value.set(person, value);
    this.#see({ kind: 'correct', person });
  }

  run(): void {
    const { random, smallest, plans = PLANS } = this.#setting;
    this.#runs += 1;
    const rules = { random, smallest };
    const { groups } = plans.show(this.#cells(), rules);
    for (const { value, count } of groups) {
      const chosen = this.#choose(Number(value), count, ({ status }) => status === 'held');
      for (const share of chosen) share.shownIn = this.seen.length;
      this.#publish('tally', Number(value), chosen);
      for (const share of chosen) {
        share.status = 'shown';
        share.group += `t${this.#runs}`;
      }
      this.#note();
    }
    this.#see({ kind: 'ran' });
    const taken = plans.take(this.#shownState(), rules);
    for (const taking of taken) this.#take(taking);
    if (taken.length > 0) this.#takenAt = this.seen.length;
  }

  #take({ value, parts, isWhole }: Taking): void {
    const fits = (share: Share) => share.status === 'leaving' || (isWhole && share.status === 'shown');
    const chosen = parts.flatMap(({ shownIn, count }) =>
      this.#choose(Number(value), count, (share) => share.shownIn === shownIn && fits(share)),
    );
    this.#publish('untally', Number(value), chosen);
    for (const share of chosen) {
      if (share.status === 'leaving') this.#shares.splice(this.#shares.indexOf(share), 1);
      else {
        share.status = 'held';
        share.group += `u${this.#runs}`;
        share.shownIn = -1;
      }
    }
    this.#note();
  }

  #shownState(): Taken {
    const shown = this.#shares.filter(({ status }) => status !== 'held');
    const cells = Array.from({ length: this.#setting.values }, (_, value) => {
      const own = shown.filter((share) => share.value === value);
      const places = [...new Set(own.map(({ shownIn }) => shownIn))].sort((one, other) => one - other);
      const parts = places.map((shownIn) => {
        const here = own.filter((share) => share.shownIn === shownIn);
        return { shownIn, shown: here.length, leaving: here.filter(({ status }) => status === 'leaving').length };
      });
      return { value: String(value), shown: own.length, parts };
    });
    const leavers = [...this.#endedAt]
      .filter(([, endedAt]) => endedAt > (this.#takenAt ?? -1))
      .map(([person, endedAt]) => ({ signedAt: this.#signedAt.get(person) ?? 0, endedAt }));
    return { cells, leavers, since: this.#takenAt };
  }

  #cells(): Cell[] {
    return Array.from({ length: this.#setting.values }, (_, value) => {
      const count = (...statuses: Share['status'][]) =>
        this.#shares.filter((s) => s.value === value && statuses.includes(s.status)).length;
      return { value: String(value), held: count('held'), shown: count('shown', 'leaving'), leaving: count('leaving') };
    });
  }

  #choose(value: number, count: number, fits: (share: Share) => boolean): Share[] {
    const { random } = this.#setting;
    const order = this.#shares
      .filter((share) => share.value === value && fits(share))
      .map((share) => ({ share, at: random() }));
    return order
      .sort((one, other) => one.at - other.at)
      .slice(0, count)
      .map(({ share }) => share);
  }

  #end(person: number, value: number): void {
    const share = this.#shares.find((one) => one.person === person && one.value === value);
    if (share?.status === 'held') this.#shares.splice(this.#shares.indexOf(share), 1);
    else if (share) share.status = 'leaving';
  }

  #publish(kind: 'tally' | 'untally', value: number, chosen: readonly Share[]): void {
    const groups = new Map<string, number>();
    for (const { group } of chosen) groups.set(group, (groups.get(group) ?? 0) + 1);
    this.seen.push({ kind, value, run: this.#runs, groups });
  }

  #see(seen: Seen): void {
    this.seen.push(seen);
    this.#note();
  }

  #note(): void {
    const truth = Array.from({ length: this.#setting.values }, () => 0);
    for (const value of this.#value.values()) truth[value] = (truth[value] ?? 0) + 1;
    this.truth.push(truth);
  }
}
