import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "letter". */
export const letter: Messages['letter'] = {};
