/** Words of the mail about an export, in English. */
export const exportReadyEn = {
  kinds: {
    counts: 'counts',
    signatures: 'signatures with names and addresses',
    letters: 'letters',
    filing: 'a filing set',
    ledger: 'a copy of a ledger',
  },
  subject: {
    ready: (kind: string) => `Your export is ready: ${kind}`,
    delivered: (kind: string) => `An export was put in its place: ${kind}`,
    failed: (kind: string) => `An export could not be made: ${kind}`,
  },
  heading: {
    ready: 'Your export is ready',
    delivered: 'An export was put in its place',
    failed: 'An export could not be made',
  },
  meaning: {
    ready:
      'You can fetch its files until the time below. You will be asked to sign in; for data of people also to show again that it is you.',
    delivered: 'Its files lie where the schedule says, and can also be fetched from its page for a week.',
    failed: 'Nothing of it was kept. Its page says why.',
  },
  organization: 'Organization',
  what: 'What',
  rows: 'Rows',
  until: 'Kept until',
  open: 'Open the export',
  check: 'Every export has a manifest that is signed. Its page says how anybody checks it.',
  footer: (host: string) =>
    `Sent by the Untolled campaign site at ${host} because this organizer asked for an export there.`,
};

/** Words of the mail about an export, in Spanish. */
export const exportReadyEs: typeof exportReadyEn = {
  kinds: {
    counts: 'recuentos',
    signatures: 'firmas con nombres y direcciones',
    letters: 'cartas',
    filing: 'un conjunto para presentar',
    ledger: 'una copia de un registro',
  },
  subject: {
    ready: (kind: string) => `Su exportación está lista: ${kind}`,
    delivered: (kind: string) => `Se dejó una exportación en su lugar: ${kind}`,
    failed: (kind: string) => `No se pudo hacer una exportación: ${kind}`,
  },
  heading: {
    ready: 'Su exportación está lista',
    delivered: 'Se dejó una exportación en su lugar',
    failed: 'No se pudo hacer una exportación',
  },
  meaning: {
    ready:
      'Puede descargar los archivos hasta la hora que figura abajo. Se le pedirá iniciar sesión y, si son datos de personas, confirmar de nuevo que es usted.',
    delivered:
      'Los archivos están donde indica la programación y también se pueden descargar desde su página durante una semana.',
    failed: 'No se conservó nada de ella. Su página explica por qué.',
  },
  organization: 'Organización',
  what: 'Contenido',
  rows: 'Filas',
  until: 'Se conserva hasta',
  open: 'Abrir la exportación',
  check: 'Cada exportación lleva un manifiesto firmado. Su página explica cómo puede comprobarlo cualquiera.',
  footer: (host: string) =>
    `Enviado por el sitio de campañas Untolled en ${host} porque esta persona pidió allí una exportación.`,
};
