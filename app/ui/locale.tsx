import { createContext, type ReactNode, useContext } from 'react';
import type { Messages } from '#app/messages/catalogue.ts';
import { messagesIn } from '#app/messages/messages.ts';

const LocaleContext = createContext<'en' | 'es'>('en');

/** Sets the language of everything inside. */
export function LocaleProvider({ locale, children }: { locale: 'en' | 'es'; children: ReactNode }) {
  return <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>;
}

/** The language of the page. */
export function useLocale(): 'en' | 'es' {
  return useContext(LocaleContext);
}

/** The words of the page's language. */
export function useMessages(): Messages {
  return messagesIn(useLocale());
}
