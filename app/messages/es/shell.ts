import type { Messages } from '../catalogue.ts';

/** Palabras del marco de cada página. */
export const shell: Messages['shell'] = {
  siteName: 'Untolled',
  skipToContent: 'Ir al contenido',
};
