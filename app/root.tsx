import { Links, Meta, Outlet, Scripts, ScrollRestoration, useParams } from '@remix-run/react';
import { LocaleProvider } from './ui/locale.tsx';
import './ui/styles.css';

export default function App() {
  const locale = useParams().lang === 'es' ? 'es' : 'en';
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        <LocaleProvider locale={locale}>
          <Outlet />
        </LocaleProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}
