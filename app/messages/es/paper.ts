import type { paper as english } from '../en/paper.ts';

/** Spanish words of the area "paper". */
export const paper: typeof english = {
  metaTitle: 'Imprima su carta',
  title: 'Imprímala y envíela por correo',
  lede: 'Un solo archivo, listo para doblarlo y meterlo en un sobre con ventana: imprímalo, fírmelo si lo desea y échelo al correo.',
  choose: 'Papel y sobre',
  papers: {
    letter: 'Carta de EE. UU., para un sobre n.º 10 con dos ventanas',
    'letter-single': 'Carta de EE. UU., para un sobre n.º 10 con una ventana',
    a4: 'A4, para un sobre con ventana DL o C6/C5',
  },
  download: 'Abrir el PDF',
  fold: 'Imprímalo a tamaño completo (100 por ciento) y dóblelo por las marcas cortas del borde izquierdo: la dirección aparece entonces en la ventana.',
  together: (letters) =>
    `${letters} de sus cartas de esta campaña esperan ser enviadas por correo. Puede imprimirlas de una vez, con una lista al comienzo.`,
  downloadAll: 'Abrirlas todas en un solo PDF',
  browserTitle: 'Sin PDF',
  browser:
    'La orden de imprimir de su navegador (Ctrl+P, o Cmd+P en una Mac) imprime solo la hoja de abajo, no este texto.',
  missing: (characters) =>
    `Las fuentes del PDF no contienen estos caracteres: ${characters}. En él aparecen como números. La hoja de abajo sí los contiene; imprima esa en su lugar.`,
  noWindow: (papers) =>
    `La dirección es demasiado larga para la ventana (${papers}). Está al comienzo de la carta; escríbala en un sobre sin ventana.`,
  back: 'Su dirección de remitente',
  backKept: 'Está al comienzo de la carta, tal como usted la envió:',
  backNow: 'Al comienzo de la carta está:',
  backHint: 'Es opcional. Una carta con dirección puede responderse por correo. Se guarda con la carta.',
  backSave: 'Ponerla en la carta',
  backClear: 'Quitarla de la carta',
  postedTitle: '¿Ya la envió?',
  posted: 'La eché al correo',
  postedHint: 'Solo usted lo sabe. El estado de esta carta se basa en lo que usted diga.',
  isPosted: (day) => `Usted anotó el ${day} que la echó al correo.`,
  unpost: 'En realidad no la envié',
  noAddress: 'No tenemos una dirección postal publicada de este destinatario. Búsquela antes de enviar la carta.',
  sheet: 'La carta impresa',
};
