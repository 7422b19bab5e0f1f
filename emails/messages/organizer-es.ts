import type { organizer as words } from './organizer-en.ts';

/** The Spanish words of mails to organizers. */
export const organizer: typeof words = {
  footer: (host) => `Enviado por el sitio de campañas Untolled en ${host} a una de las personas que las organizan.`,
  roles: { owner: 'titular', editor: 'editor', analyst: 'analista', moderator: 'moderador' },
  link: {
    subject: (host) => `Iniciar sesión en ${host}`,
    heading: 'Iniciar sesión',
    whatHappened: (host) =>
      `Alguien, esperamos que usted, pidió en ${host} un enlace para iniciar sesión como organizador.`,
    what: 'Abra esta página y oprima el botón que hay en ella:',
    button: 'Ir a la página para iniciar sesión',
    expiry: (until) => `El enlace sirve una sola vez, hasta el ${until}. Quien lo tenga puede entrar: no lo comparta.`,
    notYou: 'Si no fue usted, no haga nada: sin el enlace nadie inicia sesión.',
  },
  invitation: {
    subject: (organization, host) => `Invitación a ${organization} en ${host}`,
    heading: 'Le invitan a organizar',
    invited: (who, organization, role) =>
      `${who} le invita a llevar las campañas de “${organization}”, con este papel: ${role}.`,
    someone: 'Quien administra este sitio',
    what: 'Para aceptar, abra esta página y oprima el botón que hay en ella:',
    button: 'Ver la invitación',
    expiry: (until) => `El enlace sirve una sola vez, hasta el ${until}, y solo para esta dirección.`,
    notYou: 'Si no sabe de qué se trata, no haga nada: no se crea ninguna cuenta si usted no oprime el botón.',
    footer: (host) =>
      `Enviado por el sitio de campañas Untolled en ${host}, porque una persona que organiza allí invitó a esta dirección.`,
  },
  email: {
    subject: (host) => `Confirme su nueva dirección en ${host}`,
    heading: 'Confirme su nueva dirección',
    whatHappened: (host) =>
      `Alguien, esperamos que usted, quiere iniciar sesión como organizador en ${host} con esta dirección de ahora en adelante.`,
    what: 'Abra esta página en el navegador en que tiene la sesión abierta y oprima el botón que hay en ella:',
    button: 'Ver el cambio',
    expiry: (until) => `El enlace sirve hasta el ${until}.`,
    notYou: 'Si no fue usted, no haga nada: la cuenta conserva la dirección que tiene.',
  },
  notice: {
    subject: (what, host) => `${what} en ${host}`,
    heads: {
      passkey_added: 'Se agregó una llave de acceso a su cuenta',
      passkey_removed: 'Se quitó una llave de acceso de su cuenta',
      codes_made: 'Se crearon nuevos códigos de recuperación para su cuenta',
      code_used: 'Se usó un código de recuperación para iniciar sesión',
      email_changed: 'Se cambió la dirección de su cuenta',
      role_changed: 'Su papel cambió',
      member_removed: 'Usted ya no es miembro',
    },
    texts: {
      passkey_added: 'Quien tenga ese dispositivo puede iniciar sesión como usted de ahora en adelante.',
      passkey_removed: 'Ya no sirve para iniciar sesión.',
      codes_made: 'Los códigos anteriores ya no valen.',
      code_used: 'Ese código ya no vale. Si perdió su llave de acceso, quítela y agregue otra.',
      email_changed:
        'Los enlaces para iniciar sesión llegan de ahora en adelante a la nueva dirección. Este es el último correo a la anterior.',
      role_changed: (role, organization) => `En “${organization}” su papel es ahora: ${role}.`,
      member_removed: (organization) => `Usted ya no puede ver ni cambiar nada de “${organization}”.`,
    },
    at: (moment) => `Esto ocurrió el ${moment}.`,
    notYou:
      'Si no fue usted ni sabe quién pudo hacerlo, cierre de inmediato sus otras sesiones, revise sus llaves de acceso en la página de su cuenta y avise a otra persona titular de su organización:',
    button: 'Abrir mi cuenta',
  },
};
