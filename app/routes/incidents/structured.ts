import type { EditorialChange } from '#app/domain/incident/editorial.ts';
import type { RegisterEntry } from '#app/domain/incident/register.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { formatDate } from '#app/ui/fact-date.tsx';
import { pathInLocale } from '#app/ui/locale.tsx';

/** The register as a schema.org Dataset with its downloads, for search engines of data. Source: schema.org/Dataset, read 2026-11-22. */
export function datasetOf({
  origin,
  locale,
  oldest,
  newest,
  changedAt,
}: {
  origin: string;
  locale: 'en' | 'es';
  oldest: string | null;
  newest: string | null;
  changedAt: string | null;
}) {
  const { incidents: words, shell } = messagesIn(locale);
  const url = `${origin}${pathInLocale(locale, '/incidents')}`;
  const download = (format: 'csv' | 'json', encodingFormat: string) => ({
    '@type': 'DataDownload',
    encodingFormat,
    contentUrl: `${origin}/incidents.${format}`,
  });
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: `${shell.siteName}: ${words.title}`,
    description: words.description,
    url,
    inLanguage: locale,
    isAccessibleForFree: true,
    creator: { '@type': 'Organization', name: shell.siteName, url: origin },
    ...(oldest && newest ? { temporalCoverage: `${oldest}/${newest}` } : {}),
    ...(changedAt ? { dateModified: changedAt } : {}),
    spatialCoverage: { '@type': 'Country', name: 'United States' },
    distribution: [download('csv', 'text/csv'), download('json', 'application/json')],
  };
}

/**
 * An entry as a schema.org Report: what the register holds about an event, with whom it is about and what it cites. Not a ClaimReview, which
 * rates a claim of somebody else, and not an Event, which is a thing that people attend. Source: schema.org/Report, read 2026-11-22.
 */
export function reportOf(
  entry: RegisterEntry,
  { origin, locale, history }: { origin: string; locale: 'en' | 'es'; history: readonly EditorialChange[] },
) {
  const { incidents: words, shell } = messagesIn(locale);
  const url = `${origin}${pathInLocale(locale, `/incidents/${entry.slug}`)}`;
  const publisher = { '@type': 'Organization', name: shell.siteName, url: origin };
  return {
    '@context': 'https://schema.org',
    '@type': 'Report',
    '@id': `${origin}/incidents/${entry.slug}`,
    url,
    mainEntityOfPage: url,
    headline: entry.title,
    abstract: entry.summary,
    inLanguage: 'en',
    datePublished: history[0]?.at ?? entry.createdAt,
    dateModified: entry.updatedAt,
    creativeWorkStatus: words.stateNames[entry.state],
    temporalCoverage: machineDate(entry),
    keywords: [shell.incidentTypes[entry.type], shell.segments[entry.segment]],
    about: entry.isps.map(({ nameThen, name, slug }) => ({
      '@type': 'Organization',
      name: name ?? nameThen,
      ...(name && name !== nameThen ? { alternateName: nameThen } : {}),
      ...(slug ? { url: `${origin}${pathInLocale(locale, `/isps/${slug}`)}` } : {}),
    })),
    citation: entry.sources.map((source) =>
      /^https?:\/\/\S+$/.test(source) ? { '@type': 'WebPage', url: source } : source,
    ),
    author: publisher,
    publisher,
    isPartOf: { '@type': 'Dataset', name: `${shell.siteName}: ${words.title}`, url: `${origin}/incidents` },
  };
}

/** The date of an entry as far as it is known: a day, a month or a year of ISO 8601. */
function machineDate({ occurredOn, datePrecision }: RegisterEntry): string {
  if (datePrecision === 'year' || datePrecision === 'season') return occurredOn.slice(0, 4);
  return datePrecision === 'month' ? occurredOn.slice(0, 7) : occurredOn;
}

/** One sentence about an entry for previews of its page. */
export function descriptionOf(entry: RegisterEntry, locale: 'en' | 'es'): string {
  return `${formatDate(locale, entry.occurredOn, entry.datePrecision)}. ${entry.summary}`;
}
