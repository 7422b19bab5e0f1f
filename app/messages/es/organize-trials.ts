import type { trials as en } from '../en/organize-trials.ts';

const count = (value: number) => value.toLocaleString('en-US');
const percent = (share: number) =>
  new Intl.NumberFormat('es-US', { style: 'percent', maximumFractionDigits: 2 }).format(share);

/** Spanish words of the page on which organizers try a campaign's title and ask against others. */
export const trials: typeof en = {
  title: 'Prueba del título y la petición',
  lede: 'A la mitad de los visitantes se les muestran otras palabras, y al final una regla fijada de antemano dice si firman más. No se guarda nada en el navegador de nadie.',
  link: 'Probar otras palabras',
  words: {
    title: 'Las otras palabras',
    hint: 'Deje vacío lo que deba quedar como está.',
    now: (text) => `Ahora: ${text}`,
    titleIn: (language) => `Título, ${language.toLowerCase()}`,
    askIn: (language) => `Qué se pide, ${language.toLowerCase()}`,
  },
  rule: {
    title: 'La regla, fijada antes de empezar',
    rate: 'De cada 100 vistas, cuántas acaban ahora en una firma confirmada',
    rateHint: (rate) => `En los últimos 14 días: ${rate} de cada 100, según cuenta el tablero.`,
    rateUnknown: 'De 0.1 a 90. El tablero todavía no tiene datos.',
    lift: 'El menor cambio que vale la pena conocer',
    lifts: (lift) => `${lift}% más o menos`,
    plan: 'Calcular',
    start: 'Empezar la prueba',
    needed: (views) =>
      `Cada una de las dos debe verse ${count(views)} veces. La prueba termina entonces o a los 14 días, lo que llegue primero.`,
    days: (days) =>
      `Al ritmo de los últimos 14 días, eso toma ${days === 1 ? 'cerca de un día' : `unos ${days} días`}.`,
    daysOver:
      'Al ritmo de los últimos 14 días, eso toma más de 14 días: probablemente solo se encuentren diferencias mayores que esta.',
    method:
      'Una sola prueba bilateral de dos proporciones (Fleiss, Levin y Paik, 2003), hecha una vez al final: 5% de error y 80% de potencia para el cambio elegido. Antes no se dice quién va adelante, porque quien mira y se detiene pronto encuentra diferencias que no existen.',
  },
  faults: { rate: 'Escriba un número de 0.1 a 90.' },
  running: {
    title: 'Está en curso',
    since: (moment, latest) => `Desde el ${moment}; a más tardar, hasta el ${latest}.`,
    progress: (seen, views) => `${count(Math.min(seen, views))} de ${count(views)} vistas de la variante menos vista.`,
    noVerdict: 'Estos son conteos. No hay veredicto antes del final.',
    keep: 'Mientras dura, el título y la petición se quedan como están: cambiarlos termina la prueba sin veredicto.',
    stop: 'Detenerla sin veredicto',
  },
  variants: { a: 'A, como estaba', b: 'B, las otras palabras' },
  table: { variant: 'Variante', seen: 'Vistas', signed: 'Firmas confirmadas', rate: 'Por vista' },
  rateOf: (signed, seen) => (seen === 0 ? '–' : percent(signed / seen)),
  past: {
    title: 'Pruebas terminadas',
    ended: (moment) => `Terminó el ${moment}`,
    endings: {
      views: 'Las dos variantes se vieron tantas veces como se había fijado.',
      days: 'Pasaron sus 14 días.',
      stopped: 'Se detuvo antes de tiempo, así que no da veredicto.',
      campaign: 'La campaña dejó de recibir firmas, así que no da veredicto.',
      words: 'Mientras tanto cambiaron el título o la petición, así que no da veredicto.',
    },
    verdicts: {
      a: 'Las palabras como estaban se firman más.',
      b: 'Las otras palabras se firman más.',
      none: 'Ninguna diferencia que no pueda deberse al azar.',
    },
    rule: (rate, lift, views) =>
      `La regla fue: ${percent(rate)} esperado, un cambio de ${percent(lift)} de ese valor que valía la pena conocer, ${count(views)} vistas de cada una.`,
    take: 'Adoptar las otras palabras',
    taken: (version) => `Adoptadas como versión ${version}.`,
  },
  done: {
    started: 'La prueba empezó. En segundos, la mitad de los visitantes ve las otras palabras.',
    stopped: 'Detenida. Todos ven las palabras vigentes.',
    taken: 'Adoptadas como versión nueva de la campaña.',
  },
  refused: {
    not_open: 'Una prueba necesita una campaña abierta.',
    running: 'Ya hay una prueba en curso.',
    same_words: 'Las otras palabras son iguales a las vigentes. Cambie un título o una petición.',
    nothing_running: 'No hay ninguna prueba en curso.',
    not_better: 'No hay nada que adoptar.',
  },
};
