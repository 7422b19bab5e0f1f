import type { Messages } from '../catalogue.ts';

/** Palabras del comprobante que sigue a la firma y de la página donde cualquiera revisa un comprobante o todo el recuento. */
export const verify: Messages['verify'] = {
  title: 'Compruebe usted el recuento',
  description:
    'Revise un comprobante en su navegador, sin enviarlo a ninguna parte, o vuelva a calcular todas las cifras públicas de una campaña con sus archivos publicados.',
  lede: 'Cada firma contada está en un registro público, firmado, que solo puede crecer. No tiene que creernos.',
  receipt: {
    title: 'Revisar un comprobante',
    lede: 'Todo ocurre en este navegador: el comprobante no se envía a nadie, tampoco a nosotros. Contiene una dirección de correo; déselo solo a quien le tenga confianza.',
    file: 'Elija el comprobante',
    fileHint: 'El archivo del correo o de la página de agradecimiento. Su nombre termina en .tlog-proof.',
    text: 'O péguelo aquí',
    button: 'Revisar el comprobante',
    empty: 'Primero elija el archivo o pegue el comprobante.',
    large: 'Este archivo es demasiado grande para ser un comprobante. Elija el que termina en .tlog-proof.',
    unreadable: 'No se puede leer este archivo. Elíjalo de nuevo.',
    checking: 'Revisando…',
    unloaded:
      'El programa de revisión no se cargó. Vuelva a cargar esta página, o revise el comprobante en su propia computadora como se explica abajo.',
    noScript:
      'Para revisarlo aquí se necesita JavaScript, porque el comprobante no sale de su navegador. Sin él, revíselo en su propia computadora como se explica abajo.',
    holds: 'El comprobante es válido',
    fails: 'El comprobante no es válido',
    unchecked: 'Aquí no se pudo revisar el comprobante',
    browser:
      'Este navegador todavía no puede comprobar firmas Ed25519, así que no se comprobó nada. Use un navegador más nuevo, o revise el comprobante en su propia computadora como se explica abajo.',
    result: { holds: 'Correcto', fails: 'No es correcto', open: 'Sin revisar' },
    steps: {
      form: 'Es un comprobante',
      signature: 'El estado del registro está firmado',
      place: 'La entrada está en el árbol',
      opening: 'La entrada es de esta persona',
    },
    facts: {
      form: 'Se puede leer cada parte del archivo.',
      signature: (log, key) => `Con la clave de ${log}, que este sitio publica: ${key}`,
      otherKey: (log) =>
        `Es del registro ${log}, que no es de este sitio. Revíselo con la clave del sitio de donde viene.`,
      place: (leaf, size, day) =>
        `Entrada ${leaf} de las ${size} (numeradas desde 0) que se firmaron, hecha el ${day} UTC.`,
      opening: 'Solo quien tiene este comprobante puede mostrar de quién es la entrada. Corresponde a:',
    },
    faults: {
      form: 'Esto no es un comprobante completo. Elija el archivo otra vez, o copie todo su texto, de la primera línea a la última.',
      signature: 'La firma no corresponde: el comprobante fue modificado, o se firmó con otra clave.',
      place: 'La prueba no lleva al árbol firmado: se modificó la entrada, su lugar o la prueba.',
      opening:
        'La entrada está en el registro, pero no con la dirección, el proveedor y el estado que dice el comprobante.',
    },
    address: 'Dirección',
    isp: 'Proveedor',
    state: 'Estado',
    other: 'otro, o no se sabe',
    none: 'ninguno',
  },
  meaning: {
    title: 'Qué demuestra un comprobante y qué no',
    shows: 'Demuestra',
    showsList: [
      'que una entrada hecha con esta dirección, este proveedor y este estado está en el registro del que sale el recuento público;',
      'que el registro se firmó con ella adentro: quitarla después rompería la firma ante cualquiera que compare.',
    ],
    hides: 'No demuestra',
    hidesList: [
      'que la firma todavía cuente. Un retiro es una entrada posterior; el comprobante sigue siendo verdadero.',
      'que las demás entradas sean de personas reales. La página sobre el recuento explica cómo dejamos fuera a los robots.',
      'quién es usted ante quien no tiene el comprobante: el registro no contiene nombres ni direcciones.',
    ],
  },
  own: {
    title: 'En su propia computadora',
    lede: 'Un solo archivo de 300 líneas como máximo, para Node 20 o posterior, sin instalar nada más. Léalo, guárdelo, úselo sin conexión:',
    file: 'verify.mjs',
    receipt: 'Un comprobante',
    checkpoint: 'El último estado firmado del registro de una campaña, y si es la continuación de uno que usted guardó',
    key: 'La clave con la que se firman los estados del registro de esta campaña. Guárdela: un comprobante o un registro con otra clave no es de esta campaña.',
  },
  count: {
    title: 'Todo el recuento',
    lede: 'El mismo archivo baja todas las entradas de un registro, vuelve a calcular la raíz firmada y cada cifra pública (en total, por día, por motivo, por proveedor, por estado), y dice con exactitud cuál es la primera diferencia. Un millón de entradas toma cerca de medio minuto, y más con una línea lenta.',
    command: 'Volver a contar',
    folder: 'En lugar de la dirección también sirve una carpeta con los archivos descargados.',
    none: 'Ningún registro tiene todavía una entrada firmada.',
    announced: 'Todos los registros y claves de este sitio, para programas:',
  },
  thanks: {
    title: 'Su comprobante',
    waiting: 'Su firma se está contando. Toma unos segundos.',
    look: 'Mirar de nuevo',
    ready: (leaf, size) =>
      `Su firma está contada: es la entrada ${leaf} de las ${size} (numeradas desde 0) del registro público. Con el comprobante puede verificarlo sin tener que creernos. También le llega por correo.`,
    download: 'Descargar el comprobante',
    check: 'Cómo revisarlo',
    secret: 'Contiene su dirección, su proveedor y su estado: no lo publique.',
  },
};
