import type { Messages } from '../catalogue.ts';

/** Palabras de la portada. */
export const front: Messages['front'] = {
  metaTitle: 'Untolled: sin ralentización y sin peajes',
  metaDescription:
    'Vea qué proveedor de internet lo conecta y qué consta sobre él, firme una petición que cualquiera puede comprobar y escriba a su fiscal general y a su proveedor.',
  youSeem: 'Parece que usted usa',
  youSaid: 'Usted indicó que usa',
  or: 'o',
  lessSure: 'según datos de direcciones más antiguos',
  notRight: '¿No es correcto?',
  change: 'Cambiar',
  cannotSee: 'No podemos ver qué proveedor lo conecta.',
  chooseHere: 'Elíjalo aquí',
  storyPaid: (name, before, slow, after, fast) =>
    `En ${before} el video en ${name} iba a ${slow} Mbps. Netflix pagó. En ${after} ya iba a ${fast}.`,
  storyPaidFell: (name, before, slow, low, lowest, after, fast) =>
    `En ${before} el video en ${name} iba a ${slow} Mbps. Netflix aceptó pagar. En ${low} iba a ${lowest} y en ${after}, a ${fast}.`,
  storyDeal: (name, before, slow, after, fast) =>
    `En ${before} el video en ${name} iba a ${slow} Mbps. Empezó a regir un acuerdo con Netflix. En ${after} ya iba a ${fast}.`,
  noStory: (name) => `Ninguna norma federal impide que ${name} ralentice lo que usted ve o cobre un peaje por ello.`,
  nobody: 'Ninguna norma federal impide que su proveedor ralentice lo que usted ve o cobre un peaje por ello.',
  lede: 'Hoy ninguna norma federal prohíbe ese peaje. Su estado y su proveedor todavía pueden prometerlo por escrito.',
  ledeDeal:
    'Hoy ninguna norma federal prohíbe cobrar por una conexión así. Su estado y su proveedor todavía pueden hacer una promesa por escrito.',
  ledeNoStory: 'Su estado y su proveedor todavía pueden prometerlo por escrito. Pídaselo.',
  howLawStands: 'Qué dice hoy la ley',
  chooseTitle: '¿Qué proveedor lo conecta?',
  chooseWhy: 'Así esta página muestra lo que consta sobre él. La elección se queda en este navegador.',
  chooseLabel: 'Su proveedor',
  chooseNone: 'Elija su proveedor',
  chooseButton: 'Ver lo que consta',
  forget: 'Olvidar mi elección',
  thisOne: (name) => `Es ${name}`,
  newestTitle: (name) => `El dato más reciente de ${name}`,
  newest: (name, month, mbps) => `El video de Netflix en ${name} promedió ${mbps} Mbps en ${month}.`,
  newestOld: 'El índice que tenemos no trae nada más reciente: esto no dice nada de hoy.',
  record: 'Lo que consta',
  recordNone: (name) =>
    `Aquí no consta ningún incidente sobre ${name}. No es un certificado de buena conducta: significa que no tenemos una fuente.`,
  recordLatest: 'Lo más reciente sobre cualquier proveedor',
  fullRecord: (name) => `Todo lo que consta sobre ${name}`,
  whatYouCanDo: 'Qué puede hacer',
  steps: {
    sign: 'Firme la petición: nombre, correo electrónico y código postal. Sin cuenta.',
    confirm: 'Confirme con el correo que le enviamos. Solo se cuentan las firmas confirmadas.',
    write:
      'Escriba a su fiscal general y a su proveedor: preparamos la carta, usted cambia lo que quiera y la ve antes de que salga.',
  },
  signHere: 'Leer y firmar',
  signed: (count) => (count === 1 ? 'persona ha firmado.' : 'personas han firmado.'),
  checkCount: 'Cómo contamos',
};
