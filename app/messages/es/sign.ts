import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "sign". */
export const sign: Messages['sign'] = {};
