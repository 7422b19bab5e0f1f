import type { Messages } from '../catalogue.ts';

/** Palabras de las páginas que solo existen durante el desarrollo. */
export const dev: Messages['dev'] = {
  onlyHere: 'Esta página solo existe durante el desarrollo.',
  mailbox: {
    title: 'Buzón',
    lede: 'Sin un servidor de correo (SMTP_URL) nada sale de esta máquina: aquí se guarda lo que se habría enviado, lo más reciente primero.',
    empty: 'Todavía no hay mensajes. Firme una petición y su confirmación llegará aquí en segundos.',
    reload: 'Mirar de nuevo',
    columns: { subject: 'Asunto', to: 'Para', from: 'De', kind: 'Tipo', at: 'Guardado' },
    noSubject: '(sin asunto)',
    back: 'Todos los mensajes',
    links: 'Enlaces de este mensaje',
    noLinks: 'Este mensaje no tiene enlaces.',
    headers: 'Encabezados',
    text: 'Texto sin formato',
    html: 'Como lo muestra un programa de correo',
    noHtml: 'Este mensaje es solo texto.',
    source: 'Descargar el mensaje (.eml)',
  },
  emails: {
    title: 'Correos',
    lede: 'Todos los correos que envía este sitio, cada uno con su ejemplo.',
    columns: { name: 'Correo', look: 'Verlo' },
    inLanguage: { en: 'Inglés', es: 'Español' },
    back: 'Todos los correos',
    subject: 'Asunto',
  },
};
