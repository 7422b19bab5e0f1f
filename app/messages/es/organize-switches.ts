import type { switches as en } from '../en/organize-switches.ts';

/** Palabras de la página de interruptores de la instalación. */
export const switches: typeof en = {
  title: 'Interruptores',
  lede: 'Lo que hace toda esta instalación, para todas las organizaciones que la usan. Un cambio llega a todas las páginas y procesos en 5 segundos y queda anotado.',
  changedBy: (who: string, when: string) => `Último cambio: ${who}, ${when}.`,
  neverChanged: 'Todavía no se ha cambiado nada: todo funciona como se instaló.',
  people: 'Lo que las personas pueden hacer',
  mails: 'Correos que salen',
  mailsHint: 'Lo que se retiene espera en su cola y sale cuando usted lo vuelve a activar.',
  letters: 'Cartas a los destinatarios',
  lettersHint: 'Las cartas de un canal en pausa esperan y conservan su lugar.',
  names: {
    collectsSignatures: {
      label: 'Reunir firmas',
      hint: 'Desactivado: las campañas muestran que las firmas están en pausa. Las firmas ya dadas todavía se pueden confirmar.',
    },
    createsCampaigns: {
      label: 'Crear campañas',
      hint: 'Desactivado: ninguna organización puede crear ni copiar campañas. Las que existen siguen.',
    },
    servesEmbeds: {
      label: 'Servir formularios incrustados',
      hint: 'Desactivado: los formularios y contadores en páginas de aliados muestran en su lugar un enlace a la campaña.',
    },
    sendsConfirmations: {
      label: 'Correos que piden una confirmación',
      hint: 'De firmas, informes, respuestas y preguntas sobre nombres.',
    },
    sendsReceipts: {
      label: 'Comprobantes y respuestas',
      hint: 'Comprobantes de firmas y cartas, cartas devueltas, recordatorios y decisiones de la redacción.',
    },
    sendsBulk: { label: 'Correos a los miembros', hint: 'Envíos y avisos a las listas.' },
    isReadOnly: {
      label: 'Solo lectura',
      hint: 'Activado: las páginas se pueden leer, no se recibe nada y no sale ningún correo ni carta. Las personas conservan lo que escribieron y pueden enviarlo más tarde. El conteo y las comprobaciones siguen. Usted puede iniciar sesión y usar esta página.',
    },
  },
  channels: { email: 'Cartas por correo electrónico', docket: 'Presentaciones en el expediente de la FCC' },
  reading: 'Solo leer',
  banner: 'Aviso sobre todas las páginas públicas',
  bannerHint: (most: number) =>
    `Una o dos frases, de ${most} caracteres como máximo, en ambos idiomas. Deje los dos campos vacíos para no mostrar ninguno.`,
  bannerEn: 'En inglés',
  bannerEs: 'En español',
  reason: 'Por qué lo cambia',
  reasonHint: 'Queda en el registro de auditoría. No nombre a nadie.',
  save: 'Guardar los interruptores',
  saved: 'Guardado. Todas las páginas y procesos lo siguen en 5 segundos.',
  refusals: {
    nothing_changed: {
      title: 'No se cambió nada',
      text: 'Todo está ya como dice el formulario.',
    },
    changed_meanwhile: {
      title: 'Alguien cambió un interruptor mientras tanto',
      text: 'No se guardó nada de lo suyo. El formulario contiene lo que usted eligió; al lado está lo que rige ahora. Guarde otra vez para dejarlo como eligió.',
    },
  },
  now: (isOn: boolean): string => (isOn ? 'Ahora: activado.' : 'Ahora: desactivado.'),
  faults: {
    reason: 'Diga por qué.',
    banner_both: 'Escriba el aviso en ambos idiomas o en ninguno.',
    too_long: 'Es demasiado largo.',
  },
};
