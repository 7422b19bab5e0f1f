import type { Locale } from './locale.ts';

/**
 * A page that is the same for everybody of one language (`isVisitorShown` false) or of one language and ISP (true). Pages of the first
 * kind are rendered without any visitor, so that nothing of one can stand in them. A page that shows the network's AS number is marked with
 * `isNetworkShown`; the others are handed the visitor without it. Own choice.
 */
export interface PublicPage {
  /** The address that is rendered and cached: no query. */
  path: string;
  locale: Locale;
  isVisitorShown: boolean;
  isNetworkShown: boolean;
  /** Whether it is data alone, in no language: what a page that is already open fetches. */
  isData: boolean;
}

const slug = '[a-z0-9][a-z0-9-]{0,99}';
const pages: readonly { pattern: RegExp; isVisitorShown: boolean; isNetworkShown?: true }[] = [
  { pattern: /^\/isps\/identify$/, isVisitorShown: true, isNetworkShown: true },
  { pattern: /^\/(?:measure)?$/, isVisitorShown: true },
  { pattern: new RegExp(`^/campaigns/${slug}$`), isVisitorShown: true },
  { pattern: new RegExp(`^/campaigns/${slug}/count\\.json$`), isVisitorShown: false },
  { pattern: new RegExp(`^/campaigns/${slug}/counting$`), isVisitorShown: false },
  { pattern: new RegExp(`^/isps/${slug}$`), isVisitorShown: false },
  { pattern: new RegExp(`^/incidents/${slug}$`), isVisitorShown: false },
  {
    pattern: /^\/(?:isps|incidents|campaigns|addressees|measurements|about|counting|privacy|verify)$/,
    isVisitorShown: false,
  },
  { pattern: /^\/speed-index(?:\/(?:compare|deals|20[0-4]\d-(?:0[1-9]|1[0-2])))?$/, isVisitorShown: false },
];

/** The public page at a path, or null. Letter case counts, so that a page has one address in the cache. Own choice. */
export function findPublicPage(path: string): PublicPage | null {
  const isPageData = path.endsWith('.data');
  const isData = isPageData || path.endsWith('.json');
  const whole = !isPageData ? path : path === '/_root.data' ? '/' : path.slice(0, -'.data'.length);
  const isSpanish = whole === '/es' || whole.startsWith('/es/');
  const inEnglish = isSpanish ? whole.slice(3) || '/' : whole;
  const page = pages.find(({ pattern }) => pattern.test(inEnglish));
  if (!page) return null;
  const { isVisitorShown, isNetworkShown = false } = page;
  return { path, locale: isSpanish ? 'es' : 'en', isVisitorShown, isNetworkShown, isData };
}

const marks = /^(?:utm_[a-z]+|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_cid|mc_eid|as)$/;

/**
 * Whether a query says nothing that a page reads: it is empty, or holds only marks that other sites hang on links. Such a request is
 * answered from the cache under the bare path; any other goes past the cache, so that no query can fill it. Own choice.
 */
export function isBlankQuery(search: string): boolean {
  if (search === '') return true;
  for (const name of new URLSearchParams(search).keys()) if (!marks.test(name)) return false;
  return true;
}
