import type { Messages } from '../catalogue.ts';

/** Las oficinas llevan artículo dentro de una frase; las empresas, no. Sus nombres quedan en inglés, como en el sobre. */
const a = (name: string) =>
  /^(?:Office|Department|Division|Bureau|Federal) /.test(name) ? `a la ${name}` : `a ${name}`;

/** Palabras de la parte "addressee". */
export const addressee: Messages['addressee'] = {
  choose: {
    metaTitle: 'Sus cartas',
    title: 'Escriba a quienes pueden responder',
    lede: 'Elija quién recibirá su carta. Cada una viene redactada, y nada sale antes de que usted la lea y la envíe.',
    legend: 'Sus cartas van a',
    template: (name) => `Qué carta enviar ${a(name)}`,
    button: 'Escribir estas cartas',
    demonstration: 'Esto es una demostración: las cartas a direcciones en nombres reservados no llegan a nadie.',
    noneChosen: 'Elija al menos un destinatario.',
    nothingOpen:
      'Todavía no hay ningún destinatario al que podamos llegar por usted. Abajo está el motivo de cada uno.',
    begunTitle: 'Cartas que usted empezó o envió',
    begun: 'Usted ya empezó esta carta.',
    sent: 'Usted ya envió esta carta.',
    continue: (name) => `Continuar la carta ${a(name)}`,
    see: (name) => `Ver qué pasó con la carta ${a(name)}`,
    closedTitle: 'Los que no puede elegir, y por qué',
    noTemplate: 'Esta campaña todavía no tiene carta para este destinatario.',
    all: 'Todos los destinatarios, con lo que está verificado y lo que no se sabe',
  },
  kinds: {
    fcc_docket: 'el expediente de la FCC, un registro público',
    fcc_complaint: 'la FCC, como queja informal sobre su proveedor de internet',
    ftc: 'la FTC',
    attorney_general: 'la fiscalía general o la oficina del consumidor de su estado',
    utility_commission: 'la comisión de servicios públicos de su estado',
    isp_customer_relations: 'su proveedor de internet, atención al cliente',
    isp_headquarters: 'su proveedor de internet, sede central',
  },
  unavailable: {
    no_state:
      'Su código postal no está en ningún estado ni distrito de la lista, así que no hay oficina estatal a la que escribir.',
    no_office: 'No tenemos ninguna oficina de su estado o territorio cuyo nombre se haya verificado.',
    isp_unknown:
      'Al firmar, usted no indicó ningún proveedor de nuestra lista, así que esta carta no trataría de ninguno.',
    no_channel:
      'No tenemos ninguna dirección ni formulario de esta oficina que se haya verificado. No adivinamos ninguna.',
    no_docket: 'Esta campaña no trata de ningún expediente.',
    no_power: 'No se ofrece para su estado y su proveedor.',
  },
  reasons: {
    own_law: ({ state, name, since }) =>
      `${state} tiene una ley propia para los proveedores de internet: ${name}, desde ${since}. La aplica su fiscalía general, y por eso va primero.`,
    own_rules: ({ state, when }) =>
      `En ${when}, ${state} ya tenía reglas propias de neutralidad de la red. No hemos verificado qué dicen hoy.`,
    state_contracts: ({ state, name, since }) =>
      `${state} tiene una regla para lo que compra el propio estado: ${name}, desde ${since}. Trata de contratos estatales.`,
    no_federal_rule: ({ when }) =>
      `Desde el ${when} ninguna regla federal prohíbe bloquear, hacer más lento el tráfico ni cobrar por prioridad. La oficina de su estado recibe quejas de consumidores.`,
    campaign_docket: ({ name }) => `Esta campaña trata del expediente ${name}.`,
    isp_can_promise: ({ when }) =>
      `Desde el ${when} ninguna regla federal obliga a su proveedor en su conducta. Lo que promete en público depende de él.`,
    answered_in_writing: () =>
      'Su proveedor debe responder por escrito, en un plazo de 30 días, a una queja que la FCC le traslade. No todas se trasladan. Es para lo que le pasó a usted, no para una carta modelo.',
    disclosure_left: () =>
      'Desde el 2 de enero de 2025 la FCC no tiene reglas de conducta, solo las de información y las etiquetas de banda ancha.',
    public_promises: () =>
      'Desde el 2 de enero de 2025 la banda ancha no es un servicio de transporte común («common carrier»), de modo que, según lo entendemos, la sección 5 de la Ley de la FTC alcanza a los proveedores de internet.',
    merger_review: ({ when }) =>
      `Según nuestro último dato, del ${when}, California aún no había aprobado la fusión de Charter y Cox. Las comisiones importan en las fusiones.`,
    little_power: () =>
      'La mayoría de las comisiones de servicios públicos tiene poco o ningún poder sobre el internet del hogar: la fiscalía general o la oficina del consumidor es mejor destinataria. Una comisión importa en las fusiones y para el servicio telefónico.',
    says_so_itself: () => 'Esta comisión dice de sí misma que no regula la banda ancha ni el DSL.',
  },
  ways: {
    goes: 'Va',
    names: {
      email: 'por correo electrónico',
      docket: 'al expediente',
      web_form: 'por un formulario web',
      paper: 'en papel',
    },
    long: {
      email: 'Correo electrónico, enviado por usted desde aquí',
      docket: 'Expediente, presentado por usted en un lote',
      web_form: 'Formulario web, que usted llena con el texto preparado',
      paper: 'En papel, que usted imprime y envía',
    },
    ofContact: {
      email: 'Correo electrónico:',
      docket: 'Expediente:',
      web_form: 'Formulario web:',
      postal: 'Correo postal:',
      website: 'Sitio web:',
      phone: 'Teléfono:',
    },
    details: 'Direcciones, fuentes y fechas',
    reasons: 'Por qué',
    office: 'Nombre de la oficina',
    windows: 'Fechas del expediente',
  },
  checks: {
    brief: { unverified: 'Sin verificar.', doubtful: 'Sin verificar, y en duda.', demonstration: 'Demostración.' },
    verified: (by, date) => `Verificado por ${by} el ${date}.`,
    unverified: 'Ningún organizador lo ha verificado todavía. Verifíquelo antes de usarlo.',
    doubtful: 'En duda: verifíquelo antes de usarlo.',
    bounced: (date) => `Devuelto por no poder entregarse el ${date}.`,
    demonstration: 'Dirección de demostración en un nombre reservado: no llega a nadie.',
  },
  source: 'Fuente:',
  readOn: (date) => `Leída el ${date}.`,
  ofDate: (date) => `Fecha: ${date}.`,
  docket: {
    closed: (comments, replies) =>
      `Los comentarios cerraron el ${comments}${replies ? ` y las réplicas, el ${replies}` : ''}. Todavía se puede presentar una carta; llega tarde.`,
    open: (kind, until) => `Recibe ${kind === 'comments' ? 'comentarios' : 'réplicas'} hasta el ${until}.`,
    unknown: 'No tenemos las fechas de sus plazos para comentarios.',
  },
  page: {
    metaTitle: 'Destinatarios de las cartas',
    description: 'Cada oficina y contacto al que pueden ir las cartas, con su fuente, su fecha y quién lo verificó.',
    title: 'A quién pueden ir las cartas',
    lede: 'Cada oficina y cada dirección que tiene este sitio, dónde se leyó y si alguien la verificó. También se dice lo que no se sabe.',
    rules: [
      'Por correo electrónico, una carta va solo a una dirección que un organizador verificó.',
      'Los formularios y las direcciones postales se muestran con su fuente para que usted los use; verifique los que nadie ha verificado.',
      'Lo que sabemos solo de memoria no se muestra ni se usa.',
    ],
    count: (verified, unverified, bounced) =>
      `${verified} direcciones están verificadas, ${unverified} no lo están y ${bounced} fueron devueltas.`,
    demonstrations: (count) =>
      `Esto es una demostración: ${count} direcciones verificadas están en nombres reservados y no llegan a nadie.`,
    campaigns: 'Por campaña',
    federal: 'Oficinas federales',
    attorneys: 'Fiscalías generales y oficinas del consumidor de los estados',
    commissions: 'Comisiones de servicios públicos de los estados',
    isps: 'Proveedores de internet',
    laws: 'Leyes y órdenes de los estados',
    lawsLede:
      'Las que hemos leído en una fuente; hay otras. Una orden sobre contratos estatales obliga a quien le vende al estado.',
    columns: {
      office: 'Oficina',
      state: 'Estado',
      isp: 'Proveedor',
      ways: 'Vías para una carta',
      law: 'Ley u orden',
      since: 'Desde',
      by: 'La aplica',
      covers: 'Abarca',
    },
    nothing: 'No se conoce ninguna vía para una carta.',
    silentOffices: 'Nombradas en una fuente, sin ninguna vía conocida para una carta:',
    missingOffices: (states) => `Sin datos suficientes para nombrarlas: las comisiones de ${states}.`,
    missingIsps: (count) =>
      `De otros ${count} proveedores de internet no se conoce ninguna dirección ni formulario que se pueda mostrar:`,
    unknownTitle: 'Lo que no se sabe',
    unknown: {
      docket:
        'Si la interfaz de programación de la FCC todavía acepta presentaciones desde fuera en 2026. Las cartas a un expediente esperan un lote que presenta un organizador.',
      ftc: 'Una dirección o un formulario de la FTC que alguien haya verificado.',
      customerRelations:
        'Una dirección de correo o un formulario de atención al cliente, de ningún proveedor de internet.',
    },
  },
};
