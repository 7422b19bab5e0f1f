import sansFile from '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2?url';
import serifFile from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url';
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  useLocation,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { messagesIn } from './messages/messages.ts';
import { FailedPage, NotFoundPage, NothingToOrganizePage, SignInPage } from './ui/error-page.tsx';
import { Frame } from './ui/frame.tsx';
import { LocaleProvider, localeOfPath, pathWithoutLocale } from './ui/locale.tsx';
import './ui/styles.css';

export const meta: MetaFunction<typeof loader> = ({ error, location }) => {
  const { pages, shell } = messagesIn(localeOfPath(location.pathname));
  if (!error) return [{ title: shell.siteName }];
  const { title } = statusOf(error) === 404 ? pages.notFound : pages.failed;
  return [{ title: `${title} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

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

/** The origin that addresses in the head are written with, and what stands above every page in its language. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const { origin, pathname } = new URL(request.url);
  return { origin, banner: context.switches?.banner?.[localeOfPath(pathname)] ?? null };
}

export function Layout({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  const locale = localeOfPath(pathname);
  const isStill = useMatches().some(({ handle }) => saysStill(handle));
  const banner = useRouteLoaderData<typeof loader>('root')?.banner ?? null;
  // Outside a failed route the hook answers null, and undefined once a route has loaded.
  const hasFailed = (useRouteError() ?? null) !== null;
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
          <Frame path={`${pathWithoutLocale(pathname)}${search}`} banner={banner}>
            {children}
          </Frame>
        </LocaleProvider>
        {isStill || hasFailed ? null : <Scripts />}
      </body>
    </html>
  );
}

/** A page that needs no script says so: `export const handle = { still: true }`. */
function saysStill(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'still' in handle && handle.still === true;
}

function statusOf(error: unknown): number {
  return isRouteErrorResponse(error) ? error.status : 500;
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const status = statusOf(useRouteError());
  const { pathname, search } = useLocation();
  const path = pathWithoutLocale(pathname);
  if (path.startsWith('/organize')) {
    if (status === 403) return <SignInPage to={path + search} />;
    if (status === 404) return <NothingToOrganizePage />;
  }
  return status === 404 ? <NotFoundPage /> : <FailedPage status={status} />;
}
