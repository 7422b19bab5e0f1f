import type { Criterion, FindingLine } from '../incident/criteria.ts';
import type { MeasuredFigures } from '../measurement/figures.ts';
import type { PublicReport } from '../report/report.ts';
import type { SpeedIndexEntry } from '../speed-index/speed-index.ts';
import type { EvidenceLocale, InBoth } from './evidence.ts';

const tags: Record<EvidenceLocale, string> = { en: 'en-US', es: 'es-US' };

/** A month (`YYYY-MM`) in words. */
export function monthIn(locale: EvidenceLocale, month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  return new Intl.DateTimeFormat(tags[locale], { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}

/** A day (`YYYY-MM-DD`) in words. */
export function dayIn(locale: EvidenceLocale, day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(tags[locale], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(at);
}

/** The newest figure of an ISP in the speed index as one sentence. */
export function figureStatement({ month, indexName, mbps }: SpeedIndexEntry & { mbps: number }): InBoth {
  const figure = mbps.toFixed(2).replace(/0$/, '');
  return {
    en: `In ${monthIn('en', month)}, Netflix streams on ${indexName} averaged ${figure} Mbps at prime time, by Netflix’s own index.`,
    es: `En ${monthIn('es', month)}, las transmisiones de Netflix en ${indexName} promediaron ${figure} Mbps en horario de mayor uso, según el índice de Netflix.`,
  };
}

/** What a figure of the index does not say. Source: facts README, traps. */
export const FIGURE_CAVEAT: InBoth = {
  en: 'The index measures the stream, not what the line can carry, and must not be compared across years.',
  es: 'El índice mide la transmisión, no la capacidad de la línea, y no debe compararse entre años distintos.',
};

/** What stands beside a fact of confidence `partly`. */
export const PARTLY_CAVEAT: InBoth = {
  en: 'One element of this statement is derived, or comes from a secondary source.',
  es: 'Un elemento de esta afirmación es deducido o proviene de una fuente secundaria.',
};

type FindingWords = Record<'yes' | 'no', InBoth>;

const findingWords: Record<Criterion, FindingWords> = {
  lawful_traffic_limited: {
    yes: {
      en: 'evidence that @ blocks or slows lawful traffic',
      es: 'pruebas de que @ bloquea o hace más lento el tráfico lícito',
    },
    no: {
      en: 'tests of @ that showed no blocking or slowing of lawful traffic',
      es: 'pruebas de @ que no mostraron bloqueo ni lentitud impuesta del tráfico lícito',
    },
  },
  paid_interconnection: {
    yes: {
      en: 'that @ charges other networks or services for interconnection',
      es: 'que @ cobra a otras redes o servicios por la interconexión',
    },
    no: { en: 'that @ connects with other networks without charge', es: 'que @ se conecta con otras redes sin cobrar' },
  },
  video_by_plan: {
    yes: { en: 'that plans of @ exempt or limit video', es: 'que los planes de @ exentan o limitan el video' },
    no: { en: 'that all plans of @ treat video alike', es: 'que todos los planes de @ tratan el video por igual' },
  },
  data_caps: {
    yes: { en: 'that plans of @ have data caps', es: 'que los planes de @ tienen límites de datos' },
    no: { en: 'that plans of @ have no data caps', es: 'que los planes de @ no tienen límites de datos' },
  },
  binding_promise: {
    yes: {
      en: 'a binding promise of @ on net neutrality',
      es: 'una promesa vinculante de @ sobre la neutralidad de la red',
    },
    no: {
      en: 'that @ refuses a binding promise on net neutrality',
      es: 'que @ rechaza una promesa vinculante sobre la neutralidad de la red',
    },
  },
  disclosure_found: {
    yes: { en: 'the network-management disclosure of @', es: 'la divulgación de gestión de red de @' },
    no: {
      en: 'no network-management disclosure of @ where they looked',
      es: 'que donde buscaron no hay divulgación de gestión de red de @',
    },
  },
};

const lineWords: Record<FindingLine, InBoth> = {
  home: { en: ' (home lines)', es: ' (líneas del hogar)' },
  mobile: { en: ' (mobile lines)', es: ' (líneas móviles)' },
};

/** An editor's finding as one sentence with its day. */
export function findingStatement(
  {
    criterion,
    answer,
    line,
    foundOn,
  }: { criterion: Criterion; answer: 'yes' | 'no'; line: FindingLine | null; foundOn: string },
  isp: string,
): InBoth {
  const words = findingWords[criterion][answer];
  const found = (locale: EvidenceLocale) => `${words[locale].replace('@', isp)}${line ? lineWords[line][locale] : ''}`;
  return {
    en: `On ${dayIn('en', foundOn)}, editors of the public record at Untolled found ${found('en')}.`,
    es: `El ${dayIn('es', foundOn)}, editores del registro público de Untolled encontraron ${found('es')}.`,
  };
}

/** What a finding does not say. */
export const FINDING_CAVEAT: InBoth = {
  en: 'It says what was found on that day; it may have changed since.',
  es: 'Dice lo que se encontró ese día; puede haber cambiado desde entonces.',
};

/** What people measured, as one sentence. Rates in Mbps, days local. */
export function measuredStatement({ from, to, tests, downloadMbps }: MeasuredFigures, isp: string): InBoth {
  const median = String(downloadMbps.median);
  return {
    en: `From ${dayIn('en', from)}, to ${dayIn('en', to)}, the median download of ${tests} tests that people on ${isp} ran at Untolled was ${median} Mbps.`,
    es: `Del ${dayIn('es', from)} al ${dayIn('es', to)}, la mediana de descarga de ${tests} pruebas hechas en Untolled por personas conectadas con ${isp} fue de ${median} Mbps.`,
  };
}

/** What such a figure does not say. */
export const MEASURED_CAVEAT: InBoth = {
  en: 'It describes these tests to one server, by people who chose to test; it is not proof of how streams are treated.',
  es: 'Describe estas pruebas hacia un servidor, de personas que quisieron medir; no prueba cómo se tratan las transmisiones.',
};

/** A verified report of one person, as one sentence without that person's words. */
export function reportStatement({
  occurredOn,
  ispName,
  line,
}: Pick<PublicReport, 'occurredOn' | 'ispName' | 'line'>): InBoth {
  return {
    en: `A subscriber of ${ispName} reported trouble with an online service on a ${line === 'home' ? 'home' : 'mobile'} line on ${dayIn('en', occurredOn)}; an editor of Untolled verified the report.`,
    es: `Una persona suscrita a ${ispName} informó de problemas con un servicio en línea en ${line === 'home' ? 'una línea del hogar' : 'una línea móvil'} el ${dayIn('es', occurredOn)}; un editor de Untolled verificó el informe.`,
  };
}

/** What a report does not say. */
export const REPORT_CAVEAT: InBoth = {
  en: 'A report tells what one person saw; it does not show the cause.',
  es: 'Un informe cuenta lo que vio una persona; no muestra la causa.',
};
