import type { MetaDescriptor } from '@remix-run/node';
import { localeOfPath, pathInLocale, pathWithoutLocale } from './locale.tsx';

type MetaSource = { location: { pathname: string }; matches: readonly { id: string; data?: unknown }[] };
type MetaWords = {
  title: string;
  description: string;
  /** Kept out of search engines: pages that are personal or that answer a search. */
  isPrivate?: boolean;
  /** A picture for pages that link here: path without language, and what it shows. */
  picture?: { path: string; alt: string };
};

const SITE_NAME = 'Untolled';

/**
 * The descriptors of a page: title, description, canonical address and its twins in the other language, Open Graph text.
 * Addresses need the origin that the root loader gives; without it (an error page) they are left out.
 */
export function pageMeta(
  { location, matches }: MetaSource,
  { title, description, isPrivate, picture }: MetaWords,
): MetaDescriptor[] {
  const locale = localeOfPath(location.pathname);
  const path = pathWithoutLocale(location.pathname);
  const origin = originOf(matches.find(({ id }) => id === 'root')?.data);
  const fullTitle = title.includes(SITE_NAME) ? title : `${title} · ${SITE_NAME}`;
  const words: MetaDescriptor[] = [
    { title: fullTitle },
    { name: 'description', content: description },
    { property: 'og:title', content: title },
    { property: 'og:description', content: description },
    { property: 'og:site_name', content: SITE_NAME },
    { property: 'og:type', content: 'website' },
    { property: 'og:locale', content: locale === 'es' ? 'es_US' : 'en_US' },
  ];
  if (isPrivate) return [...words, { name: 'robots', content: 'noindex' }];
  if (!origin) return words;
  const here = `${origin}${pathInLocale(locale, path)}`;
  return [
    ...words,
    ...(picture ? pictureMeta(`${origin}${pathInLocale(locale, picture.path)}`, picture.alt) : []),
    { property: 'og:url', content: here },
    { tagName: 'link', rel: 'canonical', href: here },
    ...(['en', 'es'] as const).map((lang) => ({
      tagName: 'link' as const,
      rel: 'alternate',
      hrefLang: lang,
      href: `${origin}${pathInLocale(lang, path)}`,
    })),
    { tagName: 'link', rel: 'alternate', hrefLang: 'x-default', href: `${origin}${path}` },
  ];
}

/** Source: ogp.me, "Structured Properties"; the card's name is the one that large networks read beside it. */
function pictureMeta(address: string, alt: string): MetaDescriptor[] {
  return [
    { property: 'og:image', content: address },
    { property: 'og:image:type', content: 'image/png' },
    { property: 'og:image:width', content: '1200' },
    { property: 'og:image:height', content: '630' },
    { property: 'og:image:alt', content: alt },
    { name: 'twitter:card', content: 'summary_large_image' },
  ];
}

function originOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('origin' in data)) return null;
  return typeof data.origin === 'string' ? data.origin : null;
}
