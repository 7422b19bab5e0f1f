import type { Messages } from '../catalogue.ts';

/** Words of "Measure my line": the page, the test while it runs, its figures, and handing it in. */
export const measure: Messages['measure'] = {
  title: 'Medir mi línea',
  description:
    'Una prueba de velocidad de su línea contra nuestro propio servidor, en su navegador. El resultado se borra después de una hora si usted no lo entrega.',
  lede: 'Su navegador envía datos a un servidor y los recibe de él durante diez segundos en cada sentido. Usted ve a qué velocidad. Nuestro servidor guarda una hora lo que midió, para que usted pueda entregarlo, y después lo borra.',
  tells: {
    title: 'Qué dice una prueba y qué no',
    does: 'Dice cuánto llevaron en esos segundos su aparato, su Wi-Fi, su línea y el camino hasta este único servidor.',
    doesNot:
      'Una prueba de velocidad contra un solo servidor muestra la línea, no una discriminación. No puede mostrar que alguien frene el video, ni quién.',
    better: 'Para que las cifras se puedan comparar: use un cable, detenga otras descargas y mida a distintas horas.',
    method: 'El protocolo es NDT7, de Measurement Lab (M-Lab).',
    methodLink: 'Su especificación',
    client: 'Su navegador ejecuta el programa cliente de M-Lab, con la licencia Apache 2.0.',
    licence: 'Su licencia',
  },
  data: {
    title: 'Cuántos datos gasta una prueba',
    text: 'Llena su línea, así que una línea rápida gasta más. Diez segundos en cada sentido, calculado según la velocidad:',
    speed: 'Línea de',
    each: 'Datos en cada sentido',
    mbps: (value) => `${value} Mbps`,
    megabytes: (value) => `${value} MB`,
    mobile: 'Con datos móviles, o con un plan con tope, eso cuenta en su consumo.',
    comparison: (megabytes) => `La comparación de streaming suma ${megabytes} MB como máximo.`,
  },
  start: {
    title: 'La prueba',
    uses: (megabytes, mbps) =>
      `Dura veinte segundos y llena su línea: unos ${megabytes} MB en una línea de ${mbps} Mbps en ambos sentidos. No la comience con datos móviles que paga por megabyte.`,
    button: 'Comenzar la prueba',
    again: 'Medir otra vez',
    serverLegend: '¿Qué servidor?',
    own: 'El servidor de este sitio',
    ownHint: 'El resultado se guarda una hora para que usted pueda entregarlo; después se borra.',
    mlab: 'Un servidor de M-Lab cercano',
    mlabHint: 'M-Lab publica el resultado, que no entra en las cifras de este sitio.',
    policy:
      'Acepto que M-Lab recoja esta prueba y la publique para todo el mundo y para siempre (CC0), junto con la dirección IP de mi línea.',
    policyLink: 'Política de privacidad de M-Lab',
    metered: 'Su navegador indica que usted usa datos móviles o que quiere ahorrar datos.',
    meteredAccept: 'Usar mis datos para esta prueba',
    faults: {
      policy: 'Acepte la política de M-Lab o elija el servidor de este sitio.',
      metered: 'Confirme que la prueba puede usar sus datos.',
    },
  },
  running: {
    title: 'La prueba está en marcha',
    cancel: 'Cancelar',
    stages: {
      preparing: 'Pidiendo un lugar',
      download: 'Descarga',
      upload: 'Subida',
      comparing: 'Comparación de streaming',
    },
    preparingText: 'Le pedimos un lugar al servidor.',
    begins: {
      preparing: 'La prueba ha comenzado.',
      download: 'Ha comenzado la descarga. Dura diez segundos.',
      upload: 'Ha comenzado la subida. Dura diez segundos.',
      comparing: 'Ha comenzado la comparación de streaming. Dura unos veinte segundos.',
    },
    sofar: (what, mbps) => `${what}: ${mbps} megabits por segundo hasta ahora.`,
    progress: (stage) => `${stage}: cuánto lleva`,
    pairs: (done, of) => `${done} de ${of} pares de segmentos`,
  },
  figures: {
    download: 'Descarga',
    upload: 'Subida',
    roundTrip: 'Ida y vuelta',
    mbps: 'Mbps',
    ms: 'ms',
    none: 'aún no',
    notMeasured: 'sin medir',
    used: (megabytes) => `Esta prueba movió ${megabytes} MB.`,
    units:
      'Mbps: millones de bits por segundo, el promedio de los diez segundos. Ida y vuelta: el viaje más corto hasta el servidor y de regreso, en milésimas de segundo.',
    summary: (download, upload, trip) =>
      `Listo. Descarga: ${download} megabits por segundo; subida: ${upload} megabits por segundo; ida y vuelta: ${trip}.`,
    tripSpoken: (ms) => `${ms} milisegundos`,
  },
  result: {
    title: 'Su línea, en este momento',
    source: (when) => `Medido en su navegador con NDT7 el ${when}.`,
  },
  stopped: {
    cancelled: {
      title: 'La prueba fue cancelada',
      text: 'La conexión está cerrada y no se entregó nada. Los datos que se movieron hasta entonces ya se gastaron.',
    },
    busy: {
      title: 'Todos los lugares están ocupados',
      text: 'En este momento mide tanta gente que las cifras saldrían mal. Inténtelo de nuevo en medio minuto.',
    },
    limit: {
      title: 'Bastantes pruebas por hoy',
      text: 'Su red ya usó sus pruebas de 24 horas. También cuentan las de otras personas que comparten su dirección.',
    },
    stopping: { title: 'El servidor se está reiniciando', text: 'Inténtelo de nuevo en un minuto.' },
    offline: { title: 'No hay conexión', text: 'Su navegador no tiene conexión. Inténtelo de nuevo cuando la tenga.' },
    blocked: {
      title: 'No se pudo llegar al servidor',
      text: 'Algo entre su navegador y el servidor no deja pasar la prueba: una red de empresa, una extensión o un proxy que bloquea las conexiones WebSocket. Pruebe con otra red u otro navegador.',
    },
    broken: {
      title: 'La prueba se interrumpió',
      text: 'La conexión terminó antes de que hubiera una cifra. Inténtelo de nuevo; si ocurre siempre, puede que la línea misma sea inestable.',
    },
  },
  comparison: {
    title: 'Comparación de streaming',
    want: 'Comparar después el streaming con otro tráfico',
    wantHint: (megabytes) =>
      `Unos veinte segundos más, ${megabytes} MB como máximo: trozos tan largos como los de un video, de un servidor de streaming, por turnos con trozos iguales de otro.`,
    sameMachine:
      'Aquí los dos son nombres de una misma máquina: solo se vería una diferencia hecha por nombre o por puerto, no por red.',
    stream: 'Desde el servidor de streaming',
    control: 'Desde el servidor de control',
    ratio: 'Streaming frente a control',
    interval: (percent, low, high) => `intervalo del ${percent}%: de ${low} a ${high}`,
    pairs: (pairs) => `${pairs} pares`,
    verdicts: {
      no_difference: 'No se ve diferencia',
      streaming_slower: 'El streaming fue más lento',
      inconclusive: 'No concluyente',
    },
    meaning: {
      no_difference: 'En esta prueba los dos llegaron al mismo ritmo, con menos de una décima de diferencia.',
      streaming_slower:
        'En esta prueba los trozos de streaming llegaron claramente más despacio. La causa puede estar en cualquiera de los servidores, en el camino o en su proveedor. Repítala a otras horas.',
      inconclusive: 'Esta prueba no permite saberlo.',
    },
    failed: {
      too_few_pairs: 'Llegaron a tiempo muy pocos trozos para comparar.',
      unreachable: 'No se pudo llegar a uno de los dos servidores, así que no hay comparación.',
    },
  },
  handIn: {
    title: 'Entregar esta prueba',
    text: 'Se suma a las cifras de lo que mide la gente con su proveedor y recibe una página propia que usted puede enlazar.',
    stored:
      'Se guarda: las cifras, su proveedor según lo vemos y según usted lo indica, el número de su red, el estado si lo indica, y el día y la hora de su reloj. Para contar cada red una vez al día, un código hecho a partir de su dirección que cambia cada mes. No se guarda: su dirección, su nombre.',
    isp: 'Su proveedor',
    ispHint: 'Cuando varios proveedores comparten una red, su respuesta decide.',
    ispNone: 'Prefiero no decirlo',
    state: 'Estado (si quiere)',
    stateNone: 'Prefiero no decirlo',
    button: 'Entregar',
    mlabNote:
      'Las pruebas contra servidores de M-Lab se guardan pero no se cuentan, porque solo su navegador vio las cifras.',
    refusals: {
      unknown_test: {
        title: 'No tenemos esa prueba',
        text: 'Nuestro servidor no vio ninguna prueba terminada con ese número desde su red. Mida otra vez y entréguela desde la misma red.',
      },
      too_old: {
        title: 'Esta prueba es demasiado antigua',
        text: 'Una prueba se puede entregar durante una hora. Mida otra vez.',
      },
      no_figures: { title: 'Faltan las cifras', text: 'El formulario llegó sin cifras. Mida otra vez.' },
      form_incomplete: {
        title: 'Esto no se puede entregar',
        text: 'El formulario llegó sin una prueba. Mida primero; el formulario aparece debajo de las cifras.',
      },
      too_many: {
        title: 'Ya basta por hoy desde esta red',
        text: 'Su red ya entregó tantas pruebas de M-Lab como guardamos en un día. Sus cifras valen de todos modos.',
      },
    },
  },
  noScript: {
    title: 'Esta prueba necesita JavaScript',
    text: 'Su navegador tiene desactivados los scripts, así que esta página no puede mover datos ni tomar el tiempo. Todo lo demás de este sitio funciona sin ellos.',
    instead: 'Lo que sí puede hacer:',
    report: 'Contar lo que vio',
    mlab: 'Medir con la página o el programa de M-Lab',
    see: 'Ver lo que miden otras personas',
  },
  off: {
    title: 'Este sitio no hace pruebas por ahora',
    text: 'Quien lo administra las ha desactivado. Puede medir con la página de M-Lab.',
  },
};
