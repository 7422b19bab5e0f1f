import { createContext, type ReactNode, useContext } from 'react';
import type { Messages } from '#app/messages/catalogue.ts';
import { messagesIn } from '#app/messages/messages.ts';

/** Languages that pages are written in. */
export type PageLocale = 'en' | 'es';

const LocaleContext = createContext<PageLocale>('en');

/** Sets the language of everything inside. */
export function LocaleProvider({ locale, children }: { locale: PageLocale; children: ReactNode }) {
  return <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>;
}

/** The language of the page. */
export function useLocale(): PageLocale {
  return useContext(LocaleContext);
}

/** The words of the page's language. */
export function useMessages(): Messages {
  return messagesIn(useLocale());
}

/** The language of a path of this site: the first segment decides, English has none. */
export function localeOfPath(pathname: string): PageLocale {
  return /^\/es(?:\/|$)/.test(pathname) ? 'es' : 'en';
}

/** A path of this site without its language, beginning with "/". */
export function pathWithoutLocale(pathname: string): string {
  return pathname.replace(/^\/es(?=\/|$)/, '') || '/';
}

/** The address of `path` (begins with "/", without language) in a language. */
export function pathInLocale(locale: PageLocale, path: string): string {
  if (locale === 'en') return path;
  return path === '/' ? '/es' : `/es${path.startsWith('/?') || path.startsWith('/#') ? path.slice(1) : path}`;
}
