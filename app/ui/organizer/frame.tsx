import { useLocation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { may, type Role } from '#app/domain/organizer/permissions.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { PageLink } from '../link.tsx';
import { pathWithoutLocale, useLocale } from '../locale.tsx';
import { PageHead } from '../page-head.tsx';
import { PLACES } from './places.ts';

/** What a page of organizers needs to know of who looks at it; a `Seat` fits. */
export interface FrameSeat {
  organizer: { name: string };
  organization: { slug: string; name: string; runsInstallation: boolean };
  role: Role;
}

type OrganizerPageProps = {
  seat: FrameSeat;
  title: ReactNode;
  lede?: ReactNode;
  /** Where the page stands below its place: a link back, the campaign's name. */
  kick?: ReactNode;
  children: ReactNode;
};

/** The words of organizers' pages in the language of the page. */
export function useOrganizeMessages() {
  return organizeMessagesIn(useLocale());
}

/** A page of an organization: its name, the places that this role may see, the title, and what stands on it. */
export function OrganizerPage({ seat, title, lede, kick, children }: OrganizerPageProps) {
  const { frame } = useOrganizeMessages();
  const home = `/organize/${seat.organization.slug}`;
  const here = pathWithoutLocale(useLocation().pathname).slice(home.length);
  const places = PLACES.filter(({ needs }) => may(seat.role, needs, seat.organization.runsInstallation));
  const isHere = (path: string) =>
    path === '' ? here === '' || here.startsWith('/campaigns') : here === path || here.startsWith(`${path}/`);
  return (
    <div className="organizer">
      <div className="organizer-bar">
        <PageLink className="organizer-name" to={home}>
          {seat.organization.name}
        </PageLink>
        <PageLink className="organizer-self" to="/organize/account">
          {frame.signedInAs(seat.organizer.name, frame.roles[seat.role])}
        </PageLink>
      </div>
      <nav className="organizer-nav" aria-label={frame.navigation}>
        {places.map(({ path, word }) => (
          <PageLink key={path} to={home + path} aria-current={isHere(path) ? 'page' : undefined}>
            {frame.places[word]}
          </PageLink>
        ))}
      </nav>
      <PageHead modest title={title} kick={kick} lede={lede} />
      {children}
    </div>
  );
}

/** Title of an organizer's page in the browser's tab; such pages are in no index. */
export function organizerMeta(locale: 'en' | 'es', title: string) {
  return [
    { title: `${title} · ${organizeMessagesIn(locale).frame.metaTitle}` },
    { name: 'robots', content: 'noindex' },
  ];
}
