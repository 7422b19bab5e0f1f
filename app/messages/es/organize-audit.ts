import type { audit as en } from '../en/organize-audit.ts';

/** Palabras del registro de auditoría de una organización. */
export const audit: typeof en = {
  title: 'Registro de auditoría',
  lede: 'Quién hizo qué y quién consultó datos personales. Aquí nada se puede cambiar ni quitar.',
  search: 'Buscar',
  q: 'Acción o asunto',
  who: 'Quién',
  from: 'Desde (día UTC)',
  to: 'Hasta (día UTC)',
  find: 'Buscar',
  everything: 'Mostrar todo',
  when: 'Cuándo',
  what: 'Acción',
  subject: 'Asunto',
  facts: 'Datos',
  link: 'Eslabón',
  unlinked: 'se está encadenando',
  installation: 'instalación',
  actors: { command: 'un comando', system: 'el sistema', token: 'una clave de la API' },
  someoneGone: 'alguien que ya no está',
  none: 'No se encontró nada.',
  older: 'Eventos anteriores',
  newest: 'Eventos más recientes',
  download: 'Descargar como CSV',
  downloadNote: (most: string) =>
    `Lo que encuentra la búsqueda, hasta ${most} eventos. La descarga queda anotada en este mismo registro y le pide que demuestre quién es.`,
  chain: 'Cómo saber que nada se cambió',
  chainText: (links: string) =>
    `Cada evento está unido al anterior por un resumen criptográfico: ${links} eslabones hasta ahora. Quien administra esta instalación los comprueba con el comando de abajo.`,
  anchored: (day: string, ledgers: number) =>
    `El resumen más reciente se publica una vez al día en ${ledgers === 1 ? 'el libro de una campaña' : `los libros de ${ledgers} campañas`}; la última vez, el ${day} (UTC). Desde entonces ni siquiera quien administra puede reescribir lo anterior sin que se descubra.`,
  notAnchored:
    'Ningún libro contiene todavía el resumen más reciente. Se publica una vez al día cuando hay una campaña abierta.',
};
