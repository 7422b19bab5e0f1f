import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "dev". */
export const dev: Messages['dev'] = {};
