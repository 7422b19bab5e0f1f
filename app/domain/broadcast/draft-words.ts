import { dayIn, FIGURE_CAVEAT, monthIn } from '../isp/evidence-words.ts';
import type { BroadcastLocale } from './broadcast.ts';
import type { Cause, IncidentVerified, IndexFall, Slowdown } from './cause.ts';
import { safeInMarkdown } from './text.ts';

/** Subject and Markdown body of a draft. */
export interface DraftText {
  subject: string;
  body: string;
}

const escaped = (text: string) => safeInMarkdown(text.replace(/\{\{|\}\}/g, ''));
const figure = (mbps: number) => mbps.toFixed(2).replace(/0$/, '');
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;

/** Sources as a list; an address stands as a link, a citation as its words. */
function sourceList(sources: readonly string[]): string {
  return [...new Set(sources)]
    .map((source) => (/^https?:\/\/[^\s<>"]+$/.test(source) ? `- <${source}>` : `- ${escaped(source)}`))
    .join('\n');
}

/**
 * What a draft says of its cause, in one language: facts with their days, and where each is from. Nothing is claimed that the facts do not hold; an organizer changes the words and lets them
 * leave, or does not. `origin`: the site's. Own choice.
 */
export function draftText(cause: Cause, locale: BroadcastLocale, origin: string): DraftText {
  const { subject, body } = textOf(cause, locale, origin);
  // Braces in a title of the register are no blanks.
  return { subject: subject.replace(/\{\{|\}\}/g, ''), body };
}

function textOf(cause: Cause, locale: BroadcastLocale, origin: string): DraftText {
  const home = `${origin}${locale === 'es' ? '/es' : ''}`;
  const page = `${home}/isps/${cause.isp.slug}`;
  const { facts, isp } = cause;
  if (facts.kind === 'index_fall') return indexFall(facts, isp.name, locale, page);
  if (facts.kind === 'incident')
    return incident(facts, isp.name, locale, { page, entry: `${home}/incidents/${facts.slug}` });
  return slowdown(facts, isp.name, locale, page);
}

function indexFall(
  { indexName, before, after }: IndexFall,
  isp: string,
  locale: BroadcastLocale,
  page: string,
): DraftText {
  const fall = percent((before.mbps - after.mbps) / before.mbps);
  const [from, to] = [monthIn(locale, before.month.slice(0, 7)), monthIn(locale, after.month.slice(0, 7))];
  const sources = sourceList([before.source, after.source]);
  if (locale === 'es')
    return {
      subject: `${isp} bajó en el índice de Netflix: ${figure(before.mbps)} a ${figure(after.mbps)} Mbps`,
      body: `Según el índice de velocidad de Netflix, las transmisiones de **${escaped(indexName)}** promediaron ${figure(after.mbps)} Mbps en ${to}, en horario de mayor uso. En ${from} eran ${figure(before.mbps)} Mbps: ${fall} menos.

${FIGURE_CAVEAT.es}

Lo que se sabe de ${escaped(isp)}, con fechas y fuentes: <${page}>

Fuentes:

${sources}`,
    };
  return {
    subject: `${isp} fell on Netflix’s index: ${figure(before.mbps)} to ${figure(after.mbps)} Mbps`,
    body: `By Netflix’s own speed index, streams on **${escaped(indexName)}** averaged ${figure(after.mbps)} Mbps in ${to}, at prime time. In ${from} it was ${figure(before.mbps)} Mbps: ${fall} less.

${FIGURE_CAVEAT.en}

What is known about ${escaped(isp)}, with dates and sources: <${page}>

Sources:

${sources}`,
  };
}

function incident(
  { title, summary, occurredOn, datePrecision, statement, ispPosition, sources }: IncidentVerified,
  isp: string,
  locale: BroadcastLocale,
  { page, entry }: { page: string; entry: string },
): DraftText {
  const day = whenIn(locale, occurredOn, datePrecision);
  const answer = ispPosition === null ? '' : escaped(ispPosition);
  if (locale === 'es')
    return {
      subject: `Verificado sobre ${isp}: ${title}`,
      body: `${statement ? escaped(statement.es) : `**${escaped(title)}** (${day}; en inglés)\n\n${escaped(summary)}`}

${answer ? `Lo que respondió ${escaped(isp)} (en inglés):\n\n> ${answer}\n\n` : ''}La entrada completa del registro: <${entry}>

Lo que se sabe de ${escaped(isp)}: <${page}>

Fuentes:

${sourceList(sources)}`,
    };
  return {
    subject: `Verified about ${isp}: ${title}`,
    body: `${statement ? escaped(statement.en) : `**${escaped(title)}** (${day})\n\n${escaped(summary)}`}

${answer ? `What ${escaped(isp)} said:\n\n> ${answer}\n\n` : ''}The whole entry of the register: <${entry}>

What is known about ${escaped(isp)}: <${page}>

Sources:

${sourceList(sources)}`,
  };
}

function whenIn(locale: BroadcastLocale, day: string, precision: string): string {
  if (precision === 'year') return day.slice(0, 4);
  return precision === 'day' || precision === 'approximate_day' || precision === 'as_of'
    ? dayIn(locale, day)
    : monthIn(locale, day.slice(0, 7));
}

function slowdown({ before, after }: Slowdown, isp: string, locale: BroadcastLocale, page: string): DraftText {
  const [was, is] = [percent(before.ratio), percent(after.ratio)];
  const range = { low: percent(after.low), high: percent(after.high) };
  if (locale === 'es')
    return {
      subject: `${isp} es más lento de noche: ${is} de la velocidad diurna`,
      body: `En las mediciones publicadas hasta el ${dayIn(locale, after.asOf)}, la mediana de descarga de ${escaped(isp)} entre las 19:00 y las 23:00 es el ${is} de la que hay entre las 2:00 y las 14:00 (intervalo del 95%: de ${range.low} a ${range.high}). En las publicadas hasta el ${dayIn(locale, before.asOf)} era el ${was}.

Las mediciones son de personas que las hicieron por decisión propia. Muestran la línea en esas horas, no la causa.

Las cifras y los datos abiertos: <${page}>`,
    };
  return {
    subject: `${isp} is slower in the evening: ${is} of its daytime speed`,
    body: `In the measurements published up to ${dayIn(locale, after.asOf)}, the median download on ${escaped(isp)} from 7 to 11 p.m. is ${is} of that from 2 a.m. to 2 p.m. (95% interval: ${range.low} to ${range.high}). In those published up to ${dayIn(locale, before.asOf)} it was ${was}.

The measurements are by people who chose to run them. They show the line at those hours, not the cause.

The figures and the open data: <${page}>`,
  };
}
