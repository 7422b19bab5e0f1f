import type { ReactNode } from 'react';
import { OutsideLink, PageLink } from './link.tsx';
import { useLocale, useMessages } from './locale.tsx';

const places = [
  { to: '/', word: 'yourIsp' },
  { to: '/isps', word: 'allIsps' },
  { to: '/incidents', word: 'incidents' },
  { to: '/measure', word: 'measure' },
  { to: '/campaigns', word: 'campaigns' },
  { to: '/about', word: 'about' },
] as const;

type FrameProps = {
  /** Path of the page without its language and with its query, e.g. "/isps?q=cox": marks the place and leads the language switch. */
  path: string;
  /** What the operator has to say on every page, in its language. */
  banner?: string | null;
  children: ReactNode;
};

/** The frame around every page: skip link, mark, navigation, language switch, banner, main, footer with attributions. */
export function Frame({ path, banner, children }: FrameProps) {
  const { shell } = useMessages();
  const here = path.split(/[?#]/)[0];
  return (
    <>
      <a className="skip" href="#content">
        {shell.skipToContent}
      </a>
      <header className="site-header">
        <div className="wrap">
          <PageLink className="mark" to="/">
            {shell.siteName}
          </PageLink>
          <nav className="site-nav" aria-label={shell.mainNavigation}>
            {places.map(({ to, word }) => (
              <PageLink key={to} to={to} aria-current={here === to ? 'page' : undefined}>
                {shell.nav[word]}
              </PageLink>
            ))}
          </nav>
          <LanguageSwitch path={path} />
        </div>
      </header>
      {banner ? (
        <aside className="site-banner" aria-label={shell.banner}>
          <p className="wrap">{banner}</p>
        </aside>
      ) : null}
      <main id="content" className="wrap" tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </>
  );
}

function LanguageSwitch({ path }: { path: string }) {
  const { shell } = useMessages();
  const other = useLocale() === 'en' ? 'es' : 'en';
  return (
    <form className="language" method="post" action="/language">
      <input type="hidden" name="back" value={path} />
      <button type="submit" name="lang" value={other} lang={other}>
        {shell.otherLanguage}
      </button>
    </form>
  );
}

function Footer() {
  const { shell } = useMessages();
  return (
    <footer className="site-footer">
      <div className="wrap">
        <p>
          {shell.footer.counts} <PageLink to="/counting">{shell.footer.howWeCount}</PageLink>,{' '}
          <PageLink to="/verify">{shell.footer.verify}</PageLink>.{' '}
          <PageLink to="/speed-index">{shell.footer.speedIndex}</PageLink>.{' '}
          <PageLink to="/privacy">{shell.footer.privacy}</PageLink>. <PageLink to="/me">{shell.footer.myPage}</PageLink>
          . <PageLink to="/my-name">{shell.footer.myName}</PageLink>{' '}
          <PageLink to="/alerts">{shell.footer.alerts}</PageLink>.{' '}
          <PageLink to="/organize">{shell.footer.organizers}</PageLink>.{' '}
          <PageLink to="/about#sources">{shell.footer.sources}</PageLink>.
        </p>
        <p>
          {shell.footer.ranges} <OutsideLink href="https://www.routeviews.org">RouteViews</OutsideLink>,{' '}
          <OutsideLink href="https://db-ip.com">DB-IP</OutsideLink>,{' '}
          <OutsideLink href="https://www.nro.net">NRO</OutsideLink> (
          <OutsideLink href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</OutsideLink>).
        </p>
      </div>
    </footer>
  );
}
