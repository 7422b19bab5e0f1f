import type { Messages } from '../catalogue.ts';

/** Las palabras de las páginas sencillas que responden cuando una solicitud no llega a ninguna página del sitio. */
export const listener: Messages['listener'] = {
  badRequest: {
    title: 'No pudimos leer la solicitud',
    text: 'La dirección o el formulario llegó dañado. Vuelva atrás e inténtelo de nuevo, o empiece desde la portada.',
  },
  forbidden: {
    title: 'Ese formulario no viene de este sitio',
    text: 'Para protegerle, solo aceptamos formularios de nuestras propias páginas. Abra la página aquí y envíe el formulario otra vez.',
  },
  notFound: {
    title: 'Aquí no hay nada',
    text: 'Puede que la dirección esté mal escrita o que lo que nombraba ya no exista.',
  },
  methodNotAllowed: {
    title: 'Esta dirección no funciona de esa manera',
    text: 'Aquí las páginas se leen con GET y los formularios se envían con POST.',
  },
  timeout: { title: 'Tardó demasiado', text: 'La solicitud no llegó a tiempo. Inténtelo de nuevo, por favor.' },
  tooLarge: {
    title: 'Es más de lo que podemos recibir',
    text: 'Un formulario puede tener 64 kilobytes como máximo. Acorte su texto y envíelo otra vez.',
  },
  addressTooLong: { title: 'Esa dirección es demasiado larga', text: 'Empiece desde la portada, por favor.' },
  unsupportedForm: {
    title: 'No pudimos leer ese formulario',
    text: 'Aquí solo se aceptan formularios web comunes, sin archivos.',
  },
  headersTooLarge: {
    title: 'Su navegador envió demasiados datos',
    text: 'Suele ayudar borrar en el navegador las cookies de este sitio.',
  },
  fault: {
    title: 'Algo falló de nuestro lado',
    text: 'Usted no lo causó, y el fallo quedó registrado. Inténtelo de nuevo en un minuto.',
  },
  busy: {
    title: 'Hay más personas de las que podemos atender a la vez',
    text: 'Espere unos segundos e inténtelo de nuevo, por favor.',
    form: 'Todavía no se ha enviado nada. Lo que usted escribió se conserva en esta página; el botón lo envía otra vez.',
  },
  away: {
    title: 'En este momento no podemos guardar nada',
    text: 'Una parte de nuestro sistema no responde y el fallo quedó registrado. Inténtelo de nuevo dentro de un rato, por favor.',
    form: 'No podemos saber si lo que envió llegó. Se conserva en esta página; el botón lo envía otra vez.',
  },
  reading: {
    title: 'En este momento este sitio solo se puede leer',
    text: 'Se le está dando mantenimiento y mientras tanto no se recibe nada. Inténtelo de nuevo más tarde, por favor.',
    form: 'No se ha guardado nada. Lo que usted escribió se conserva en esta página; el botón lo envía otra vez.',
  },
  paused: {
    title: 'En este momento no se reúnen firmas',
    text: 'Los organizadores pausaron la recolección de firmas. Inténtelo de nuevo más tarde, por favor.',
    form: 'No se ha guardado nada. Lo que usted escribió se conserva en esta página; el botón lo envía otra vez.',
  },
  kept: {
    title: 'No se perdió nada: inicie sesión y envíelo otra vez',
    ended: 'Su sesión terminó o su papel no llega hasta aquí. No se guardó nada. Lo que usted escribió está abajo.',
    again: 'Esto requiere una prueba reciente de que es usted. No se guardó nada. Lo que usted escribió está abajo.',
    signIn: 'Iniciar sesión en otra pestaña',
    prove: 'Demostrar que es usted en otra pestaña',
    hint: 'Vuelva después a esta página y oprima el botón que está al final, o copie sus textos de aquí.',
  },
  making: {
    title: 'En este momento no se crean campañas',
    text: 'Quien administra esta instalación lo desactivó. Las campañas que existen siguen.',
    form: 'No se ha guardado nada. Lo que usted escribió se conserva en esta página; el botón lo envía otra vez.',
  },
  signTwice: 'Enviarlo dos veces no causa ningún problema: su firma cuenta una sola vez.',
  sendAgain: 'Enviar otra vez',
  faultNumber: 'Si nos escribe sobre esto, indique este número:',
  frontPage: 'Portada',
};
