import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "sign": el formulario, la página de agradecimiento y la de confirmación. */
export const sign: Messages['sign'] = {
  name: 'Nombre',
  email: 'Correo electrónico',
  zip: 'ZIP',
  isp: 'Su proveedor',
  chooseIsp: 'Elija su proveedor',
  otherIsp: 'Otro, o no lo sé',
  namePublic: 'Entreguen mi nombre con la petición',
  namePublicHint: 'Quedará para siempre en un registro público. Si no lo marca, se le cuenta sin su nombre.',
  trap: 'Deje este campo vacío',
  button: 'Firmar',
  promise:
    'Le enviamos un solo enlace para confirmar. Después, escriba su carta. No le anotamos en ninguna lista si no lo pide.',
  privacy: 'Privacidad',
  faults: {
    name_missing: 'Escriba su nombre.',
    name_long: 'Escriba un nombre de 100 caracteres como máximo.',
    name_characters: 'Escriba un nombre con letras; contiene un carácter que no podemos imprimir.',
    name_link: 'Escriba un nombre sin direcciones web ni de correo.',
    email_missing: 'Escriba su correo electrónico.',
    email_long: 'Escriba un correo electrónico de 254 caracteres como máximo.',
    email_shape: 'Escriba un correo electrónico como nombre@example.com.',
    email_quoted: 'Escriba un correo electrónico sin comillas; no podemos escribir a direcciones con comillas.',
    email_letters:
      'Escriba un correo electrónico con letras latinas sin acentos antes de la @; todavía no podemos escribir a otros.',
    zip_missing: 'Escriba su código postal (ZIP).',
    zip_shape: 'Escriba los cinco dígitos de su código postal (ZIP).',
    zip_unknown: 'Revise su código postal (ZIP): el correo de EE. UU. no llega a ninguno que empiece así.',
    isp_shape: 'Elija su proveedor de la lista.',
    code_shape: 'Escriba los seis dígitos del código.',
  },
  refusals: {
    campaign_unknown: {
      title: 'Esa campaña no existe',
      text: 'Puede que haya cambiado de nombre. Vea todas las campañas.',
    },
    campaign_not_open: {
      title: 'Esta campaña todavía no está abierta',
      text: 'No se registró su firma. Vuelva cuando se abra.',
    },
    campaign_closed: {
      title: 'Esta campaña está cerrada',
      text: 'Ya no recibe firmas, así que la suya no se registró. Vea las campañas abiertas.',
    },
    unknown: {
      title: 'Este enlace no funciona',
      text: 'Puede que su programa de correo lo haya cortado. Copie el enlace completo del correo, o firme otra vez para recibir uno nuevo.',
    },
    expired: {
      title: 'Este enlace ya venció',
      text: 'Un enlace sirve durante siete días. Si usted confirmó a tiempo, su firma sigue en pie. Si no, firme otra vez para recibir uno nuevo.',
    },
    withdrawn: {
      title: 'Usted retiró esta firma',
      text: 'Una firma retirada no se puede volver a dar en la misma campaña, porque el recuento público conserva ambos registros. Puede firmar otras campañas.',
    },
    invalidated: {
      title: 'Esta firma se quitó del recuento',
      text: 'Un organizador la quitó y anotó el motivo. Si cree que es un error, escriba a los organizadores.',
    },
    code_wrong: {
      title: 'Ese no es el código',
      text: 'Compárelo con el correo más reciente. Después de cinco códigos equivocados solo sirve el enlace del correo.',
    },
    code_locked: {
      title: 'Demasiados códigos equivocados',
      text: 'Use el enlace del correo, o firme otra vez para recibir un código nuevo.',
    },
  },
  thanks: {
    metaTitle: 'Confirme su firma',
    kick: (campaign) => `Usted firmó: ${campaign}`,
    title: 'Falta un paso: abra su correo',
    lede: 'Le estamos enviando un correo a la dirección que nos dio. Su firma cuenta cuando oprima el botón que abre el enlace, o cuando escriba aquí los seis dígitos.',
    code: 'Código de seis dígitos',
    codeHint: 'Está en el correo. El enlace del correo hace lo mismo.',
    confirm: 'Confirmar',
    noMail: '¿No le llega el correo?',
    noMailReasons: [
      'Puede tardar unos minutos. Busque también en la carpeta de correo no deseado.',
      'Puede que la dirección tenga un error. Firme otra vez con la correcta; la equivocada no cuenta.',
      'Enviamos a una misma dirección cinco de estos correos como máximo en 24 horas.',
      'Si con esa dirección ya se había firmado, el correo lo dice. La firma cuenta una sola vez.',
    ],
    signAgain: 'Volver a la campaña',
    development: 'Este es un sitio de desarrollo: los correos se guardan en',
    confirmedTitle: 'Su firma está confirmada',
    confirmedKick: (campaign) => campaign,
    confirmedLede: 'Entra en el recuento público en diez segundos como máximo.',
    nextTitle: 'Ahora escriba su carta',
    nextText:
      'Una carta con sus propias palabras pesa más que una firma. Ponemos el nombre de su proveedor y los hechos; usted cambia lo que quiera y ve exactamente lo que se envía.',
    write: 'Escribir mi carta',
  },
  confirm: {
    metaTitle: 'Confirme su firma',
    title: 'Confirme su firma',
    lede: 'No se cuenta nada hasta que oprima el botón.',
    campaign: 'Campaña',
    name: 'Nombre',
    state: 'Estado',
    isp: 'Proveedor de internet',
    notGiven: 'No se indicó',
    button: 'Confirmar mi firma',
    notYou: '¿No es usted? Entonces cierre esta página. Sin el botón no se cuenta nada ni se envía nada más.',
    correct:
      '¿Algo no está bien aquí? Alguien pudo escribirlo por usted. Firme de nuevo con los datos correctos y use el enlace de ese correo, el más reciente.',
    signAgain: 'Firmar de nuevo',
    againTitle: 'Su firma ya está confirmada',
    againLede: 'Cuenta una sola vez. Puede pasar a su carta desde este navegador.',
    againButton: 'Continuar',
    allCampaigns: 'Todas las campañas',
  },
};
