import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "front". */
export const front: Messages['front'] = {};
