import { messagesIn } from '#app/messages/messages.ts';
import { pathInLocale } from '#app/ui/locale.tsx';
import type { IspView } from './isp.view.server.ts';

/**
 * The record of an ISP as a schema.org Dataset about an Organization: what is held, over which time, where the open data is. Not a Review or a
 * Rating: nothing here is a score. Source: schema.org/Dataset and schema.org/Organization, read 2026-11-22.
 */
export function recordOf(
  { isp, incidents, lines }: IspView,
  { origin, locale }: { origin: string; locale: 'en' | 'es' },
) {
  const { isp: words, shell } = messagesIn(locale);
  const url = `${origin}${pathInLocale(locale, `/isps/${isp.slug}`)}`;
  const days = [
    ...incidents.map(({ occurredOn }) => occurredOn),
    ...lines.flatMap(({ entries }) => entries.map(({ month }) => month)),
  ].sort();
  const otherNames = [...isp.brands, ...isp.formerNames.filter(({ note }) => note === null)].map(({ name }) => name);
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    '@id': `${origin}/isps/${isp.slug}`,
    url,
    name: words.pageTitle(isp.name),
    description: words.pageDescription(isp.name),
    inLanguage: locale,
    isAccessibleForFree: true,
    ...(days.length > 0 ? { temporalCoverage: `${days[0]}/${days.at(-1)}` } : {}),
    spatialCoverage: { '@type': 'Country', name: 'United States' },
    creator: { '@type': 'Organization', name: shell.siteName, url: origin },
    about: {
      '@type': 'Organization',
      name: isp.name,
      ...(otherNames.length > 0 ? { alternateName: otherNames } : {}),
      ...(isp.website ? { url: isp.website } : {}),
      ...(isp.parent ? { parentOrganization: { '@type': 'Organization', name: isp.parent } } : {}),
    },
    hasPart: incidents.slice(0, 20).map(({ slug, title }) => ({
      '@type': 'Report',
      '@id': `${origin}/incidents/${slug}`,
      headline: title,
    })),
  };
}
