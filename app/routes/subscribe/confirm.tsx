import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { confirmRequestByToken, findRequest } from '#app/domain/subscriber/confirm.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { subscribeRefusal } from '#app/http/subscribe-refusals.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { Button } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { subscribeMeta } from './meta.ts';

export const handle = { still: true };
export const headers = privateHeaders;
export const meta: MetaFunction = ({ params }) => subscribeMeta(params.lang, ({ confirm }) => confirm.metaTitle);

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const seen = await findRequest(params.token ?? '');
  if (seen.ok) return data({ seen, refusal: null });
  const refusal = subscribeRefusal(seen.reason, locale);
  return data({ seen: null, refusal }, { status: refusal.status });
}

export async function action({ params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const result = await confirmRequestByToken(params.token ?? '');
  if (result.ok) return redirect(localePath(locale, `/alerts/confirm/${result.token}`), 303);
  const refusal = subscribeRefusal(result.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

export default function ConfirmRoute() {
  const { seen, refusal } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refusal ?? refusal;
  const words = subscribeMessagesIn(useLocale()).confirm;
  if (!seen || refused) return <PageHead modest title={refused?.title} lede={refused?.text} />;
  if (seen.isConfirmed)
    return (
      <>
        <PageHead modest title={words.doneTitle} lede={words.doneText(seen.organization)} />
        <p>
          <PageLink to="/">{words.home}</PageLink>
        </p>
      </>
    );
  const facts = [
    [words.address, seen.address],
    [words.isp, seen.isp ?? words.unknown],
    [words.state, seen.state ?? words.unknown],
  ] as const;
  return (
    <>
      <PageHead modest title={words.title(seen.organization)} lede={words.lede} />
      <ActCard>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="small">{seen.consent}</p>
        <form method="post">
          <Button wide>{words.button}</Button>
        </form>
      </ActCard>
    </>
  );
}
