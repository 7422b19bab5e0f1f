import type { ReactNode } from 'react';
import { useLocale } from './locale.tsx';

/** A whole number as the page's language writes it. */
export function formatNumber(locale: 'en' | 'es', value: number): string {
  return value.toLocaleString(locale === 'es' ? 'es-US' : 'en-US');
}

/** A large figure with what it counts beneath it. */
export function Count({ value, children }: { value: number; children?: ReactNode }) {
  const locale = useLocale();
  return (
    <>
      <p className="count">{formatNumber(locale, value)}</p>
      {children ? <p className="count-note">{children}</p> : null}
    </>
  );
}
