import type { Messages } from '../catalogue.ts';

/** Palabras de la lista de campañas, de las páginas sobre el sitio y de las páginas de error. */
export const pages: Messages['pages'] = {
  campaigns: {
    title: 'Campañas',
    description: 'Peticiones abiertas por la neutralidad de la red, con el número de firmas confirmadas.',
    lede: 'Cada petición se dirige a quien puede decidir. Firme una, confirme por correo y luego escriba su propia carta.',
    open: 'Leer y firmar',
    won: 'Ganada: se logró lo que pedía. Ya no recibe firmas.',
    closed: 'Cerrada: ya no recibe firmas.',
    howWeCount: 'Cómo contamos',
    signed: (count) => (count === 1 ? 'firma confirmada' : 'firmas confirmadas'),
    goal: (goal) => `de una meta de ${goal}`,
    asOf: (when) => `al ${when} UTC`,
    none: 'En este momento no hay ninguna campaña abierta.',
  },
  about: {
    title: 'Acerca de este sitio',
    description:
      'Qué es Untolled, quién lo administra, cómo reconoce a su proveedor, cómo cuenta, de dónde vienen los hechos y qué dice hoy la ley.',
    lede: 'Untolled muestra cómo trata un proveedor de internet el video por streaming y lo convierte en firmas y cartas que se pueden comprobar.',
    what: 'Qué es',
    whatText: [
      'En 2014 Netflix llegó a acuerdos con Comcast, Verizon, AT&T y Time Warner Cable para conectarse directamente; según la prensa, los de Comcast y Verizon fueron pagados. El director de Netflix pidió reglas contra esos cobros; Comcast respondió que las reglas de internet abierta nunca se pensaron para la interconexión. Este sitio guarda las dos versiones, con fechas y fuentes, y permite que los clientes pidan reglas.',
      'Usted puede ver lo que consta sobre su proveedor, firmar una petición y enviar una carta al fiscal general de su estado, a un organismo regulador y al proveedor. No necesita una cuenta.',
    ],
    who: 'Quién lo administra',
    whoText:
      'Untolled es software libre que cualquiera puede alojar. Las personas que administran esta copia responden por ella:',
    identify: 'Cómo reconocemos a su proveedor',
    identifyText: [
      'La dirección de red de su navegador pertenece a un rango, el rango a una red con un número AS y la red a un proveedor de nuestro catálogo. La búsqueda ocurre en la memoria de este servidor; no se pregunta a nadie más y la dirección no se guarda.',
      'Puede equivocarse: algunas redes llevan hogares y empresas, otras teléfonos y hogares, AS209 lleva tanto CenturyLink como Quantum Fiber, y una VPN muestra su propia red. Por eso usted siempre puede corregirlo. El proveedor que usted indica y la red que vimos se guardan juntos con la firma.',
    ],
    counting: 'Cómo contamos',
    countingText: [
      'Una firma cuenta cuando su buzón se confirmó con el botón o con el código de nuestro correo. Un buzón cuenta una vez por campaña: las formas de escribir una misma dirección que el servicio de correo entrega en un solo buzón son una.',
      'Las firmas confirmadas entran en la cuenta cada pocos segundos, por campaña, día, proveedor indicado y estado. Una firma retirada o anulada sale de la cuenta y se muestra como tal. La cifra de una página tiene a lo sumo diez segundos.',
    ],
    countingLink: 'Qué cuenta, qué no, las cifras de hoy y cómo comprobarlas',
    segments: 'Última milla e interconexión',
    law: 'Qué dice hoy la ley',
    lawText: [
      'No hay normas federales de conducta contra el bloqueo, la ralentización o la prioridad pagada: un tribunal las anuló el 2 de enero de 2025 y la FCC retiró su texto en 2025. Siguen en pie la regla de transparencia y las etiquetas de banda ancha. Las reglas están en las leyes estatales, en primer lugar la SB 822 de California.',
    ],
    lawTitle: 'Los hechos que hay detrás, del más reciente al más antiguo',
    lawMore: 'Hechos anteriores',
    statusNow: 'Hoy:',
    sources: 'Datos y licencias',
    sourcesText: 'De qué están hechas las páginas:',
    sourcesList: {
      index:
        'Índice de velocidad de Netflix (ISP Speed Index): datos citados mes a mes con su fuente; no se copia ninguna gráfica. Netflix no indica licencia. El índice es el promedio de la transmisión en horario de mayor uso, no la velocidad de la línea.',
      ranges:
        'Rangos de direcciones: RouteViews, DB-IP y NRO, por medio de los paquetes @ip-location-db/asn, con licencia CC BY 4.0.',
      incidents:
        'Incidentes, leyes y destinatarios: fuentes públicas en nuestras propias palabras, cada una con sus fuentes y con su grado de certeza. Lo que solo se sabe de memoria no se publica.',
      code: 'El programa: GNU Affero General Public License, versión 3 o posterior.',
    },
    measuring:
      'Una prueba de velocidad hacia un servidor muestra su línea. No demuestra que se trate a alguien peor que a otros.',
  },
  privacy: {
    title: 'Privacidad',
    description:
      'Qué guarda este sitio cuando usted lee, firma y escribe, por cuánto tiempo y cómo pedir que se borre.',
    lede: 'Leer no deja nada. Firmar deja lo que una firma necesita.',
    reading: 'Cuando usted lee',
    readingText: [
      'Su dirección de red se usa en memoria para reconocer al proveedor; no se guarda ni se escribe en nuestros registros. Nada en estas páginas viene de terceros: ni rastreadores, ni tipografías, ni programas ajenos.',
    ],
    signing: 'Cuando usted firma',
    signingText: 'Guardamos:',
    signingList: [
      'su nombre, correo electrónico, código postal y el estado al que pertenece',
      'el proveedor que usted indica, el que vimos y el número AS de esa red, no la dirección',
      'el idioma, la hora de la firma y de la confirmación, cómo confirmó (botón o código) y el texto que aceptó',
      'lo que usa una revisión automática contra las máquinas: un resumen cifrado de su red que cambia cada mes, si su navegador mostró una prueba de trabajo, cuánto tiempo estuvo abierto el formulario y lo que encontró cada regla',
      'un valor al azar que le representa en el registro público: con su comprobante demuestra que usted está en la cuenta, y al borrar se destruye',
    ],
    signingAfter:
      'A nadie se le dice quién firmó, salvo que usted marque la casilla para entregar su nombre con la petición; entonces queda para siempre en un registro público. El registro público tiene una anotación por cada firma: un día y un resumen que solo su comprobante abre. Las cuentas por proveedor y por estado se publican aparte, y nunca de menos de 11 personas.',
    writing: 'Cuando usted escribe una carta',
    writingList: [
      'Guardamos la carta, su destinatario, el texto exacto que usted vio y lo que pasó con la entrega.',
      'El destinatario recibe su nombre, su correo electrónico para responder y lo que usted escribió. Las cartas a organismos públicos pueden pasar a ser registros públicos.',
      'Una carta a un expediente queda pública para siempre, con su nombre y su dirección postal completa. En las demás cartas la dirección postal es opcional y solo va en el papel.',
    ],
    handingIn: 'Cuando usted reporta, corrige o responde',
    handingInList: [
      'Guardamos su nombre y su correo electrónico, el proveedor y el número AS que vimos, y un resumen cifrado de su red que cambia cada mes, para que tres confirmaciones sean tres redes.',
      'De un reporte y de «Yo también lo vi» no se publica ni el nombre ni la dirección. Una corrección solo la lee el equipo editorial.',
      'Una respuesta en nombre de un proveedor se publica con su nombre, su cargo y el dominio de su buzón.',
      'Lo que usted no confirma se borra un día después de que venció su enlace. El resumen de su red se borra a los 30 días; junto a un reporte lo reemplazan bytes al azar.',
    ],
    cookies: 'Cookies',
    cookiesList: [
      'lang: el idioma que usted eligió, por un año',
      'isp: el proveedor que usted eligió, por un año',
      'writer: se guarda cuando usted confirma, para que este navegador pueda escribir sus cartas, por siete días',
      'measured: las direcciones de las tres últimas pruebas que usted entregó, para que pueda poner una en una carta, por siete días',
    ],
    cookiesAfter: 'Ninguna hace falta para leer.',
    howLong: 'Por cuánto tiempo',
    howLongText:
      'Usted puede pedir que se borre todo en cualquier momento. En todo caso, un reloj borra una vez al día lo que ya cumplió su plazo:',
    howLongList: (months: number) => [
      'los formularios que nadie confirmó, con lo que encontró la revisión: siete días después de que venció su enlace',
      'los resúmenes de redes: 30 días; las cuentas de formularios por red: dos días; los de las mediciones se cambian por bytes al azar al terminar el mes',
      `su nombre, dirección, código postal y valor al azar, y sus cartas con sus direcciones postales: ${months} ${months === 1 ? 'mes' : 'meses'} después de que se cerró la campaña. Su firma sigue contando, sin nada que lleve a usted, y ya no se puede retirar`,
      `su lugar en una lista: hasta que se dé de baja; su dirección en ella, ${months} ${months === 1 ? 'mes' : 'meses'} después. Queda una huella con clave, para que quien importe una lista no vuelva a escribirle`,
      'los enlaces a su página: un día después de que vencieron',
      'los reportes, las correcciones y las respuestas que usted confirmó quedan en el registro; al borrar se quitan su nombre y su dirección de los reportes y las correcciones, y una respuesta en nombre de un proveedor conserva a su autor',
    ],
    howLongAfter:
      'Lo que usted envió a una oficina pública o a una empresa se queda allí. El registro público se conserva para siempre; nada en él le nombra.',
    rights: 'Sus derechos',
    rightsText:
      'Vea lo que firmó y envió, corríjalo, llévese una copia de todo lo que guardamos, retírelo o pida que se borre todo:',
    rightsName: 'Si alguien pudo usar su nombre:',
    rightsWrite: 'Para todo lo demás escriba desde el mismo buzón a',
  },
  signIn: {
    title: 'Esta página es para sus organizadores',
    lede: 'Usted no ha iniciado sesión, su sesión terminó o su función no llega hasta aquí.',
    link: 'Iniciar sesión',
    own: 'Sus organizaciones',
    missing: 'Aquí no hay nada, o pertenece a una organización de la que usted no es miembro.',
  },
  notFound: {
    title: 'Aquí no hay ninguna página',
    lede: 'Tal vez la dirección esté mal escrita o la página se haya movido.',
    search: '¿Busca un proveedor?',
    home: 'Ir a la portada',
  },
  failed: {
    title: 'Algo falló de nuestro lado',
    lede: 'Usted no ha perdido nada de lo que envió: vuelva atrás e inténtelo de nuevo en un minuto.',
    refused: 'No se pudo responder a esta solicitud',
  },
};
