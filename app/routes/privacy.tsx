import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { operatorAddress, retentionMonths } from '#app/http/operator.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useMessages } from '#app/ui/locale.tsx';
import { PageHead, Prose } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';

export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { privacy } = messagesIn(localeOfPath(args.location.pathname)).pages;
  return pageMeta(args, { title: privacy.title, description: privacy.description });
};

export function loader({ params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  return { operator: operatorAddress(), months: retentionMonths() };
}

export default function PrivacyRoute() {
  const { operator, months } = useLoaderData<typeof loader>();
  const { inquiry, pages } = useMessages();
  const { privacy } = pages;
  return (
    <>
      <PageHead modest title={privacy.title} lede={privacy.lede} />
      <Prose>
        <h2>{privacy.reading}</h2>
        {privacy.readingText.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <h2>{privacy.signing}</h2>
        <p>{privacy.signingText}</p>
        <List items={privacy.signingList} />
        <p>{privacy.signingAfter}</p>
        <h2>{privacy.writing}</h2>
        <List items={privacy.writingList} />
        <h2>{privacy.handingIn}</h2>
        <List items={privacy.handingInList} />
        <h2>{privacy.cookies}</h2>
        <List items={privacy.cookiesList} />
        <p>{privacy.cookiesAfter}</p>
        <h2>{privacy.howLong}</h2>
        <p>{privacy.howLongText}</p>
        <List items={privacy.howLongList(months)} />
        <p>{privacy.howLongAfter}</p>
        <h2>{privacy.rights}</h2>
        <p>
          {privacy.rightsText} <PageLink to="/me">{inquiry.me.title}</PageLink>. {privacy.rightsName}{' '}
          <PageLink to="/my-name">{inquiry.title}</PageLink> {privacy.rightsWrite}{' '}
          <a href={`mailto:${operator}`}>{operator}</a>.
        </p>
      </Prose>
    </>
  );
}

function List({ items }: { items: readonly string[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
