import type { MailWords } from './en.ts';
import { exportReadyEs } from './export.ts';
import { organizer } from './organizer-es.ts';

const day = new Intl.DateTimeFormat('es-US', { dateStyle: 'long', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('es-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** Las palabras de cada correo en español. Decision 0003. */
export const es: MailWords = {
  greeting: (name) => (name ? `Hola, ${name}:` : 'Hola:'),
  day: (at) => day.format(at),
  number: (whole) => whole.toLocaleString('es-US'),
  moment: (at) => `${moment.format(at)} UTC`,
  orOpen: 'Si el botón no funciona, abra esta dirección:',
  footer: (host) => `Enviado por el sitio de campaña Untolled en ${host}, porque allí se escribió esta dirección.`,
  noTracking: 'Este correo no lleva imágenes ni nada que nos diga si usted lo leyó.',
  confirmation: {
    subject: (title) => `Por favor, confirme su firma: ${title}`,
    heading: 'Por favor, confirme su firma',
    whatHappened: (host) => `Alguien, esperamos que usted, firmó esta petición en ${host} con esta dirección:`,
    whyConfirm: 'La firma cuenta cuando usted la confirma. Abra esta página y presione el botón que hay en ella:',
    button: 'Confirmar mi firma',
    code: 'O escriba este código en la página donde firmó:',
    expiry: (until) => `El enlace y el código sirven hasta el ${until}.`,
    notYou: 'Si no fue usted, no haga nada. Sin la confirmación no se cuenta nada y usted no queda en ninguna lista.',
  },
  alreadySigned: {
    subject: (title) => `Usted ya firmó: ${title}`,
    heading: 'Usted ya firmó',
    whatHappened: (host) =>
      `Alguien, esperamos que usted, volvió a firmar esta petición en ${host} con esta dirección:`,
    counted: (signedOn) =>
      `Su firma se confirmó el ${signedOn} y está en el conteo. Cada persona cuenta una sola vez, así que nada cambió.`,
    whatNow: 'Todavía puede escribir a quienes deciden. Esta página le lleva a las cartas:',
    button: 'Seguir a las cartas',
    code: 'O escriba este código en la página donde acaba de firmar:',
    expiry: (until) => `El enlace y el código sirven hasta el ${until}.`,
    notYou: 'Si no fue usted, no haga nada. Su firma anterior queda como está.',
  },
  mailboxShared: {
    subject: (title) => `Con este correo ya se firmó: ${title}`,
    heading: 'No se tomó una firma más de este correo',
    whatHappened: (host) => `Alguien firmó esta petición en ${host} con esta dirección:`,
    typed: (name, zip) => (name ? `Nombre: ${name}. Código postal: ${zip}.` : `Código postal: ${zip}.`),
    rule: 'Alguien ya confirmó una firma desde este correo. En un correo caben dos personas de un mismo hogar: la segunda con otro nombre y con el mismo código postal que la primera. Esta firma no cabe en ninguno de los dos lugares, así que no cuenta.',
    whatNow:
      'Si el nombre o el código postal tenían un error, firme otra vez con los datos correctos. Si usted tiene un correo propio, firme con ese. En su página está lo que se firmó con este correo, y allí se puede corregir o retirar:',
    button: 'Abrir mi página',
    notYou: 'Si no fue usted, no haga nada. Lo que se confirmó con este correo queda como está.',
  },
  letterReceipt: {
    subject: {
      accepted: (letter) => `Su carta se envió: ${letter}`,
      failed: (letter) => `Su carta no se pudo entregar: ${letter}`,
      filed: (letter) => `Su carta fue presentada: ${letter}`,
      mixed: (letter) => `Una parte del envío de su carta fue rechazada: ${letter}`,
      returned: (letter) => `Su carta fue devuelta: ${letter}`,
      waiting: (letter) => `Qué pasa ahora con su carta: ${letter}`,
    },
    heading: {
      accepted: 'Su carta se envió',
      failed: 'Su carta no se pudo entregar',
      filed: 'Su carta fue presentada',
      mixed: 'Un buzón aceptó su carta y otro la rechazó',
      returned: 'Su carta fue devuelta',
      waiting: 'Qué pasa ahora con su carta',
    },
    intro: (title) => `Se trata de la carta que usted escribió para la campaña «${title}».`,
    delivery: {
      to: 'Para',
      result: 'Resultado',
      at: 'Cuándo',
      answer: 'Respuesta del servidor de correo',
      accepted: 'Aceptada por un servidor de correo en el camino',
      permanent_failure: 'No se entregó y no se intentará más',
      returned: 'Devuelta: un servidor de correo la aceptó primero y después no pudo entregarla',
      confirmation: 'Número que dio la entidad destinataria',
      filed: 'Presentada',
      queued: 'Espera a ser presentada; recibirá un correo cuando se haya hecho',
      awaiting: 'Espera la próxima presentación de la campaña; recibirá un correo cuando se haya presentado',
      form: 'Lista para usted: llene el formulario con el texto de su página',
      paper: 'Lista para usted: imprímala y envíela desde su página',
      noAnswer: 'ninguna',
    },
    returned:
      'La oficina no recibió su carta por esta vía. No se vuelve a enviar por sí sola. La página de su carta muestra si hay otra vía abierta.',
    filed: 'Presentada significa que su carta fue entregada. No significa que alguien ya la haya leído.',
    waiting:
      'No se envió ningún correo a la entidad destinataria. Mientras una carta no haya salido, usted puede retirarla en su página.',
    meaning:
      'Aceptada significa que el servidor del destinatario recibió la carta. No significa que alguien ya la haya leído.',
    replies: 'Si la oficina responde, la respuesta le llega a usted, a esta dirección suya, y no a nosotros.',
    button: 'Ver la página de su carta',
    copy: 'Su carta, tal como se envió',
  },
  signatureReceipt: {
    subject: (title: string) => `Su comprobante: ${title}`,
    heading: 'Su firma está contada: aquí tiene el comprobante',
    counted: (title: string) => `Su firma en esta petición está en el recuento público: ${title}`,
    corrected: (title: string) =>
      `Se corrigió su proveedor o su estado en el recuento público de esta petición: ${title}. Este comprobante reemplaza al anterior.`,
    attached: (fileName: string, leaf: string, size: string) =>
      `El archivo adjunto ${fileName} lo demuestra: la entrada ${leaf} de un registro de ${size} entradas es la suya. Guárdelo.`,
    meaning:
      'Con él, usted o cualquiera a quien se lo dé puede comprobar, sin tener que confiar en nosotros, que su firma está en el registro del que sale el recuento. Contiene su dirección, su proveedor y su estado: no lo publique.',
    button: 'Revisar el comprobante',
    check:
      'La página revisa el archivo en su navegador y no lo envía a ninguna parte. También explica cómo revisarlo sin este sitio.',
    withdraw: 'El comprobante vale para siempre. No muestra si usted retiró la firma más tarde.',
  },
  submissionConfirmation: {
    correction: {
      subject: (about) => `Por favor, confirme su corrección: ${about}`,
      heading: 'Por favor, confirme su corrección',
      whatHappened: (host) =>
        `Alguien, esperamos que usted, nos avisó en ${host} con esta dirección que hay un error en:`,
      whyConfirm:
        'El equipo editorial la lee cuando usted la confirma. Abra esta página y presione el botón que hay en ella:',
      button: 'Confirmar mi corrección',
    },
    reply: {
      subject: (about) => `Por favor, confirme su respuesta: ${about}`,
      heading: 'Por favor, confirme su respuesta',
      whatHappened: (host) =>
        `Alguien, esperamos que usted, escribió en ${host} con esta dirección una respuesta en nombre del proveedor, sobre:`,
      whyConfirm:
        'Se publica en cuanto usted la confirma, palabra por palabra, con su nombre, su cargo y el dominio de este buzón, y después no se puede cambiar. Abra esta página, lea la respuesta y presione el botón:',
      button: 'Leer y confirmar la respuesta',
    },
    report: {
      subject: (about) => `Por favor, confirme su reporte sobre ${about}`,
      heading: 'Por favor, confirme su reporte',
      whatHappened: (host) => `Alguien, esperamos que usted, reportó en ${host} con esta dirección lo que vio en:`,
      whyConfirm: 'El reporte cuenta cuando usted lo confirma. Abra esta página y presione el botón que hay en ella:',
      button: 'Confirmar mi reporte',
    },
    me_too: {
      subject: (about) => `Por favor, confirme que usted también lo vio: ${about}`,
      heading: 'Por favor, confirme que usted también lo vio',
      whatHappened: (host) =>
        `Alguien, esperamos que usted, dijo en ${host} con esta dirección que vio lo mismo que otra persona en:`,
      whyConfirm: 'Cuenta cuando usted lo confirma. Abra esta página y presione el botón que hay en ella:',
      button: 'Confirmar que lo vi',
    },
    code: 'O escriba este código en la página que siguió al formulario:',
    expiry: (until) => `El enlace y el código sirven hasta el ${until}.`,
    notYou: 'Si no fue usted, no haga nada. Sin la confirmación no pasa nada y usted no queda en ninguna lista.',
  },
  alert: {
    kinds: {
      'state-surge': 'Muchas firmas de un solo lugar',
      'without-proof': 'Muchos formularios sin prueba de trabajo',
      'network-surge': 'Muchos formularios de una sola red',
      'isp-surge': 'Muchos formularios dudosos de un proveedor',
      'domain-surge': 'Muchas direcciones de un solo dominio de correo',
      'same-name': 'Un mismo nombre una y otra vez',
      'same-second': 'Muchas confirmaciones en un segundo',
    },
    subject: (what, host) => `${what} en ${host}`,
    meaning:
      'La vigilancia encontró en el último minuto algo que una multitud no explica. Nada se rechazó ni se retiró por ello.',
    campaign: 'Campaña',
    every: 'todas',
    key: 'Dónde',
    forms: 'Formularios en un minuto',
    withoutProof: 'De ellos, sin prueba de trabajo',
    before: 'En la hora anterior',
    raised: 'Encontrado el',
    whatNow: 'Revíselo y, cuando lo haya hecho, dé el aviso por atendido:',
    once: 'Los avisos de un mismo tipo se envían por correo una vez por hora. La página de métricas cuenta los que siguen abiertos.',
    footer: (host) =>
      `Enviado por el sitio de la campaña Untolled en ${host} a la dirección que su operador fijó para los avisos.`,
  },
  exportReady: exportReadyEs,
  broadcast: {
    why: (organization: string, host: string) =>
      `Recibe este correo porque está en la lista de ${organization} en ${host}.`,
    unsubscribe: 'Darse de baja',
    preferences: 'Elegir qué recibe, o hacer una pausa',
  },
  stopped: {
    subject: (title: string) => `Detenido: ${title}`,
    heading: 'Un envío se detuvo solo',
    why: {
      complaints:
        'Más del 0.1% de quienes lo recibieron lo marcaron como spam, así que no sale nada más de él. Por encima de esa proporción, los servicios de correo apartan sitios enteros.',
      bounces:
        'Más del 5% de las direcciones que se intentaron no existen, así que no sale nada más de él. Una lista así perjudica a todos los correos posteriores de este sitio.',
    },
    organization: 'Organización',
    recipients: 'Miembros a los que iba',
    sent: 'Entregados hasta ahora',
    complained: 'Marcados como spam',
    bounced: 'Direcciones que no existen',
    at: 'Detenido el',
    whatNow:
      'Averigüe la causa antes de seguir: a quiénes incluye el segmento, de dónde salió una lista, si el asunto dice de qué trata el correo.',
    button: 'Ver el envío',
    footer: 'Enviado a propietarios y editores de la organización, a quien aprobó el envío y al operador del sitio.',
  },
  complaintReminder: {
    provider: 'su proveedor',
    subject: (isp) => `¿Respondió ${isp} a su queja?`,
    whatHappened: (isp, day) =>
      `Usted anotó que el ${day} presentó ante la FCC una queja sobre ${isp}. Entonces le dijimos que le preguntaríamos una sola vez qué pasó con ella.`,
    ticket: 'Su número de caso',
    rule: 'El proveedor tiene que responder por escrito dentro de los 30 días siguientes al día en que la FCC le notifica la queja. Solo conocemos el día en que usted la presentó, así que el proveedor puede tener un poco más de tiempo. No todas las quejas se notifican.',
    ask: (isp) => `¿Respondió ${isp}? Abra esta página y elija una de las cuatro respuestas:`,
    button: 'Decir qué pasó',
    counted: 'Las respuestas se cuentan por proveedor y solo se muestran a partir de 11 personas, nunca con un nombre.',
    once: 'Se lo preguntamos solo esta vez. El enlace sirve durante unos cinco meses.',
  },
  correctionDecision: {
    subject: {
      accepted: (title) => `Aceptamos su corrección: ${title}`,
      declined: (title) => `No aceptamos su corrección: ${title}`,
    },
    heading: { accepted: 'Aceptamos su corrección', declined: 'No aceptamos su corrección' },
    about: 'Usted nos avisó que hay un error en esta entrada:',
    meaning: {
      accepted: 'El equipo editorial la revisó y está de acuerdo. Gracias.',
      declined: 'El equipo editorial la revisó y deja la entrada como está.',
    },
    note: 'Su nota para usted:',
    button: 'Ver la entrada',
    yours: 'Lo que usted escribió:',
  },
  subscriptionConfirmation: {
    subject: (organization) => `¿Quiere recibir correos de ${organization}?`,
    heading: '¿Quiere estar en la lista?',
    preview: 'No llega nada antes de que usted lo diga.',
    whatHappened: (host, organization) =>
      `Alguien, esperamos que usted, pidió en ${host} que este correo entre en la lista de ${organization}.`,
    whatComes:
      'Qué llega: un correo cuando su proveedor empeore o cuando haya algo que usted pueda hacer al respecto. Cada uno trae un enlace para darse de baja con un clic.',
    whatComesAbout: (isp) =>
      `Qué llega: un correo cuando ${isp} empeore o cuando haya algo que usted pueda hacer al respecto. Cada uno trae un enlace para darse de baja con un clic.`,
    button: 'Quiero estar en la lista',
    code: 'O escriba este código en la página que siguió al formulario:',
    expiry: (until) => `El enlace y el código sirven hasta el ${until}.`,
    notYou: 'Si usted no lo pidió, no haga nada: no está en ninguna lista y no llegará nada más.',
  },
  nameInquiry: {
    subject: (host) => `Lo que se envió en su nombre en ${host}`,
    heading: 'Lo que se envió en su nombre',
    whatHappened: (host) =>
      `Alguien, esperamos que usted, preguntó en ${host} qué se firmó y qué se envió en nombre de este correo.`,
    what: 'La página de este enlace lo muestra, haya algo o no haya nada. Allí puede retirarlo y pedir que se borre.',
    button: 'Ver lo que se envió en mi nombre',
    code: 'O escriba este código en la página que siguió al formulario:',
    expiry: (until) =>
      `El enlace y el código sirven hasta el ${until}. Quien los tenga puede ver y borrar: no los comparta.`,
    notYou: 'Si usted no preguntó, no haga nada: solo quien tiene este correo ve la página.',
  },
  myPage: {
    subject: (host) => `Su página en ${host}`,
    heading: 'Su página',
    whatHappened: (host) => `Alguien, esperamos que usted, pidió en ${host} la página de este correo.`,
    what: 'Muestra lo que usted firmó y escribió, con sus comprobantes. Allí puede corregirlo y retirarlo, llevarse una copia de todos sus datos y pedir que se borre todo. Este mensaje es el mismo, haya algo o no haya nada.',
    button: 'Abrir mi página',
    code: 'O escriba este código en la página que siguió al formulario:',
    expiry: (until) =>
      `El enlace y el código sirven hasta el ${until}. Quien los tenga puede ver y borrar: no los comparta.`,
    notYou: 'Si usted no la pidió, no haga nada: solo quien tiene este correo ve la página.',
  },
  organizer,
};
