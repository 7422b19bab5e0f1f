import type { History, Seen } from './history.ts';
import { changed, ended, keyOf, type Part, parts, type World, ways } from './worlds.ts';

/** What the publisher is known to hold to, besides groups of `smallest`: for auditing broken ones, which give less or more away. */
export interface Known {
  values: number;
  smallest: number;
  /** Whether everything held is published as soon as it is `smallest`. */
  isPrompt?: boolean;
}

/** One thing that may have happened: the world after it, and for what concerns one signer, which value it was. */
type Step = { world: World; value?: number };

/** What an outsider can work out from everything seen, by going through every world that fits. */
export class Auditor {
  readonly #known: Known;
  readonly #seen: readonly Seen[];
  /** For each thing seen, in which class its signer was. */
  readonly #classes: (string | null)[] = [];
  readonly #worlds: Map<string, World>[] = [];
  readonly #lastClass = new Map<number, string>();
  readonly #truth: readonly (readonly number[])[];

  /** Goes through every world; null when there are more than `most` at once. */
  static of(history: History, known: Known, most: number): Auditor | null {
    const auditor = new Auditor(history, known);
    return auditor.#goThrough(most) ? auditor : null;
  }

  private constructor(history: History, known: Known) {
    this.#known = known;
    this.#seen = history.seen;
    this.#truth = history.truth;
    this.#lookOver();
  }

  #goThrough(most: number): boolean {
    let worlds = new Map<string, World>([['', new Map()]]);
    for (const [at] of this.#seen.entries()) {
      const next = new Map<string, World>();
      for (const world of worlds.values())
        for (const { world: after } of this.#steps(at, world)) next.set(keyOf(after), after);
      this.#worlds.push(next);
      worlds = next;
      if (next.size > most) return false;
    }
    for (let at = this.#seen.length - 1; at > 0; at -= 1) {
      const after = this.#worlds[at] ?? new Map();
      const before = this.#worlds[at - 1] ?? new Map();
      for (const [key, world] of before)
        if (!this.#steps(at, world).some((step) => after.has(keyOf(step.world)))) before.delete(key);
    }
    return true;
  }

  #lookOver(): void {
    let runs = 0;
    for (const seen of this.#seen) {
      if (seen.kind === 'ran') runs += 1;
      if (seen.kind === 'sign') this.#lastClass.set(seen.person, `w${runs}`);
      if (!('person' in seen)) {
        this.#classes.push(null);
        continue;
      }
      const of = this.#lastClass.get(seen.person) ?? '';
      this.#classes.push(of);
      if (seen.kind === 'correct' && !of.startsWith('p'))
        this.#lastClass.set(seen.person, `p${seen.person}w${of.slice(1)}`);
    }
  }

  #steps(at: number, world: World): Step[] {
    const seen = this.#seen[at];
    const of = this.#classes[at] ?? '';
    const values = Array.from({ length: this.#known.values }, (_, value) => value);
    switch (seen?.kind) {
      case 'sign':
        return values.map((value) => ({ world: changed(world, [[`${of}|${value}|held|`, 1]]), value }));
      case 'undo':
        return this.#present(world, of).map((part) => ({ world: changed(world, ended(part, of)), value: part.value }));
      case 'correct': {
        const own = this.#lastClassAt(at, seen.person);
        return this.#present(world, of).flatMap((part) =>
          values.map((value) => this.#corrected(world, part, own, value)),
        );
      }
      case 'tally':
        return this.#tallied(world, seen).map((after) => ({ world: after }));
      case 'untally':
        return this.#untallied(world, seen).map((after) => ({ world: after }));
      default:
        return seen?.kind !== 'ran' || this.#holds(world) ? [{ world }] : [];
    }
  }

  #lastClassAt(at: number, person: number): string {
    const of = this.#classes[at] ?? '';
    return of.startsWith('p') ? of : `p${person}w${of.slice(1)}`;
  }

  #present(world: World, of: string): Part[] {
    return parts(world).filter((part) => part.of === of && part.status !== 'leaving');
  }

  #corrected(world: World, part: Part, own: string, value: number): Step {
    const stays = `${own}|${part.value}|${part.status}|${part.group}`;
    if (value === part.value)
      return {
        world: changed(world, [
          [part.key, -1],
          [stays, 1],
        ]),
        value: part.value,
      };
    const after = changed(world, ended(part, own));
    const back = parts(after).find((one) => one.of === own && one.value === value && one.status === 'leaving');
    const share = `${own}|${value}|${back ? 'shown' : 'held'}|${back?.group ?? ''}`;
    return { world: changed(after, [...(back ? [[back.key, -1] as const] : []), [share, 1]]), value: part.value };
  }

  #tallied(world: World, { value, run, groups }: Extract<Seen, { kind: 'tally' | 'untally' }>): World[] {
    let worlds: World[] = [world];
    for (const [group, count] of groups)
      worlds = worlds.flatMap((one) => {
        const heaps = parts(one).filter((p) => p.value === value && p.status === 'held' && p.group === group);
        return [...ways(heaps, count)].map((way) =>
          changed(
            one,
            way.flatMap(
              ([part, n]) =>
                [
                  [part.key, -n],
                  [`${part.of}|${value}|shown|${group}t${run}`, n],
                ] as const,
            ),
          ),
        );
      });
    return worlds.filter(
      (one) => !this.#known.isPrompt || !parts(one).some((p) => p.value === value && p.status === 'held'),
    );
  }

  #untallied(world: World, seen: Extract<Seen, { kind: 'tally' | 'untally' }>): World[] {
    const { smallest } = this.#known;
    const { value, run, groups } = seen;
    const ofValue = parts(world).filter((part) => part.value === value && part.status !== 'held');
    const total = [...groups.values()].reduce((sum, n) => sum + n, 0);
    const shown = ofValue.reduce((sum, { count }) => sum + count, 0);
    const leaving = ofValue.filter(({ status }) => status === 'leaving');
    const leave = leaving.reduce((sum, { count }) => sum + count, 0);
    if (leave < smallest) return [];
    const isWhole = total === shown;
    if (isWhole && shown - leave >= smallest) return [];
    if (isWhole)
      return [
        changed(
          world,
          ofValue.flatMap((part) => {
            if (part.status === 'shown')
              return [
                [part.key, -part.count],
                [`${part.of}|${value}|held|${part.group}u${run}`, part.count],
              ] as const;
            return [[part.key, -part.count]] as const;
          }),
        ),
      ];
    let worlds: World[] = [world];
    for (const [group, count] of groups)
      worlds = worlds.flatMap((one) => {
        const heaps = parts(one).filter((p) => p.value === value && p.status === 'leaving' && p.group === group);
        return [...ways(heaps, count)].map((way) =>
          changed(
            one,
            way.map(([part, n]) => [part.key, -n] as const),
          ),
        );
      });
    return worlds;
  }

  #holds(world: World): boolean {
    const { smallest, isPrompt = false, values } = this.#known;
    if (!isPrompt) return true;
    const held = parts(world).filter(({ status }) => status === 'held');
    return Array.from({ length: values }, (_, value) => value).every(
      (value) => held.filter((p) => p.value === value).reduce((sum, { count }) => sum + count, 0) < smallest,
    );
  }

  /** What is given away, one line each; empty when nothing is. */
  findings(): string[] {
    return [...this.#smallFigures(), ...this.#cells(), ...this.#signers()];
  }

  #smallFigures(): string[] {
    const { smallest } = this.#known;
    const shown = new Map<number, number>();
    const found: string[] = [];
    for (const [at, seen] of this.#seen.entries()) {
      if (seen.kind !== 'tally' && seen.kind !== 'untally') continue;
      const tokens = [...seen.groups.values()].reduce((sum, n) => sum + n, 0);
      const figure = (shown.get(seen.value) ?? 0) + (seen.kind === 'tally' ? tokens : -tokens);
      shown.set(seen.value, figure);
      if (tokens < smallest) found.push(`${at}: a leaf of ${tokens}`);
      if (figure > 0 && figure < smallest) found.push(`${at}: a figure of ${figure}`);
    }
    return found;
  }

  #cells(): string[] {
    const found: string[] = [];
    for (const [at, worlds] of this.#worlds.entries()) {
      const truth = this.#truth[at] ?? [];
      if (truth.every((count) => count === 0)) continue;
      if (worlds.size === 0) throw new Error('the auditor rules out what happened');
      for (const [value, count] of truth.entries()) {
        const possible = new Set<number>();
        for (const world of worlds.values()) {
          possible.add(
            parts(world).reduce((sum, p) => sum + (p.value === value && p.status !== 'leaving' ? p.count : 0), 0),
          );
          if (possible.size > 1) break;
        }
        if (!possible.has(count) && possible.size < 2) throw new Error('the auditor rules out what happened');
        if (count < this.#known.smallest && possible.size < 2) found.push(`${at}: value ${value} has ${count}`);
      }
    }
    return found;
  }

  #signers(): string[] {
    const found: string[] = [];
    const first = new Map<string, World>([['', new Map()]]);
    for (const [at, seen] of this.#seen.entries()) {
      if (seen.kind !== 'undo' && seen.kind !== 'correct') continue;
      const possible = new Set<number | undefined>();
      for (const world of (this.#worlds[at - 1] ?? first).values())
        for (const step of this.#steps(at, world))
          if (this.#worlds[at]?.has(keyOf(step.world))) possible.add(step.value);
      if (possible.size < 2) found.push(`${at}: signer ${seen.person} is of one value (${seen.kind})`);
    }
    const gone = new Set(this.#seen.flatMap((seen) => (seen.kind === 'undo' ? [seen.person] : [])));
    const last = this.#worlds.at(-1) ?? first;
    for (const [person, of] of this.#lastClass) {
      if (gone.has(person)) continue;
      const possible = new Set(
        [...last.values()].flatMap((world) => this.#present(world, of).map(({ value }) => value)),
      );
      if (possible.size < 2) found.push(`end: signer ${person} is of one value`);
    }
    return found;
  }
}
