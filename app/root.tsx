import sansFile from '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2?url';
import serifFile from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url';
import type { LinksFunction } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, useLocation, useMatches } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Frame } from './ui/frame.tsx';
import { LocaleProvider, localeOfPath, pathWithoutLocale } from './ui/locale.tsx';
import './ui/styles.css';

export const links: LinksFunction = () => [
  ...[serifFile, sansFile].map((href) => ({
    rel: 'preload' as const,
    as: 'font' as const,
    type: 'font/woff2' as const,
    crossOrigin: 'anonymous' as const,
    href,
  })),
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export function Layout({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  const locale = localeOfPath(pathname);
  const matches = useMatches();
  const hydrates = !matches.some(({ handle }) => isStill(handle));
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        <LocaleProvider locale={locale}>
          <Frame path={`${pathWithoutLocale(pathname)}${search}`}>{children}</Frame>
        </LocaleProvider>
        {hydrates ? <Scripts /> : null}
      </body>
    </html>
  );
}

/** A page that needs no script says so: `export const handle = { still: true }`. */
function isStill(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'still' in handle && handle.still === true;
}

export default function App() {
  return <Outlet />;
}
