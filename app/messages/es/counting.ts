import type { Messages } from '../catalogue.ts';

/** Palabras del área «counting»: qué cuenta y qué no, las cifras de una campaña y cómo comprobarlas. */
export const counting: Messages['counting'] = {
  title: 'Cómo contamos',
  description:
    'Qué cuenta como firma, qué no y por qué, qué contiene el registro público y cómo puede comprobar usted mismo el recuento.',
  lede: 'Una firma cuenta cuando se ha comprobado su buzón, una vez por persona y campaña. Cada firma que cuenta, y cada una que deja de contar, es una anotación de un registro público con el que cualquiera puede volver a calcular las cifras de este sitio.',
  counts: {
    title: 'Qué cuenta',
    list: [
      'Una firma cuenta cuando se ha comprobado el buzón que indica: con el botón del enlace de nuestro correo o con los seis dígitos de ese correo. Un formulario enviado, por sí solo, no cuenta.',
      'Un buzón es una persona. Las formas de escribir una dirección que el proveedor entrega en el mismo buzón (mayúsculas, puntos, lo que sigue a un signo de más, otros nombres del mismo dominio) son una sola dirección. Las reglas están en una tabla y cada cambio queda anotado.',
      'Dos personas que comparten un buzón pueden firmar las dos: la segunda con otro nombre y el mismo código postal que la primera. A una tercera se le dice que no por correo.',
      'Quien firmó y cambió de opinión puede retirar la firma y puede corregir el proveedor y el código postal. Una firma retirada no se puede volver a hacer con el mismo buzón.',
    ],
  },
  states: {
    title: 'Los cinco estados de una firma',
    caption: 'Estados de una firma y si cuenta',
    state: 'Estado',
    isCounted: 'Cuenta',
    meaning: 'Qué significa',
    yes: 'sí',
    no: 'no',
    names: {
      confirmed: 'confirmada',
      pending: 'en espera',
      suspicious: 'apartada',
      withdrawn: 'retirada',
      invalidated: 'invalidada',
    },
    meanings: {
      confirmed: 'Se comprobó el buzón. Está en el registro.',
      pending:
        'Llegó el formulario y nadie ha abierto el correo para confirmar todavía. A los siete días el enlace deja de valer.',
      suspicious:
        'Las reglas encontraron que el formulario puede no ser de una persona. Nunca cuenta por sí sola: alguien de la organización la mira y la admite o la rechaza. A quien envió el formulario se le dice lo mismo que a todos.',
      withdrawn: 'Quien firmó la retiró. Lo dice una anotación del registro; la que la contó queda a su lado.',
      invalidated:
        'La organización la quitó después de haber contado. Lo dice una anotación del registro, con uno de los motivos de abajo.',
    },
  },
  reasons: {
    title: 'Por qué se invalida una firma',
    lede: 'El motivo queda en el registro para siempre. No hay otros:',
    caption: 'Motivos de las firmas invalidadas',
    reason: 'Motivo',
    inLedger: 'En el registro',
    names: {
      automated: 'la rellenó una máquina',
      'network-burst': 'una de una ráfaga de formularios de una sola red que ninguna multitud explica',
      'disposable-mailboxes': 'un buzón creado para eso',
      'same-person': 'una persona que firmó con varias direcciones',
      'not-a-person': 'el nombre no es de una persona',
      'not-eligible': 'firmada desde fuera de aquellos a quienes se dirige la petición',
      'without-consent': 'firmada en nombre de alguien que no quería',
      other: 'otro motivo, que guarda la organización',
    },
    older: 'un motivo de una versión anterior de estas reglas',
    none: 'No se ha invalidado ninguna firma de esta campaña.',
  },
  breakdowns: {
    title: 'Cifras por proveedor y por estado',
    list: [
      'Lo que una persona dice de su proveedor y su estado no está en la anotación que cuenta su firma. Se publica aparte, los proveedores por un lado y los estados por otro, en grupos de 11 o más, una vez por hora como mucho, y solo cuando han firmado 11 personas más. Así ninguna cifra, ni ningún cambio de una cifra, se refiere a menos de 11 personas.',
      'Cuando se publica un grupo, un número secreto de sus partes se queda atrás, casi siempre de 0 a 10, y al menos 11 firmas de cada campaña no están nunca en ningún grupo. Por eso una cifra de aquí es algo menor que la verdadera, y nadie puede saber en cuánto. Un proveedor o estado sin cifra puede no tener ninguna firma o tener algunas que esperan.',
      'Las partes de firmas retiradas, invalidadas o corregidas también salen en grupos de 11 o más, y solo cuando se han ido otras 11 que podrían ser ellas. Hasta entonces siguen en la cifra.',
      'El proveedor y el estado son los que dice quien firma: el proveedor indicado y el estado del código postal. Nadie pide papeles.',
    ],
  },
  ledger: {
    title: 'Qué contiene el registro y qué no',
    holds: 'Contiene, de cada firma',
    holdsList: [
      'su lugar en el orden y el día UTC;',
      'un compromiso: el resumen criptográfico de una sal secreta, la dirección, el proveedor y el estado, que solo puede abrir quien tiene la sal. Usted recibe la suya con su recibo;',
      'después, si se corrige, se retira o se invalida, una anotación que señala a la primera y, si se invalidó, el motivo.',
    ],
    lacks: 'No contiene',
    lacksList: [
      'nombres, direcciones ni códigos postales, ni nada de la red de la que vino un formulario;',
      'el proveedor ni el estado de ninguna anotación;',
      'firmas en espera o apartadas. De ellas solo son públicas dos cifras, redondeadas a decenas al azar.',
    ],
    erasing:
      'Del registro no se quita nunca nada. Cuando se borran sus datos se borra también la sal, y entonces ya nadie puede saber de quién es la anotación.',
  },
  check: {
    title: 'Compruébelo usted',
    lede: 'El registro es un registro de transparencia según RFC 6962 y las especificaciones C2SP, en archivos con direcciones fijas. Un programa de 300 líneas como mucho, que solo necesita Node 20, lee todas las anotaciones y vuelve a calcular la raíz firmada y cada cifra:',
    receipt: 'Compruebe su recibo, descargue el programa y vea las claves',
    key: 'Clave pública',
    address: 'Archivos del registro',
    files: {
      checkpoint: 'el último tamaño firmado y su raíz',
      counts: 'todas las cifras de esta página, para programas',
      csv: 'todas las anotaciones en una tabla',
    },
    none: 'El registro de esta campaña no tiene todavía ninguna anotación firmada.',
  },
  witnesses: {
    title: 'Testigos',
    lede: 'Un testigo es un programa de otra persona que recuerda lo que ha visto de un registro y firma un estado nuevo solo cuando continúa el anterior. Con él no podemos mostrar registros distintos a personas distintas, ni quitar nada, sin que se note.',
    none: 'Ningún testigo ha firmado todavía un registro de este sitio. Hasta que alguno lo haga, compare el estado firmado con el que vieron otras personas.',
    witness: 'Testigo',
    size: 'Anotaciones que avala',
    at: 'Firmado',
    caption: 'Testigos de este registro',
  },
  campaigns: {
    title: 'Las campañas y sus cifras',
    counted: (count) => `${count} firmas contadas`,
    figures: 'Cifras, proveedores, estados y registro',
    none: 'Todavía no hay ninguna campaña con registro.',
  },
  figures: {
    title: (campaign) => `Cómo se cuenta «${campaign}»`,
    description: (campaign) =>
      `Las cifras de la petición «${campaign}» por estado de la firma, motivo, proveedor y estado, con el registro del que salen.`,
    kick: 'El recuento en detalle',
    rules: 'Las reglas del recuento',
    campaign: 'La petición',
    lede: (entries) => `firmas contadas. El registro tiene ${entries} anotaciones.`,
    asOf: (time) => `Del registro tal como se firmó el ${time}.`,
    statesTitle: 'Por estado de la firma',
    statesCaption: 'Firmas por estado',
    number: 'Firmas',
    about: (count) => `unas ${count}`,
    few: 'menos de 10',
    waitingAsOf: (time) =>
      `Las firmas en espera y las apartadas se contaron el ${time} y se redondearon a decenas al azar, para que nadie pueda averiguar si una dirección ha firmado. Las demás cifras son exactas.`,
    notYet: 'sin contar todavía',
    reasonsTitle: 'Invalidadas, por motivo',
    ispsTitle: 'Por proveedor',
    ispsCaption: 'Firmas mostradas por proveedor',
    isp: 'Proveedor',
    otherIsp: 'Otro proveedor, o ninguno indicado',
    placesTitle: 'Por estado del país',
    placesCaption: 'Firmas mostradas por estado del país',
    place: 'Estado del país',
    noPlace: 'Sin estado (código postal militar o de ninguno)',
    shown: 'Mostradas',
    rest: (count) =>
      `Sin mostrar todavía: ${count}. Los proveedores o estados que faltan aquí tienen menos de 11 mostradas: no se muestran.`,
    owed: (count) =>
      `Los grupos contienen ${count} firmas más de las que cuentan ahora: son firmas anuladas después, por encima de las que aún no se muestran, que salen en grupos de 11 o más.`,
    nothing: 'Todavía no se muestra nada: menos de 11 de cada uno, o muy pocas en total.',
    waiting: 'El registro de esta campaña no se ha firmado aún por primera vez. Tarda unos segundos.',
  },
};
