import type { Messages } from '../catalogue.ts';

const count = (value: number) => value.toLocaleString('es-US');

/** Palabras de la parte "compose". */
export const compose: Messages['compose'] = {
  steps: {
    label: 'Pasos de su carta',
    names: {
      addressees: 'A quién',
      draft: 'Borrador',
      words: 'Sus propias palabras',
      preview: 'Vista previa',
      sent: 'Enviada',
    },
    current: 'Usted está aquí.',
  },
  next: 'Siguiente: sus propias palabras',
  straight: 'Ir directo a la vista previa',
  own: {
    title: 'Cuánto de la carta es suyo',
    template: (words) =>
      words === 1 ? '1 palabra es de la campaña o citada.' : `${count(words)} palabras son de la campaña o citadas.`,
    sentences: 'Sus frases',
    noSentences: 'Ninguna frase es suya todavía. Basta una sobre lo que usted vio para que se distinga.',
  },
  limits: {
    title: 'Espacio según la vía',
    line: (channel, chars, maxChars, bytes, maxBytes) =>
      `${channel}: ${count(chars)} de ${count(maxChars)} caracteres, ${count(bytes)} de ${count(maxBytes)} bytes`,
    pages: (pages, maxPages) => `, unas ${pages} de ${maxPages} páginas`,
    asSaved: 'Según lo último guardado.',
    tooLong: {
      chars: (channel, is, most) =>
        `${channel}: la carta tiene ${count(is)} caracteres y caben ${count(most)}. Acórtela en ${count(is - most)}.`,
      bytes: (channel, is, most) =>
        `${channel}: la carta ocupa ${count(is)} bytes y caben ${count(most)}. Las letras con acento y los signos ocupan varios bytes.`,
      pages: (channel, is, most) =>
        `${channel}: la carta llena unas ${is} páginas y se imprimen ${most} como máximo. Acórtela o quite líneas vacías.`,
    },
  },
  postal: {
    required: 'Su dirección postal',
    requiredHint:
      'La FCC solo acepta comentarios con dirección postal completa. El nombre, la dirección y la carta quedan públicos para siempre.',
    optional: 'Agregar su dirección postal (opcional)',
    optionalHint: 'Va al principio de la carta impresa. Déjela vacía o complétela entera.',
    line1: 'Calle y número, o apartado postal',
    line2: 'Apartamento o unidad (opcional)',
    city: 'Ciudad',
    state: 'Estado',
    choose: 'Elija',
    zip: 'ZIP o ZIP+4',
    otherState: (zip, served, state) =>
      `El correo del ZIP ${zip} va a ${served}, y usted eligió ${state}. Revise ambos; si son correctos, déjelos así.`,
    faults: {
      line1_missing: 'Escriba su calle y número.',
      city_missing: 'Escriba su ciudad.',
      state_missing: 'Elija su estado.',
      zip_missing: 'Escriba su código postal.',
      zip_shape: 'Escriba un código postal de cinco dígitos, o ZIP+4, por ejemplo 94103-1234.',
      part_long: 'Acorte esta línea.',
      part_characters: 'Empiece esta línea con una letra o un dígito y no use caracteres invisibles.',
    },
  },
  words: {
    metaTitle: 'Sus propias palabras',
    title: 'Cuente lo que vio',
    lede: () =>
      'Las palabras de la campaña se leen en muchas cartas. Las suyas, solo en esta. Todo es decisión suya: la carta puede salir tal como está.',
    promptsTitle: 'Unas preguntas sinceras',
    promptsHint: 'Conteste las que quiera con frases completas: entran en la carta tal como usted las escribe.',
    prompts: {
      tried: '¿Qué quiso ver o hacer?',
      when: '¿Cuándo ocurre?',
      answer: '¿Qué le contestó su proveedor?',
      cost: '¿Qué le costó: dinero, tiempo, trabajo, clases?',
    },
    place: 'Dónde va',
    placeAfter: (beginning) => `Después de «${beginning}»`,
    placeUsual: (beginning) => `Después de «${beginning}» (marcado)`,
    placeStart: 'Al principio',
    marker: 'Aquí entran sus palabras',
    insertAnswers: 'Poner mis respuestas en la carta',
    factsTitle: (isp) => `Lo que consta sobre ${isp}`,
    factsOfNobody: 'Lo que consta sobre su proveedor',
    factsHint: 'Un clic pone la frase en la carta, con su fuente como nota.',
    noFacts: 'No consta ningún dato vigente y con fuente sobre su proveedor. La carta no cita ninguno.',
    insertFact: 'Poner esta frase en la carta',
    isThere: 'Está en la carta.',
    testsTitle: 'Su propia medición',
    testsHint:
      'Una prueba que usted entregó. La carta nombra entonces la dirección de su página, para que se pueda comprobar.',
    noTests: 'En los últimos siete días no se entregó ninguna prueba desde este navegador.',
    measure: 'Mida su línea',
    insertTest: 'Poner esta prueba en la carta',
    paste: 'O la dirección de una página de resultado',
    pasteHint: 'Termina en un número largo con guiones: …/measurements/1b4e28ba-…',
    insertPasted: 'Poner esa prueba en la carta',
    letterTitle: 'Su carta ahora',
    markedHint: 'Subrayadas: las frases que son suyas.',
    change: 'Cambiar el texto',
    done: 'Ya está en la carta.',
    keptAnswers: 'Sus respuestas de abajo todavía no están en la carta.',
    similar: (others) =>
      others === 1
        ? 'Otra carta es casi igual; la suya cuenta con ella como una sola carta modelo.'
        : `${count(others)} cartas más son casi iguales; la suya cuenta con ellas como una sola carta modelo.`,
    similarHint: 'Se envía de todos modos. Con una frase suya se lee como propia.',
  },
  preview: {
    publicTitle: 'Esto queda público para siempre',
    publicText: (docket) =>
      `Una carta al expediente ${docket} es un escrito en un procedimiento. Cualquiera puede leerlo en internet, y nadie puede retirarlo una vez presentado. Quedarán públicos:`,
    publicName: 'su nombre',
    publicAddress: 'su dirección postal completa',
    publicEmail: 'posiblemente su correo electrónico',
    publicLetter: 'la carta',
    waysTitle: 'Cómo llega',
    byEmail: 'Por correo electrónico',
    byDocket: 'En el expediente',
    byForm: 'En un formulario web que usted llena',
    byPost: 'En papel',
    proceeding: 'Procedimiento',
    filer: 'Quien presenta',
    address: 'Dirección',
    email: 'Correo electrónico',
    form: 'Formulario',
    formHow: 'Después de este paso, la página siguiente tiene cada campo listo para copiar.',
    paperHow: 'Usted la imprime y la envía. Arriba lleva la fecha de envío.',
    docketHow: 'El texto es el asunto, una línea vacía y la carta.',
    aboutIsp: 'Sobre',
    letter: 'La carta, igual por todas las vías',
    bytesTitle: 'Los bytes exactos y su huella',
    bytesHint: 'Este texto se guarda una vez, y cada vía lleva lo que hay en él.',
    from: (template, version) => `Escrita a partir de «${template}», versión ${version}.`,
    consentVersion: (version) => `Texto, versión ${version}.`,
    toWords: 'Agregar sus propias palabras',
    again: 'Mostrarme cómo está ahora',
    send: {
      docket: (name) => `Presentar ante ${name}`,
      form: 'Terminar y después llenar el formulario',
    },
  },
  status: {
    returnedSaying: 'El servidor que la devolvió dijo',
    withdrawn: (date) => `Usted retiró esta carta el ${date}. Se canceló lo que no había salido.`,
    withdraw: 'Retirar esta carta',
    withdrawHint:
      'Lo que no ha salido se cancela y no se puede volver a empezar. Lo que ya salió queda con quien lo recibió.',
    estimate: (wait) => `Se espera que salga en ${wait}, más o menos.`,
    estimateFiled: (wait) => `Se espera que se presente en ${wait}, más o menos.`,
    paused: 'Esta vía está detenida por ahora. Continúa por sí sola cuando se reanude.',
    estimateRetry: (wait) => `El próximo intento se hace en ${wait}, más o menos.`,
    minutes: (value) => (value === 1 ? 'un minuto' : `${value} minutos`),
    hours: (value) => (value === 1 ? 'una hora' : `${value} horas`),
    days: (value) => (value === 1 ? 'un día' : `${value} días`),
    toForm: 'Al formulario, con su texto listo para copiar',
    posted: 'Ya la envié',
    notPosted: 'Al final no la he enviado',
    postedOn: (date) => `Usted anotó el ${date} que la envió por correo.`,
    confirmation: (id) => `Número de confirmación: ${id}`,
    ticket: (id) => `Número de caso: ${id}`,
    filedOn: (date) => `Presentada el ${date}.`,
    receiptMailed: (date) => `Le enviamos un comprobante el ${date}.`,
    proof: 'Lo que guardamos como prueba',
    previewedOn: (date) => `Usted leyó la vista previa el ${date}.`,
    agreed: (kind, version) => `Usted aceptó ${kind}, versión ${version}:`,
    consentKinds: {
      letter: 'el texto para cartas',
      docket: 'el texto para expedientes públicos',
      sign: 'el texto para firmas',
      subscribe: 'el texto para mensajes',
    },
    erased: 'Las palabras de esta carta se borraron.',
    is: {
      queued: {
        email: 'Sale con uno de los próximos correos.',
        docket: 'Se presenta a su turno por el programa de la FCC.',
      },
      awaiting:
        'Espera con las demás cartas de la campaña hasta que alguien de la organización las presente en el expediente. Recibirá un correo cuando se haya hecho.',
      prepared: {
        web_form: 'No se ha enviado nada: el formulario lo llena usted.',
        paper: 'No se ha enviado nada: imprímala y póngala en el correo.',
      },
      unknown:
        'El expediente no contestó. Buscamos allí el escrito antes de intentar otra vez, para que no quede dos veces.',
      bounced: 'El correo fue devuelto, así que la persona destinataria no lo ha leído.',
      sent: 'Un servidor de correo la aceptó. Si alguien la lee, ningún servidor lo dice.',
    },
  },
};
