import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listIsps, searchIsps } from '#app/domain/isp/isp.server.ts';
import { type IspMatch, type IspSummary, MAX_QUERY_CHARS } from '#app/domain/isp/isp.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { IspSearch } from '#app/ui/isp-search.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { isp } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, {
    title: isp.listTitle,
    description: isp.listDescription,
    isPrivate: Boolean(args.data?.query),
  });
};

export async function loader({ params, request }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const query = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, MAX_QUERY_CHARS);
  const [isps, matches] = await Promise.all([listIsps(), query ? searchIsps(query) : []]);
  return { query, isps: isps.toSorted((a, b) => a.name.localeCompare(b.name, 'en')), matches };
}

export default function IspsRoute() {
  const { query, isps, matches } = useLoaderData<typeof loader>();
  const { criteria, isp } = useMessages();
  const count = formatNumber(useLocale(), isps.length);
  return (
    <>
      <PageHead
        modest
        title={query ? isp.resultsTitle(query) : isp.listTitle}
        lede={query ? null : isp.listLede(count)}
      />
      <IspSearch query={query} />
      <p className="small">
        <PageLink to="/isps/criteria">{criteria.compareTitle}</PageLink>
      </p>
      {query ? (
        <>
          <Results query={query} matches={matches} />
          <Section title={isp.allOfThem}>
            <Directory isps={isps} />
          </Section>
        </>
      ) : (
        <Directory isps={isps} />
      )}
    </>
  );
}

function Results({ query, matches }: { query: string; matches: readonly IspMatch[] }) {
  const { isp } = useMessages();
  if (matches.length === 0) {
    return (
      <Notice title={isp.resultsNone(query)}>
        <p>{isp.resultsNoneHint}</p>
      </Notice>
    );
  }
  return (
    <ul className="results">
      {matches.map((match) => (
        <li key={match.slug}>
          <PageLink to={`/isps/${match.slug}`}>{match.name}</PageLink>
          <Why match={match} />
        </li>
      ))}
    </ul>
  );
}

/** Why a search found an ISP, where its name does not say so. */
function Why({ match: { name, matched } }: { match: IspMatch }) {
  const { isp } = useMessages();
  if (matched.kind === 'name' || matched.name === name) return null;
  const words = {
    brand: isp.isBrandOf(matched.name, name),
    former: (matched.note ? isp.partIsToday : isp.isToday)(matched.name, name),
  };
  return (
    <span>
      {matched.kind === 'index' ? isp.inIndexAs(matched.name) : words[matched.kind]}
      {matched.note ? <span lang="en"> ({matched.note})</span> : null}
    </span>
  );
}

function Directory({ isps }: { isps: readonly IspSummary[] }) {
  const { isp } = useMessages();
  return (
    <ul className="directory">
      {isps.map(({ slug, name, brands, formerNames }) => {
        const others = brands.filter((brand) => brand !== name);
        const notes = [others.join(', '), formerNames.length > 0 ? isp.formerly(formerNames.join(', ')) : ''];
        return (
          <li key={slug}>
            <PageLink to={`/isps/${slug}`}>{name}</PageLink>
            <span>{notes.filter(Boolean).join('; ')}</span>
          </li>
        );
      })}
    </ul>
  );
}
