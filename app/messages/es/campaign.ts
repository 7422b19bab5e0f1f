import type { Messages } from '../catalogue.ts';

/** Palabras de la parte "campaign": la página de una campaña. */
export const campaign: Messages['campaign'] = {
  kick: 'Campaña',
  closedKick: 'Campaña cerrada',
  ask: 'Lo que pedimos',
  peopleSigned: (count) => (count === 1 ? 'persona ha firmado' : 'personas han firmado'),
  goal: (goal) => `meta: ${goal}`,
  asOf: (time) => `Firmas confirmadas, contadas el ${time}.`,
  notCounted: 'Firmas confirmadas. El primer recuento llega en unos segundos.',
  howWeCount: 'Cómo contamos',
  ofIsp: (count, isp, time) => `Han firmado ${count} clientes de ${isp} (cifra publicada el ${time}).`,
  to: 'Su carta puede ir',
  targets: {
    fcc_docket: 'al expediente de la FCC',
    fcc_complaint: 'a la FCC como queja',
    ftc: 'a la FTC',
    attorney_general: 'a la fiscalía general de su estado',
    isp: 'a su proveedor de internet',
  },
  allAddressees: 'Todos los destinatarios',
  sources: 'Fuentes de lo que se dice aquí',
  signTitle: 'Firme',
  notOpen: { title: 'Todavía no está abierta', text: 'Esta campaña todavía no recibe firmas.' },
  paused: 'En este momento no se reúnen firmas. Vuelva más tarde, por favor.',
  closed: { title: 'Cerrada', text: 'Esta campaña ya no recibe firmas. El recuento se mantiene.' },
  otherCampaigns: 'Otras campañas',
  notFound: 'No se encontró la campaña',
};
