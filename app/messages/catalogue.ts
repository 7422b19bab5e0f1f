import type { en } from './en/index.ts';

/** The shape of a catalogue: the English one defines it, every other language is checked against it by the compiler. */
export type Messages = typeof en;
