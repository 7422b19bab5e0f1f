import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "campaign". */
export const campaign: Messages['campaign'] = {};
