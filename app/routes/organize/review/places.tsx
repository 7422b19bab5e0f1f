import { useLocation } from '@remix-run/react';
import { PageLink } from '#app/ui/link.tsx';
import { pathWithoutLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

const places = [
  { path: '', word: 'signatures' },
  { path: '/batches', word: 'batches' },
  { path: '/letters', word: 'letters' },
  { path: '/log', word: 'log' },
] as const;

/** The parts of reviewing. */
export function ReviewPlaces({ slug }: { slug: string }) {
  const { review } = useOrganizeMessages();
  const home = `/organize/${slug}/review`;
  const here = pathWithoutLocale(useLocation().pathname).slice(home.length);
  return (
    <nav className="organizer-nav" aria-label={review.title}>
      {places.map(({ path, word }) => (
        <PageLink
          key={path}
          to={home + path}
          aria-current={(path === '' ? here === '' : here.startsWith(path)) ? 'page' : undefined}
        >
          {review.places[word]}
        </PageLink>
      ))}
    </nav>
  );
}
