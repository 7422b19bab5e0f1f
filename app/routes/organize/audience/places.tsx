import { PageLink } from '#app/ui/link.tsx';
import { type FrameSeat, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** Where one may go within the pages about members. */
export function AudiencePlaces({ seat, here }: { seat: FrameSeat; here: 'overview' | 'lists' | 'segments' }) {
  const { audience: words } = useOrganizeMessages();
  const home = `/organize/${seat.organization.slug}/audience`;
  const places = [
    ['overview', home],
    ['lists', `${home}/lists`],
    ['segments', `${home}/segments`],
  ] as const;
  return (
    <nav className="organizer-nav" aria-label={words.title}>
      {places.map(([place, to]) => (
        <PageLink key={place} to={to} aria-current={place === here ? 'page' : undefined}>
          {words.places[place]}
        </PageLink>
      ))}
    </nav>
  );
}
