import type { Messages } from '../catalogue.ts';

/** Palabras de las imágenes que salen del sitio y de las descargas bajo los gráficos. */
export const picture: Messages['picture'] = {
  kickIsp: 'Cómo trata un proveedor el video en línea',
  kickCampaign: 'Campaña',
  kickIndex: 'Índice de velocidad de Netflix',
  streams: 'Video en las horas de mayor uso',
  streamsValue: (mbps, name, month) => `${mbps} Mbps (${name}), ${month}`,
  streamsSource: 'Fuente: índice de velocidad de Netflix',
  streamsNone: 'No figura en el índice que tenemos',
  recordNone: 'Nada sobre video en línea',
  recordNoneSource: 'No hallamos fuente: eso no prueba que todo esté bien',
  record: 'En el registro',
  recordValue: (title, date) => `${title}, ${date}`,
  recordSource: (count) =>
    count === 1 ? 'Una entrada, con sus fuentes' : `${count} entradas, cada una con sus fuentes`,
  promise: 'Promesa vinculante de neutralidad de la red',
  promiseYes: (date) => `En el registro, ${date}`,
  promiseNo: (date) => `Rechazada, ${date}`,
  promiseUnknown: 'No conocemos ninguna',
  promiseSource: 'Fuentes e historia en la página',
  leagueSource:
    'Tasa media del video de Netflix en las horas de mayor uso, en Mbps: no es la velocidad de la línea. Fuente: índice de velocidad de Netflix.',
  previewAlt: (name) => `Imagen del registro de ${name}: sus cifras y entradas con sus fuentes.`,
  leagueAlt: (month) => `Imagen de la tabla de ${month}.`,
  download: 'Llévese este gráfico:',
  downloadLabel: (type, name) => `${type} del gráfico «${name}»`,
};
