import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "pages". */
export const pages: Messages['pages'] = {};
