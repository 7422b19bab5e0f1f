import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { Section } from '#app/ui/page-head.tsx';

const places = [
  { to: '/speed-index', word: 'linkIndex' },
  { to: '/speed-index/compare', word: 'linkCompare' },
  { to: '/speed-index/deals', word: 'linkDeals' },
  { to: '/about#sources', word: 'linkMethod' },
] as const;

/** Links to the other pages of the index; `here` is the page they stand on. */
export function MoreOfTheIndex({ here }: { here: string }) {
  const { speed } = useMessages();
  return (
    <Section title={speed.more} id="more">
      <ul className="results">
        {places
          .filter(({ to }) => to !== here)
          .map(({ to, word }) => (
            <li key={to}>
              <PageLink to={to}>{speed[word]}</PageLink>
            </li>
          ))}
      </ul>
    </Section>
  );
}
