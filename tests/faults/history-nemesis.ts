import type { Chance, History } from './history.ts';
import type { Part, Site } from './history-site.ts';

/** One hurt: what is done to whom, for how long, and how it is undone. */
export interface Hurt {
  what: string;
  to: string;
  forMs: number;
  begin(): void;
  end(): void;
}

const PART_HURTS = ['kill', 'restart', 'pause'] as const;
const LINK_HURTS = ['cut', 'hold', 'black-hole', 'delay'] as const;

/** One of each: every kind of part killed and paused, PostgreSQL and a worker restarted, a link hurt in every way. What the short form goes through. */
export function oneOfEach(site: Site, chance: Chance): Hurt[] {
  const first = (kind: Part['kind']) => {
    const part = site.parts.find((candidate) => candidate.kind === kind);
    if (!part) throw new Error(`a site without ${kind}`);
    return part;
  };
  const kinds = ['web', 'worker', 'postgres'] as const;
  return shuffled(
    [
      ...kinds.map((kind) => partHurt(first(kind), 'kill', chance.between(20, 200))),
      ...kinds.map((kind) => partHurt(first(kind), 'pause', chance.between(100, 400))),
      partHurt(first('postgres'), 'restart', chance.between(20, 200)),
      partHurt(first('worker'), 'restart', chance.between(20, 200)),
      ...LINK_HURTS.map((what, place) => linkHurt(site, place, what, chance.between(100, 400))),
    ],
    chance,
  );
}

/** One hurt by chance. Parts are hurt as often as links. */
export function someHurt(site: Site, chance: Chance): Hurt {
  if (chance.next() < 0.5) {
    const part = site.parts[chance.between(0, site.parts.length - 1)];
    if (part) return partHurt(part, chance.pick(PART_HURTS), chance.between(50, 4000));
  }
  const place = chance.between(0, site.links.length - 1);
  return linkHurt(site, place, chance.pick(LINK_HURTS), chance.between(100, 6000));
}

function partHurt(part: Part, what: (typeof PART_HURTS)[number], forMs: number): Hurt {
  const nothing = () => {};
  const deeds = {
    kill: { begin: () => part.kill(forMs), end: nothing },
    restart: { begin: () => part.restart(forMs), end: nothing },
    pause: { begin: part.pause, end: part.resume },
  };
  return { what, to: part.name, forMs, ...deeds[what] };
}

function linkHurt(site: Site, place: number, what: (typeof LINK_HURTS)[number], forMs: number): Hurt {
  const link = site.links[place % site.links.length];
  if (!link) throw new Error('a site without links');
  const { proxy, name } = link;
  const begin = {
    cut: proxy.cut,
    hold: proxy.hold,
    'black-hole': proxy.blackHole,
    delay: () => proxy.delay(200),
  }[what];
  return { what, to: name, forMs, begin, end: proxy.heal };
}

/** Does a hurt, notes it, and undoes it after its time. */
export async function hurt(history: History, { what, to, forMs, begin, end }: Hurt): Promise<void> {
  history.note({ event: 'nemesis', what, to, forMs });
  begin();
  await new Promise((done) => setTimeout(done, forMs));
  end();
}

/** Makes every part and every link whole and waits until all work again. */
export async function healEverything(site: Site): Promise<void> {
  for (const { proxy } of site.links) proxy.heal();
  for (const part of site.parts) part.resume();
  for (const part of site.parts) await part.up(60_000);
}

function shuffled<T>(list: T[], chance: Chance): T[] {
  return list
    .map((entry) => ({ entry, key: chance.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ entry }) => entry);
}
