import { LINES, type Line } from '#app/domain/isp/network-kind.ts';
import { LOCALES, type Locale } from './locale.ts';

/** Choices of a person that pages follow, kept in plain cookies of this browser: nothing in them tells who it is. Own choice. */
export interface Preferences {
  /** Slug of the ISP that the person named (cookie `isp`); may name no ISP of the catalogue. */
  statedSlug: string | null;
  /** Kind of line that the person named with the ISP (cookie `line`). */
  statedLine: Line | null;
  /** Language chosen by hand (cookie `lang`). */
  locale: Locale | null;
  /** Whether the browser holds a writer's session, valid or not: such a request is never answered from the crowd's pages. */
  hasSession: boolean;
}

const none: Preferences = { statedSlug: null, statedLine: null, locale: null, hasSession: false };

/** Reads the choices out of a `Cookie` header. Anything malformed counts as not chosen; nothing throws. Own choice. */
export function readPreferences(cookies: string | undefined): Preferences {
  if (cookies === undefined) return none;
  const line = /(?:^|;\s*)line=(\w{2,10})(?=;|$)/.exec(cookies)?.[1];
  const lang = /(?:^|;\s*)lang=(\w{2})(?=;|$)/.exec(cookies)?.[1];
  return {
    statedSlug: /(?:^|;\s*)isp=([a-z0-9][a-z0-9-]{0,63})(?=;|$)/.exec(cookies)?.[1] ?? null,
    statedLine: LINES.find((known) => known === line) ?? null,
    locale: LOCALES.find((locale) => locale === lang) ?? null,
    hasSession: /(?:^|;\s*)writer=/.test(cookies),
  };
}

const remembered = new Map<string, Locale>();

/**
 * The language of the site that a browser prefers, by the q-values of `Accept-Language`; English when it names neither or both
 * equally. Source: RFC 9110, section 12.5.4.
 */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  if (acceptLanguage === undefined || acceptLanguage.length > 512) return 'en';
  const known = remembered.get(acceptLanguage);
  if (known) return known;
  const locale = weigh(acceptLanguage);
  // Browsers send a few hundred different values; a flood of made-up ones must not grow the memory.
  if (remembered.size >= 1000) remembered.clear();
  remembered.set(acceptLanguage, locale);
  return locale;
}

function weigh(acceptLanguage: string): Locale {
  const weights = new Map<string, number>();
  for (const item of acceptLanguage.split(',')) {
    const match = /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(item);
    if (!match?.[1]) continue;
    const tag = match[1].toLowerCase();
    const weight = Math.min(1, Number(match[2] ?? 1));
    if (weight > (weights.get(tag) ?? -1)) weights.set(tag, weight);
  }
  const of = (locale: Locale) => weights.get(locale) ?? weights.get('*') ?? 0;
  return of('es') > of('en') ? 'es' : 'en';
}
