import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "submission": correcciones, respuestas de los proveedores y las páginas que confirman lo enviado. */
export const submission: Messages['submission'] = {
  replies: {
    replyOf: (isp) => `Respuesta de ${isp}`,
    author: (name, role) => `${name}, ${role}.`,
    provedBy: (domain) => `Enviada desde un buzón en ${domain}.`,
    unedited: 'Se publica tal como llegó; no la editamos.',
    withdrawn: 'Esta respuesta se retiró el',
    withdrawnWhy: 'El motivo:',
    receivedOn: 'Recibida el',
    invitation: '¿Habla usted en nombre de este proveedor? Publicamos aquí su respuesta, palabra por palabra.',
    write: 'Escribir una respuesta',
  },
};
