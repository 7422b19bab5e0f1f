import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "isp". */
export const isp: Messages['isp'] = {};
