import { IspSearch } from './isp-search.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { PageHead, Section } from './page-head.tsx';

/** The page of an address that names nothing, with ways onward. */
export function NotFoundPage() {
  const { notFound } = useMessages().pages;
  return (
    <>
      <PageHead modest title={notFound.title} lede={notFound.lede} />
      <p>
        <PageLink to="/">{notFound.home}</PageLink>
      </p>
      <Section title={notFound.search}>
        <IspSearch />
      </Section>
    </>
  );
}

/** The page of a fault (5xx) or of a request that was refused (4xx). */
export function FailedPage({ status }: { status: number }) {
  const { failed, notFound } = useMessages().pages;
  return (
    <>
      <PageHead modest title={status < 500 ? failed.refused : failed.title} lede={status < 500 ? null : failed.lede} />
      <p>
        <PageLink to="/">{notFound.home}</PageLink>
      </p>
    </>
  );
}

/** The page of an organizers' address for whoever is not signed in, or not to something that may see it. */
export function SignInPage({ to }: { to: string }) {
  const { signIn } = useMessages().pages;
  return (
    <>
      <PageHead modest title={signIn.title} lede={signIn.lede} />
      <p>
        <PageLink to={`/organize/sign-in?to=${encodeURIComponent(to)}`}>{signIn.link}</PageLink>
      </p>
      <p>
        <PageLink to="/organize">{signIn.own}</PageLink>
      </p>
    </>
  );
}

/** The page of an organizers' address that names nothing, or something of others: the answer is the same. */
export function NothingToOrganizePage() {
  const { notFound, signIn } = useMessages().pages;
  return (
    <>
      <PageHead modest title={notFound.title} lede={signIn.missing} />
      <p>
        <PageLink to="/organize">{signIn.own}</PageLink>
      </p>
    </>
  );
}
