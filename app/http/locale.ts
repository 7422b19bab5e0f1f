/** Languages that pages are written in. English has no prefix; Spanish lives under `/es`. */
export const LOCALES = ['en', 'es'] as const;

/** One of the languages. */
export type Locale = (typeof LOCALES)[number];

/**
 * The language of a route's optional `lang` parameter; throws a 404 `Response` for any other prefix, so that `/xx/isps`
 * is not a second address of `/isps`.
 */
export function localeOf(lang: string | undefined): Locale {
  if (lang === undefined) return 'en';
  if (lang === 'es') return 'es';
  throw new Response(null, { status: 404 });
}

/** The address of `path` (begins with "/") in a language. */
export function localePath(locale: Locale, path: string): string {
  return locale === 'en' ? path : path === '/' ? `/${locale}` : `/${locale}${path}`;
}

/**
 * The English address of a path in any language: "/es/isps" gives "/isps". Never begins with two slashes, which browsers would read as
 * another host ("/es//host"). Own choice.
 */
export function englishPath(path: string): string {
  const rest = path.replace(/^\/es(?=[/?#]|$)/, '');
  return `/${rest.replace(/^\/+/, '')}`;
}
