import { openSync, readFileSync, writeSync } from 'node:fs';

/** What a client may ask for. `ask`: the mailed link behind which a signature is withdrawn. */
export type Deed = 'sign' | 'confirm' | 'ask' | 'withdraw';

/** What a client was told: done, no, or nothing that it could rely on. */
export type Told = 'ok' | 'refused' | 'unknown';

/** A deed as it is begun. Every signing has an address of its own (a tag that the rules take off), by which its form is known. */
export interface Invocation {
  event: 'invoke';
  at: number;
  id: number;
  deed: Deed;
  /** Where the person's mail comes together: the address without its tag. */
  canonical: string;
  name: string;
  /** Of a signing: the address with its tag. Of a confirmation: that of the signing whose mail is used. */
  address: string;
  /** Of a withdrawal: the signature's number, as the page shows it. */
  signatureId?: string;
  by?: 'button' | 'code';
}

/** How a deed ended for its client. */
export interface Completion {
  event: Told;
  at: number;
  id: number;
  status?: number;
  why?: string;
}

/** What a reader was shown: by which web process, between which instants, and the figure. One reader asks one process, one page after another. */
export interface CountSeen {
  event: 'count';
  web: number;
  beganAt: number;
  at: number;
  value: number;
}

/** A checkpoint as a watching client got it. */
export interface CheckpointSeen {
  event: 'checkpoint';
  at: number;
  note: string;
}

/** What was done to the site. */
export interface Nemesis {
  event: 'nemesis';
  at: number;
  what: string;
  to: string;
  forMs?: number;
}

/** One line of a history. */
export type HistoryEvent = Invocation | Completion | CountSeen | CheckpointSeen | Nemesis;

type Undated<T> = T extends unknown ? Omit<T, 'at'> : never;

/** A history that is written to disk line by line, so that a crash of the run leaves what was seen until then. */
export interface History {
  events: readonly HistoryEvent[];
  note(event: Undated<HistoryEvent>): void;
  /** Notes an invocation and answers its number. */
  begin(deed: Omit<Undated<Invocation>, 'event' | 'id'>): number;
}

/** Opens a history on a file that is not there yet. */
export function openHistory(file: string): History {
  const events: HistoryEvent[] = [];
  const target = openSync(file, 'ax');
  let last = 0;
  const note = (event: Undated<HistoryEvent>) => {
    const dated = { at: Date.now(), ...event } as HistoryEvent;
    events.push(dated);
    writeSync(target, `${JSON.stringify(dated)}\n`);
  };
  return {
    events,
    note,
    begin(deed) {
      last += 1;
      note({ event: 'invoke', id: last, ...deed });
      return last;
    },
  };
}

/** Reads a history back. */
export function readHistory(file: string): HistoryEvent[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as HistoryEvent);
}

/** Chance that comes out alike for the same seed (mulberry32, Tommy Ettinger, public domain). */
export interface Chance {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** Another chance that depends on this one's seed alone and not on when it is asked for. */
  branch(name: number): Chance;
}

/** Starts a chance. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    branch: (name) => chanceOf(Math.imul(seed ^ 0x9e3779b9, 31) + Math.imul(name, 0x85ebca6b)),
  };
}
