import type { Messages } from '../catalogue.ts';

/** Las oficinas llevan artículo dentro de una frase, las empresas no. */
const ante = (name: string) => (/^(?:Office|Department|Division|Bureau|Federal) /.test(name) ? `la ${name}` : name);

/** Palabras del área «filing»: lo que una persona presenta por su cuenta, las quejas y qué pasó con ellas. */
export const filing: Messages['filing'] = {
  metaTitle: 'Preséntela usted',
  formTitle: (name) => `Presente su carta ante ${ante(name)}`,
  formLede:
    'El formulario es de ellos, así que el último paso es suyo. Aquí está su carta, campo por campo, para copiarla.',
  docketTitle: (number) => `Presente usted su comentario en el expediente ${number}`,
  docketLede:
    'Su carta espera el próximo envío conjunto de los organizadores. No tiene que hacer nada, pero puede presentarla ahora.',
  docketPublic:
    'Un comentario en un expediente queda para siempre en un registro público, con su nombre y su dirección postal completa, y quizá con su correo electrónico.',
  afterwards: 'Lo que usted anotó',
  toDocket: 'Presentarla usted ahora',
  back: (name) => `Qué pasó con la carta a ${ante(name)}`,
  openTitle: '1. Abra el formulario',
  open: 'Abrir el formulario',
  demonstration: 'Dirección de demostración en un dominio reservado: detrás no hay ningún formulario.',
  source: 'Fuente de la dirección:',
  readOn: 'leída el',
  noForm: 'No tenemos una dirección publicada del formulario, y no adivinamos ninguna.',
  whereDocket: (number) =>
    `Busque el sistema electrónico de comentarios de la FCC (electronic comment filing system) y, en él, el expediente ${number}. No tenemos una dirección comprobada de su formulario, así que aquí no hay enlace.`,
  copyTitle: '2. Copie su carta',
  copy: 'Copiar',
  copied: 'Copiado',
  noScript: 'Seleccione un campo para copiarlo.',
  leftToYou: 'Lo completa usted: nosotros no lo sabemos.',
  fields: {
    proceeding: 'Expediente',
    name: 'Su nombre',
    email: 'Su correo electrónico',
    phone: 'Su teléfono',
    postal: 'Su dirección postal',
    line1: 'Calle y número',
    line2: 'Segunda línea de la dirección',
    city: 'Ciudad',
    state: 'Estado',
    zip: 'Código postal (ZIP)',
    category: 'De qué trata la queja',
    issue: 'El problema',
    company: 'Su proveedor',
    subject: 'Asunto',
    text: 'Su carta',
  },
  categoryValue: 'Internet',
  issueHint: 'Elija en su lista el que más se acerque a su carta.',
  textHint: (chars) =>
    `${chars} caracteres. No encontramos ningún límite que el formulario indique; si acepta menos, acorte el texto allí.`,
  doneTitle: '3. Díganos que la presentó',
  doneWhy: {
    complaint:
      'Guardamos la fecha por usted. Su proveedor tiene que responder por escrito dentro de los 30 días siguientes a la notificación. Le escribimos una sola vez, 35 días después de que la presentó, para preguntarle si respondió.',
    form: 'Guardamos la fecha y el número por usted, junto a su carta.',
    docket: 'Así queda fuera de los envíos conjuntos y no se presenta dos veces. Esto no se puede deshacer aquí.',
  },
  ticket: 'Número de su caso',
  confirmation: 'Número de confirmación',
  ticketHint: 'Déjelo vacío si no recibió ninguno.',
  day: 'Día en que la presentó',
  noted: 'Ya la presenté',
  takeBack: 'En realidad no la presenté',
  filedTitle: 'Usted la presentó',
  filedByUs: 'Está presentada',
  filedOn: 'Presentada el',
  number: 'Número',
  noNumber: 'ninguno anotado',
  inSet: 'Un organizador está entregando su carta junto con otras, así que no la presente usted: quedaría dos veces.',
  notOpen: 'Ahora no hay nada que usted tenga que presentar.',
  clock: (due, days) =>
    days > 0
      ? `El plazo para que su proveedor responda termina, como muy pronto, el ${due} (${days === 1 ? 'falta 1 día' : `faltan ${days} días`}).`
      : `Los 30 días desde que usted la presentó terminaron el ${due}.`,
  clockWhy:
    'Los 30 días corren desde que la FCC notifica la queja a su proveedor. Nosotros solo conocemos el día en que usted la presentó. No todas las quejas se notifican.',
  outcomeLink: '¿Le respondieron?',
  outcome: {
    metaTitle: '¿Le respondieron?',
    title: (isp) => `¿Respondió ${isp} a su queja?`,
    provider: 'su proveedor',
    lede: (day) => `Usted anotó que la presentó ante la FCC el ${day}.`,
    legend: 'Qué pasó con ella',
    counted:
      'Las respuestas se cuentan por proveedor y se muestran en su página, solo a partir de 11 personas, nunca con un nombre.',
    save: 'Guardar mi respuesta',
    said: (day) => `Usted lo dijo el ${day}. Puede cambiarlo cuando quiera.`,
    saidTitle: 'Gracias, queda anotado',
    missing: 'Elija una de las cuatro.',
    strangerTitle: 'Este enlace no funciona',
    stranger:
      'Quizá un programa de correo lo cortó en dos, o es demasiado viejo. La página de su carta hace la misma pregunta.',
    campaigns: 'Todas las campañas',
  },
  outcomes: {
    resolved: { label: 'Respondió y el problema está resuelto', short: 'Respondió y lo resolvió' },
    answered: { label: 'Respondió por escrito, pero el problema sigue', short: 'Respondió, el problema sigue' },
    no_answer: { label: 'No respondió', short: 'No respondió' },
    not_served: { label: 'La FCC no le notificó la queja', short: 'La FCC no la notificó' },
    open: { label: 'Todavía no dicen nada', short: 'Todavía no dicen nada' },
  },
  faults: {
    ticket_shape: 'Escriba el número con letras, cifras y guiones, de 60 caracteres como máximo, o déjelo vacío.',
    day_missing: 'Escriba el día como una fecha.',
    day_future: 'Escriba un día que ya haya llegado.',
    day_early: 'Escriba un día posterior a aquel en que terminó la carta aquí.',
  },
  refusals: {
    unknown: 'Esta carta no existe o no es suya.',
    not_open: 'Ahora esta carta no le toca presentarla a usted. Su página dice en qué está.',
    in_set: 'Un organizador está entregando esta carta junto con otras. No se puede anotar como presentada por usted.',
    too_late: 'Ya le preguntamos por esta queja o usted ya respondió, así que la fecha queda como está.',
  },
  problem: 'Esto no funcionó',
  section: {
    title: 'Quejas ante la FCC',
    lede: (isp, total) =>
      `${total} personas anotaron aquí que presentaron ante la FCC una queja informal sobre ${isp}. Esto dicen que pasó con ella:`,
    outcome: 'Lo que dicen',
    people: 'Personas',
    hidden: 'pocas',
    rule: 'Las cifras de una a diez personas se ocultan; cuando las demás delatarían una oculta, se ocultan todas.',
    sourceLink: 'Fuente',
    source: 'Fuente: lo que las personas dijeron a este sitio, no la FCC; hasta el',
    write: 'Escriba sobre su proveedor',
  },
};
