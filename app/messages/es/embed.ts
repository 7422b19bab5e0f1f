import type { Messages } from '../catalogue.ts';

/** Palabras del formulario y del contador que se muestran en páginas de otros sitios. */
export const embed: Messages['embed'] = {
  signed: (count, goal) => `Firmas hasta ahora: ${count}. Meta: ${goal}.`,
  signedAlone: 'Firmas confirmadas',
  goal: (goal) => `Meta: ${goal}`,
  button: 'Firmar',
  sending: 'Enviando…',
  working: 'Un momento: su navegador demuestra que hay una persona.',
  faults: 'Todavía no se envió: falta algo o hay un error.',
  failed: 'No se pudo enviar. Lo que escribió sigue aquí; envíelo otra vez.',
  busy: 'Muchísimas personas están firmando en este momento. Lo que escribió sigue aquí; envíelo otra vez en unos segundos.',
  off: 'En este momento no se reciben firmas. Vuelva más tarde.',
  closed: 'Esta campaña ya no recibe firmas. El recuento queda.',
  onSite: (campaign) => `Firme «${campaign}»`,
  about: (site) => `Una campaña en ${site}`,
  sentTitle: 'Falta un paso: abra su correo',
  sentText: 'Su firma cuenta cuando oprima el botón que abre el enlace, o cuando escriba aquí los seis dígitos.',
  confirmedTitle: 'Su firma está confirmada',
  confirmedText: 'Una carta con sus propias palabras pesa más que una firma.',
  write: 'Escribir mi carta',
  heldTitle: 'Su correo está comprobado; ahora lo revisa una persona',
  heldText:
    'Nuestra revisión automática no estuvo segura de este formulario, así que una persona de la organización lo va a mirar.',
  opensNew: '(se abre en otra pestaña)',
  frameTitle: (campaign) => `Firme: ${campaign}`,
};
